"""Who may use the workshop."""

from django.contrib.auth.decorators import permission_required

CURATE = "proposals.curate_proposals"
curators_only = permission_required(CURATE, raise_exception=True)
