"""What became of a proposition: dated notes, each with its evidence."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Progress(models.TextChoices):
    """How far a proposition is carried out; nothing is supposed where nothing is known."""

    UNKNOWN = "unknown", _("avancement non renseigné")
    NOT_STARTED = "not_started", _("pas commencée")
    UNDER_WAY = "under_way", _("engagée")
    PARTLY_DONE = "partly_done", _("en partie réalisée")
    FULLY_DONE = "fully_done", _("entièrement réalisée")
    REFUSED = "refused", _("refusée")
    OBSOLETE = "obsolete", _("devenue sans objet")


# The steps of a proposition that is carried out, in their order; the other words stand alone.
STEPS = (Progress.UNDER_WAY, Progress.PARTLY_DONE, Progress.FULLY_DONE)
# For lists that are sorted by it: the least known first.
PROGRESS_ORDER = (
    Progress.UNKNOWN,
    Progress.OBSOLETE,
    Progress.REFUSED,
    Progress.NOT_STARTED,
    *STEPS,
)


class ProgressNoteQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class ProgressNote(models.Model):
    """A dated judgement, or a step, in the life of a proposition.

    It is never rewritten: a wrong one is withdrawn, with a reason, and another is written.
    `progress` is empty where it does not change. Written by `proposals.progress` alone.
    """

    # Drawn with the form: a note sent twice is one note.
    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(
        "proposals.Proposal", models.CASCADE, related_name="notes", verbose_name=_("proposition")
    )
    on = models.DateField(_("date"))
    progress = models.CharField(_("avancement"), max_length=11, choices=Progress, blank=True)
    text = models.TextField(_("ce qui s’est passé"), max_length=2_000)
    judged_by = models.CharField(_("jugé par"), max_length=200, blank=True)
    next_review = models.DateField(_("prochain point"), null=True, blank=True)
    written_at = models.DateTimeField(_("écrite le"), default=timezone.now, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("écrite par"),
    )
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("retirée par"),
    )
    withdrawal_reason = models.CharField(_("motif du retrait"), max_length=500, blank=True)

    objects = ProgressNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("point d’avancement")
        verbose_name_plural = _("points d’avancement")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawal_reason="")
                | Q(~Q(withdrawal_reason=""), withdrawn_at__isnull=False),
                name="progress_note_withdrawn_has_its_reason",
                violation_error_message=_("Un retrait a un motif."),
            ),
        ]

    def __str__(self):
        return self.text


class EvidenceKind(models.TextChoices):
    LINK = "link", _("page en ligne")
    DOCUMENT = "document", _("document")
    PARTNERSHIP = "partnership", _("partenariat du registre")
    DECISION = "decision", _("décision")


# Kind → its fields that are asked, each with what to write where it is empty.
NEEDED = {
    EvidenceKind.LINK: {
        "url": _("Copiez l’adresse entière de la page, comme https://www.exemple.fr/page."),
        "on": _("Dites quel jour la page a été lue\u202f: elle peut changer."),
    },
    EvidenceKind.DOCUMENT: {},
    EvidenceKind.PARTNERSHIP: {
        "partnership": _(
            "Donnez le nom de la fiche, son adresse ou son identifiant de huit caractères."
        ),
    },
    EvidenceKind.DECISION: {
        "label": _("Dites ce qui a été décidé, et par qui."),
        "on": _("Dites le jour de la décision."),
    },
}


class Evidence(models.Model):
    """What a progress note rests on.

    `on`: the day a page was read, or that of a decision. `partnership`: a public id.
    """

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    note = models.ForeignKey(
        ProgressNote, models.CASCADE, related_name="evidence", verbose_name=_("point d’avancement")
    )
    kind = models.CharField(_("nature"), max_length=11, choices=EvidenceKind)
    label = models.CharField(_("intitulé"), max_length=250, blank=True)
    url = models.URLField(_("adresse"), max_length=500, blank=True)
    on = models.DateField(_("date"), null=True, blank=True)
    partnership = models.CharField(_("partenariat"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("preuve")
        verbose_name_plural = _("preuves")
        ordering = ["note", "pk"]

    def __str__(self):
        return self.label or self.url or self.partnership

    def clean(self):
        """Raises ValidationError, by field: something is missing, or a day is to come."""
        needed = NEEDED.get(self.kind, {})
        errors = {name: text for name, text in needed.items() if not getattr(self, name)}
        if self.on and self.on > timezone.localdate():
            errors["on"] = _(
                "Ce jour n’est pas encore venu\u202f: écrivez aujourd’hui au plus tard."
            )
        if errors:
            raise ValidationError(errors)
