"""What a dossier is about, and where it stands."""

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


EDITABLE = (DossierStatus.DRAFT, DossierStatus.CHANGES_REQUESTED)
