from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from proposals import checks as checks


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = _("propositions du rapport")
