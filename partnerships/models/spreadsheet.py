"""Spreadsheet imports: the spreadsheet as read, its rows, and the drafts made from them."""

import json
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.authority import LocalAuthority
from partnerships.models.dossier import Dossier
from partnerships.models.own_authorities import authorities_of


def as_stored(content: object) -> str:
    """Returns ASCII-escaped JSON, so that every database stores any character as typed."""
    return json.dumps(content, ensure_ascii=True, sort_keys=True)


class SpreadsheetImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Imports for the authorities that `user` belongs to; officers see no others."""
        return self.filter(authority__in=authorities_of(user))


class SpreadsheetImport(models.Model):
    """A spreadsheet that was read. Its rows wait for someone to request drafts or deposits."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey(
        LocalAuthority,
        models.PROTECT,
        related_name="spreadsheet_imports",
        verbose_name=_("collectivité"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("envoyé par")
    )
    created_at = models.DateTimeField(_("envoyé le"), default=timezone.now)
    file_name = models.CharField(_("nom du fichier"), max_length=200)
    # {"notes": remarks on the whole file, "orphans": {sheet: [[line, cells]]}, "lines": number of
    # lines of all sheets}.
    report_text = models.TextField(_("lecture du fichier"), default="{}", editable=False)
    # Names that several records may have: as `pages/spreadsheets/questions.py` asks them.
    questions_text = models.TextField(_("questions"), default="[]", editable=False)
    # {identity of a question: value chosen}.
    answers_text = models.TextField(_("réponses"), default="{}", editable=False)
    # Number of rows of the act under way, their check included.
    asked_count = models.PositiveIntegerField(_("nombre de lignes demandées"), default=0)
    advanced_at = models.DateTimeField(_("dernière avancée"), null=True, blank=True)

    objects = SpreadsheetImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("envoi d’un tableur")
        verbose_name_plural = _("envois de tableurs")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("partnerships:spreadsheet_detail", args=[self.uuid])

    @property
    def report(self) -> dict:
        return json.loads(self.report_text)

    @property
    def questions(self) -> list[dict]:
        return json.loads(self.questions_text)

    @property
    def answers(self) -> dict[str, str]:
        return json.loads(self.answers_text)


class RowState(models.TextChoices):
    """Result of the dry run for a row."""

    UNREAD = "unread", _("à vérifier")
    FAULTY = "faulty", _("à corriger")
    ASKED = "asked", _("nom à préciser")
    GOOD = "good", _("bonne")
    DOUBTFUL = "doubtful", _("doublon probable")
    CHANGED = "changed", _("différente du brouillon")
    KNOWN = "known", _("déjà au portail")


class RowAct(models.TextChoices):
    """The act requested on a row and not done yet."""

    NONE = "", _("rien")
    CHECK = "check", _("vérifier")
    DRAFT = "draft", _("créer ou mettre à jour le brouillon")
    SUBMIT = "submit", _("déposer")


class SpreadsheetRow(models.Model):
    """A row describing a partnership, with the lines of other sheets that have its reference."""

    spreadsheet = models.ForeignKey(
        SpreadsheetImport, models.CASCADE, related_name="rows", verbose_name=_("envoi")
    )
    line = models.PositiveIntegerField(_("ligne"))
    # Identifies the row within its authority: a digest of its reference, or of its content.
    key = models.CharField(_("clé"), max_length=64)
    title = models.CharField(_("titre"), max_length=200, blank=True)
    # {"cells": {column: text}, "others": {heading: text}, "sheets": {sheet: [[line, cells]]}}.
    content_text = models.TextField(_("cellules"), editable=False)
    cells_digest = models.CharField(_("empreinte des cellules"), max_length=64)
    buffer_text = models.TextField(_("contenu pour le formulaire"), editable=False)
    state = models.CharField(_("état"), max_length=8, choices=RowState)
    # Sentences on the names that are not the name of their record, such as « Angleterre ».
    understood_text = models.TextField(_("noms compris"), default="[]", editable=False)
    # Errors as [[sheet, line, column, sentence]]; then what can be completed in the form.
    faults_text = models.TextField(_("erreurs"), default="[]", editable=False)
    missing_text = models.TextField(_("à compléter"), default="[]", editable=False)
    # Whether its draft would have each cell, wrong ones as typed: a row to correct may then be one.
    is_whole = models.BooleanField(_("reprise en entier"), default=False)
    dossier = models.ForeignKey(
        Dossier,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dossier"),
    )
    # `cells_digest` of the draft of the row when it was checked, "" if it had none.
    draft_digest = models.CharField(_("empreinte du brouillon"), max_length=64, blank=True)
    # A published partnership, or another dossier, similar to this row.
    likeness = models.CharField(_("ressemble à"), max_length=250, blank=True)
    likeness_url = models.CharField(_("adresse de ce qui ressemble"), max_length=250, blank=True)
    act = models.CharField(_("demande"), max_length=6, choices=RowAct, blank=True, default="")
    # `last_sequence` of the dossier when its deposit was requested.
    seen = models.PositiveIntegerField(_("dernier événement vu"), default=0)
    outcome = models.CharField(_("résultat"), max_length=300, blank=True)
    is_refused = models.BooleanField(_("refusé"), default=False)
    # Deposited, but nobody has been notified yet.
    is_to_tell = models.BooleanField(_("à annoncer"), default=False)

    class Meta:
        verbose_name = _("ligne d’un tableur")
        verbose_name_plural = _("lignes d’un tableur")
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(
                fields=["spreadsheet", "line"], name="spreadsheet_row_is_one_per_line"
            )
        ]
        indexes = [
            models.Index(fields=["spreadsheet"], condition=~Q(act=""), name="spreadsheet_row_asked")
        ]

    def __str__(self):
        return f"{self.spreadsheet} – {self.line}"

    @property
    def content(self) -> dict:
        return json.loads(self.content_text)

    @property
    def buffer(self) -> dict[str, str | list[str]]:
        return json.loads(self.buffer_text)

    @property
    def understood(self) -> list[str]:
        return json.loads(self.understood_text)

    @property
    def faults(self) -> list[tuple[str, int, str, str]]:
        return json.loads(self.faults_text)

    @property
    def missing(self) -> list[str]:
        return json.loads(self.missing_text)


class SpreadsheetDraft(models.Model):
    """The dossier made from a row. A row of an authority makes only one dossier."""

    authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, related_name="+", verbose_name=_("collectivité")
    )
    key = models.CharField(_("clé"), max_length=64)
    dossier = models.OneToOneField(
        Dossier, models.CASCADE, related_name="spreadsheet_draft", verbose_name=_("dossier")
    )
    cells_digest = models.CharField(_("empreinte des cellules"), max_length=64)
    # What the spreadsheet last wrote: the base for merging a later one with what was typed since.
    buffer_text = models.TextField(_("contenu écrit par le tableur"), editable=False)

    class Meta:
        verbose_name = _("brouillon d’un tableur")
        verbose_name_plural = _("brouillons de tableurs")
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "key"],
                name="spreadsheet_draft_is_one_per_row",
                violation_error_message=_("Cette ligne a déjà son dossier."),
            )
        ]

    def __str__(self):
        return str(self.dossier)

    @property
    def buffer(self) -> dict[str, str | list[str]]:
        return json.loads(self.buffer_text)
