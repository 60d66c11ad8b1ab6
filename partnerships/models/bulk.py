"""Bulk acts: one action on many dossiers, with the plan and the outcome for each."""

import json
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.decision import Decision
from partnerships.models.dossier import Dossier
from partnerships.models.has_value import has_value

# A run that has not advanced for this long is resumed.
STALLED_AFTER = timedelta(minutes=2)
OUTCOME_MAX = 300


class BulkAct(models.TextChoices):
    START_REVIEW = "start_review", _("prendre en instruction")
    ASSIGN = "assign", _("confier")
    REQUEST_CHANGES = "request_changes", _("demander des compléments")
    REMIND_AUTHORITY = "remind_authority", _("relancer la collectivité")
    ASK_OPINION = "ask_opinion", _("demander des avis")
    DECIDE = "decide", _("décider")
    COUNTERSIGN = "countersign", _("contresigner")
    UNCOUNTERSIGN = "uncountersign", _("retirer mon contreseing")
    RELEASE = "release", _("notifier la décision")
    TAKE_BACK = "take_back", _("reprendre la décision")


class BulkRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The user's own runs; all runs for a lead reviewer."""
        if user.has_perm("partnerships.lead_review"):
            return self.all()
        return self.filter(by=user.pk)

    def under_way(self):
        return self.filter(started_at__isnull=False, finished_at__isnull=True)

    def stalled(self):
        """Runs under way that stopped advancing, because their process died."""
        return self.under_way().filter(advanced_at__lt=timezone.now() - STALLED_AFTER)

    def with_progress(self):
        """Annotates the number of items: all (`item_count`), those that the run is to process
        (`total`) and those that it has processed (`done`).
        """
        to_process = Q(items__state__in=[BulkItemState.PLANNED, *PROCESSED])
        return self.annotate(
            item_count=Count("items"),
            total=Count("items", filter=to_process),
            done=Count("items", filter=Q(items__state__in=PROCESSED)),
        )


class BulkRun(models.Model):
    """An act on many dossiers: prepared, reviewed by its author, then run in the background."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    act = models.CharField(_("acte"), max_length=16, choices=BulkAct)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="bulk_runs", verbose_name=_("par")
    )
    # Parameters of the act, as ASCII-escaped JSON: officers, outcome and grounds, questions…
    detail_text = models.TextField(_("détails"), default="{}", editable=False)
    # For TAKE_BACK and UNCOUNTERSIGN: the run that took or countersigned these decisions.
    origin = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="undone_by",
        verbose_name=_("reprend"),
    )
    prepared_at = models.DateTimeField(_("préparé le"), default=timezone.now)
    started_at = models.DateTimeField(_("lancé le"), null=True, blank=True)
    advanced_at = models.DateTimeField(_("dernière avancée"), null=True, blank=True)
    finished_at = models.DateTimeField(_("terminé le"), null=True, blank=True)

    objects = BulkRunQuerySet.as_manager()

    is_uncountersigning = has_value("act", BulkAct.UNCOUNTERSIGN)

    class Meta:
        verbose_name = _("acte sur plusieurs dossiers")
        verbose_name_plural = _("actes sur plusieurs dossiers")
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(started_at__isnull=False),
                name="bulk_run_finished_was_started",
            ),
            models.CheckConstraint(
                condition=Q(started_at__isnull=True) | Q(advanced_at__isnull=False),
                name="bulk_run_started_has_its_advance",
            ),
            models.UniqueConstraint(
                fields=["origin"],
                condition=Q(origin__isnull=False, finished_at__isnull=True),
                name="bulk_run_is_taken_back_once_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.get_act_display()} – {self.prepared_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("partnerships:bulk_run", args=[self.uuid])

    @property
    def detail(self) -> dict:
        return json.loads(self.detail_text)

    @detail.setter
    def detail(self, values):
        self.detail_text = json.dumps(values, ensure_ascii=True, sort_keys=True)


class BulkItemState(models.TextChoices):
    """NOT_CONCERNED: the plan rules it out. NOT_DONE: planned, and refused when its turn came."""

    PLANNED = "planned", _("à faire")
    NOT_CONCERNED = "not_concerned", _("non concerné")
    NOT_DONE = "not_done", _("pas fait")
    LEFT = "left", _("laissé de côté")
    DONE = "done", _("fait")


# The run has had its turn at these items.
PROCESSED = (BulkItemState.DONE, BulkItemState.NOT_DONE)


class BulkItem(models.Model):
    """One dossier of a run."""

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="items", verbose_name=_("acte"))
    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="bulk_items", verbose_name=_("dossier")
    )
    # `last_sequence` of the dossier when the item was planned.
    seen = models.PositiveIntegerField(_("dernier événement vu"))
    state = models.CharField(
        _("état"), max_length=13, choices=BulkItemState, default=BulkItemState.PLANNED
    )
    # Why it is not concerned or not done, or why this officer; once done, the result.
    outcome = models.CharField(_("résultat"), max_length=OUTCOME_MAX, blank=True)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confié à"),
    )
    # Previous reviewer, notified at the end of the run.
    before = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("instruit auparavant par"),
    )
    decision = models.ForeignKey(
        Decision,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("décision"),
    )
    # For DECIDE: the propositions that this dossier alone declines, as ASCII-escaped JSON: number →
    # why. Empty: those of the run, and of the last decision of the dossier.
    declined_text = models.TextField(_("propositions déclinées à part"), blank=True, editable=False)
    # Done, but the people concerned have not been notified yet.
    is_to_tell = models.BooleanField(_("à annoncer"), default=False)

    is_planned = has_value("state", BulkItemState.PLANNED)
    is_not_concerned = has_value("state", BulkItemState.NOT_CONCERNED)
    is_not_done = has_value("state", BulkItemState.NOT_DONE)
    is_left = has_value("state", BulkItemState.LEFT)
    is_done = has_value("state", BulkItemState.DONE)

    class Meta:
        verbose_name = _("dossier d’un acte")
        verbose_name_plural = _("dossiers d’un acte")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "dossier"], name="bulk_item_is_one_per_dossier_of_a_run"
            ),
            models.CheckConstraint(
                condition=Q(is_to_tell=False) | Q(state=BulkItemState.DONE),
                name="bulk_item_to_tell_is_done",
            ),
        ]
        indexes = [models.Index(fields=["run", "state", "id"], name="bulk_item_of_run")]

    def __str__(self):
        return f"{self.run} – {self.dossier.reference}"

    @property
    def declined(self) -> dict[int, str] | None:
        """What `declined_text` holds; None if the dossier is judged as the others of the run."""
        if not self.declined_text:
            return None
        return {int(number): word for number, word in json.loads(self.declined_text).items()}

    @declined.setter
    def declined(self, words):
        self.declined_text = "" if words is None else json.dumps(words, ensure_ascii=True)
