"""Kinds and statuses of dossiers, and the named sets of statuses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DossierKind(models.TextChoices):
    REGISTRATION = "registration", _("enregistrement")
    AMENDMENT = "amendment", _("modification")
    CLOSURE = "closure", _("clôture")
    CLAIM = "claim", _("déclaration")


class DossierStatus(models.TextChoices):
    DRAFT = "draft", _("brouillon")
    SUBMITTED = "submitted", _("déposé")
    UNDER_REVIEW = "under_review", _("en instruction")
    CHANGES_REQUESTED = "changes_requested", _("à compléter")
    DECIDED = "decided", _("décidé")
    CLOSED = "closed", _("clos")


S = DossierStatus
EDITABLE = frozenset({S.DRAFT, S.CHANGES_REQUESTED})  # by its authority
UNDECIDED = frozenset({S.SUBMITTED, S.UNDER_REVIEW, S.CHANGES_REQUESTED})  # deposited
# A withdrawn dossier is a draft again, closed for officers until it is deposited again.
CLOSED_FOR_OFFICERS = frozenset({S.DRAFT, S.CLOSED})
# The deadline of officers runs while a dossier is to decide, then, decided, to notify.
TO_DECIDE = frozenset({S.SUBMITTED, S.UNDER_REVIEW})
WITH_OFFICERS = TO_DECIDE | {S.DECIDED}
