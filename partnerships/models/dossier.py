"""Dossiers: the private working copies that authorities write and officers instruct."""

import json
import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from partnerships.models.authority import LocalAuthority
from partnerships.models.deadline import Deadline
from partnerships.models.dossier_queryset import DossierQuerySet
from partnerships.models.dossier_status import DossierKind, DossierStatus
from partnerships.models.has_value import has_value
from partnerships.models.partnership import Partnership
from partnerships.models.version import PartnershipVersion

BUFFER_MAX_BYTES = 1024 * 1024
# A discarded dossier is deleted after this time in the bin.
BIN_RETENTION = timedelta(days=30)


class Dossier(models.Model):
    """The working copy of a partnership: a buffer saved as typed, and a status in the workflow.

    Only `partnerships.workflow.perform` changes the status.
    """

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(_("référence"), max_length=20, unique=True)
    kind = models.CharField(
        _("objet"), max_length=12, choices=DossierKind, default=DossierKind.REGISTRATION
    )
    lead_authority = models.ForeignKey(
        LocalAuthority,
        models.PROTECT,
        related_name="led_dossiers",
        verbose_name=_("collectivité cheffe de file"),
    )
    authorities = models.ManyToManyField(
        LocalAuthority,
        through="DossierAuthority",
        related_name="dossiers",
        verbose_name=_("collectivités"),
    )
    partnership = models.ForeignKey(
        Partnership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
        verbose_name=_("partenariat"),
    )
    base_version = models.ForeignKey(
        PartnershipVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("version de départ"),
    )
    # ASCII-escaped JSON, {path: text or list of texts}. Escaped so that every database returns any
    # character, NUL included, as it was typed.
    buffer_text = models.TextField(_("contenu saisi"), default="{}", editable=False)
    title = models.CharField(_("titre"), max_length=200, blank=True)
    status = models.CharField(
        _("état"), max_length=17, choices=DossierStatus, default=DossierStatus.DRAFT
    )
    submission_count = models.PositiveIntegerField(_("nombre de dépôts"), default=0)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed_dossiers",
        verbose_name=_("instructeur"),
    )
    # The deadline: last day to decide while it runs, working days left while it is suspended.
    # Both are updated by `workflow.deadline`.
    due_on = models.DateField(_("échéance"), null=True, blank=True)
    working_days_left = models.SmallIntegerField(
        _("jours ouvrés restants"), null=True, blank=True, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("créé par"),
    )
    in_charge = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_dossiers",
        verbose_name=_("suivi par"),
    )
    created_at = models.DateTimeField(_("créé le"), default=timezone.now)
    updated_at = models.DateTimeField(_("modifié le"), default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("modifié par"),
    )
    submitted_at = models.DateTimeField(_("déposé le"), null=True, blank=True)
    discarded_at = models.DateTimeField(_("mis à la corbeille le"), null=True, blank=True)
    # Retention of dossiers that were never published: archived, then erased except their journal.
    archived_at = models.DateTimeField(_("archivé le"), null=True, blank=True)
    erased_at = models.DateTimeField(_("effacé le"), null=True, blank=True)
    is_entered_by_officer = models.BooleanField(_("saisi par l’administration"), default=False)
    is_demonstration = models.BooleanField(_("démonstration"), default=False)

    objects = DossierQuerySet.as_manager()

    is_draft = has_value("status", DossierStatus.DRAFT)
    is_submitted = has_value("status", DossierStatus.SUBMITTED)
    is_changes_requested = has_value("status", DossierStatus.CHANGES_REQUESTED)
    is_decided = has_value("status", DossierStatus.DECIDED)
    is_closed = has_value("status", DossierStatus.CLOSED)

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["-updated_at", "-pk"]
        permissions = [
            ("review_dossier", _("Instruire les dossiers")),
            ("lead_review", _("Diriger l’instruction")),
        ]
        indexes = [
            models.Index(fields=["status", "submitted_at", "id"], name="dossier_queue"),
            models.Index(fields=["submitted_at", "id"], name="dossier_by_deposit"),
            models.Index(fields=["due_on", "id"], name="dossier_by_due_date"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(
                    partnership__isnull=False, discarded_at__isnull=True, archived_at__isnull=True
                )
                & ~Q(status=DossierStatus.CLOSED),
                name="dossier_is_the_only_open_one_of_its_partnership",
                violation_error_message=_(
                    "Une modification de ce partenariat est déjà en cours\u202f: reprenez-la."
                ),
            ),
            models.CheckConstraint(
                condition=Q(discarded_at__isnull=True)
                | Q(status=DossierStatus.DRAFT, submission_count=0),
                name="dossier_in_the_bin_was_never_deposited",
                violation_error_message=_("Un dossier déposé ne va pas à la corbeille."),
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(archived_at__isnull=False),
                name="dossier_erased_was_archived",
                violation_error_message=_("Un dossier est archivé avant d’être effacé."),
            ),
            models.CheckConstraint(
                condition=Q(submission_count=0, submitted_at__isnull=True)
                | Q(submission_count__gt=0, submitted_at__isnull=False),
                name="dossier_deposit_has_its_date",
                violation_error_message=_("Un dépôt a sa date."),
            ),
            models.CheckConstraint(
                condition=~Q(
                    status__in=[
                        DossierStatus.UNDER_REVIEW,
                        DossierStatus.CHANGES_REQUESTED,
                        DossierStatus.DECIDED,
                    ]
                )
                | Q(reviewer__isnull=False),
                name="dossier_under_review_has_its_reviewer",
                violation_error_message=_("Un dossier instruit a son instructeur."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(working_days_left__isnull=True),
                name="dossier_time_runs_or_waits",
            ),
            models.CheckConstraint(
                condition=Q(kind="registration") | Q(partnership__isnull=False),
                name="dossier_of_amendment_has_its_partnership",
                violation_error_message=_("Une modification porte sur un partenariat publié."),
            ),
        ]

    def __str__(self):
        return f"{self.reference} – {self.title or _('sans titre')}"

    def get_absolute_url(self):
        return reverse("partnerships:dossier_detail", args=[self.uuid])

    @property
    def state_label(self) -> str:
        """The state as people call it: a closed dossier by its decision, a draft that was deposited
        as withdrawn. One query for a closed dossier, unless read by `with_decision`.
        """
        if self.is_draft and self.submission_count:
            return _("retiré")
        decision = self.standing_decision if self.is_closed else None
        return decision.get_outcome_display() if decision else self.get_status_display()

    @cached_property
    def standing_decision(self):
        """The decision in force, or None."""
        if hasattr(self, "standing_decisions"):
            return next(iter(self.standing_decisions), None)
        return self.decisions.standing().first()

    @property
    def purged_on(self) -> date:
        """The day when the discarded dossier is deleted."""
        return timezone.localdate(self.discarded_at + BIN_RETENTION)

    @property
    def days_in_bin(self) -> int:
        """Days left in the bin, at least 0."""
        return max((self.purged_on - timezone.localdate()).days, 0)

    @property
    def deadline(self) -> Deadline:
        return Deadline(self.due_on, self.working_days_left, timezone.localdate())

    @property
    def last_sequence(self) -> int:
        """Sequence number of the last event; a page sends it back to detect later changes."""
        return self.events.aggregate(last=models.Max("sequence", default=0))["last"]

    @property
    def buffer(self) -> dict[str, str | list[str]]:
        return json.loads(self.buffer_text)

    @buffer.setter
    def buffer(self, values):
        self.buffer_text = json.dumps(values, ensure_ascii=True, sort_keys=True)
