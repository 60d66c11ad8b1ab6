"""What readers tell about a page: « Signaler une erreur », and what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cncd_portal.accounts.email_address import EmailModelField
from partnerships.models.authority import LocalAuthority
from partnerships.models.has_value import has_value
from partnerships.models.partnership import Partnership


class ReportSubject(models.TextChoices):
    """What a report is about. The key of each is the one of its public address."""

    PARTNERSHIP = "partnership", _("partenariat")
    AUTHORITY = "authority", _("collectivité")
    PARTNER = "partner", _("partenaire")
    COUNTRY = "country", _("pays")
    REGION = "region", _("région")
    DEPARTEMENT = "departement", _("département")
    PROPOSAL = "proposal", _("proposition")
    SITE = "site", _("le portail")


class ReportTopic(models.TextChoices):
    DATE = "date", _("une date est fausse")
    LINK = "link", _("un lien ne mène plus nulle part")
    TOWN = "town", _("ce n’est pas la bonne ville, ou elle est mal placée")
    DUPLICATE = "duplicate", _("c’est un doublon d’une autre page")
    NAME = "name", _("un nom est faux ou mal écrit")
    MISSING = "missing", _("il manque une information")
    OTHER = "other", _("autre chose")


class ReportPart(models.TextChoices):
    """The part of a page that a report is about; none is the whole page."""

    NAME = "name", _("le titre ou le nom")
    SIDES = "sides", _("les collectivités ou les partenaires")
    PLACE = "place", _("la carte, le lieu")
    DATES = "dates", _("les dates, la phase")
    CONTENT = "content", _("le résumé, les thématiques, les propositions")
    RESULTS = "results", _("les résultats, les effets")
    BUDGET = "budget", _("le budget")
    FILES = "files", _("les documents, les images")
    CONTACT = "contact", _("les coordonnées, le site internet")
    SOURCE = "source", _("la source, la provenance")
    LIST = "list", _("la liste des partenariats, les chiffres")


class ReportStatus(models.TextChoices):
    NEW = "new", _("à traiter")
    IN_PROGRESS = "in_progress", _("en cours")
    CORRECTED = "corrected", _("corrigé")
    REFUSED = "refused", _("sans suite")
    SPAM = "spam", _("indésirable")


OPEN_REPORTS = (ReportStatus.NEW, ReportStatus.IN_PROGRESS)


class ReaderReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status__in=OPEN_REPORTS)

    def closed(self):
        return self.exclude(status__in=OPEN_REPORTS)

    def about_own_of(self, user):
        """Reports about authorities of `user`, and partnerships that these lead; never spam."""
        mine = LocalAuthority.objects.of_member(user).values("pk")
        # A report stays with the page it was sent from, which may be merged since.
        authorities = LocalAuthority.objects.filter(
            Q(pk__in=mine) | Q(successor__in=mine) | Q(successor__successor__in=mine)
        )
        partnerships = Partnership.objects.filter(
            Q(lead_authority__in=mine, merged_into__isnull=True)
            | Q(merged_into__lead_authority__in=mine)
        )
        return self.exclude(status=ReportStatus.SPAM).filter(
            Q(
                subject_kind=ReportSubject.PARTNERSHIP,
                subject_key__in=partnerships.order_by().values("public_id"),
            )
            | Q(
                subject_kind=ReportSubject.AUTHORITY,
                subject_key__in=authorities.order_by().values("key"),
            )
        )

    def visible_to(self, user):
        """All of them for a reviewer; for a member, those about their own authorities."""
        if user.has_perm("partnerships.review_dossier"):
            return self
        return self.about_own_of(user)

    def answerable_by(self, user):
        """Those that `user` reads, but for the ones they sent: someone else answers these."""
        return self.visible_to(user).exclude(sent_by=user.pk)


class ReaderReport(models.Model):
    """A report by anyone. The e-mail address serves only to answer, once it is confirmed."""

    # Drawn by the page of the form, so that one page sends one report.
    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    subject_kind = models.CharField(_("nature de la page"), max_length=11, choices=ReportSubject)
    subject_key = models.CharField(_("clé de la page"), max_length=64, blank=True)
    # Its name the day it was sent.
    subject_label = models.CharField(_("page"), max_length=300)
    topic = models.CharField(_("ce qui ne va pas"), max_length=9, choices=ReportTopic)
    part = models.CharField(_("endroit de la page"), max_length=7, choices=ReportPart, blank=True)
    text = models.TextField(_("texte"), max_length=2000)
    text_digest = models.CharField(max_length=64, db_index=True, editable=False)
    source = models.URLField(_("source"), max_length=500, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("envoyé par"),
    )
    email = EmailModelField(_("adresse électronique"), blank=True)
    # Of the link that confirms the address, which is in its mail alone.
    token_digest = models.CharField(max_length=64, blank=True, editable=False)
    link_expires_at = models.DateTimeField(_("lien valable jusqu’au"), null=True, blank=True)
    email_confirmed_at = models.DateTimeField(_("adresse confirmée le"), null=True, blank=True)
    sent_at = models.DateTimeField(_("envoyé le"), default=timezone.now)
    status = models.CharField(
        _("état"), max_length=11, choices=ReportStatus, default=ReportStatus.NEW
    )
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True)

    objects = ReaderReportQuerySet.as_manager()

    is_open = has_value("status", *OPEN_REPORTS)
    is_new = has_value("status", ReportStatus.NEW)
    is_spam = has_value("status", ReportStatus.SPAM)

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_key"], name="reader_report_subject"),
            models.Index(fields=["status", "sent_at"], name="reader_report_status"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["token_digest"],
                condition=~Q(token_digest=""),
                name="reader_report_link_opens_one",
            ),
            models.CheckConstraint(
                condition=Q(sent_by__isnull=True) | Q(email=""),
                name="reader_report_of_an_account_has_no_other_address",
            ),
            models.CheckConstraint(
                condition=Q(email_confirmed_at__isnull=True) | ~Q(email=""),
                name="reader_report_confirms_an_address",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="reader_report_address_is_in_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN_REPORTS, closed_at__isnull=True)
                | Q(~Q(status__in=OPEN_REPORTS), closed_at__isnull=False),
                name="reader_report_closed_has_its_date",
                violation_error_message=_("Un signalement clos a sa date."),
            ),
        ]

    def __str__(self):
        return self.subject_label

    def get_absolute_url(self):
        return reverse("partnerships:report_detail", args=[self.uuid])

    @property
    def may_be_answered(self) -> bool:
        """Whether an answer reaches someone: an account, or an address that was confirmed."""
        return self.sent_by_id is not None or self.email_confirmed_at is not None

    @property
    def awaits_confirmation(self) -> bool:
        return bool(self.email) and self.email_confirmed_at is None


class ReaderReportStep(models.Model):
    """What became of a report: who did it, when, and what was answered. Only added."""

    report = models.ForeignKey(
        ReaderReport, models.CASCADE, related_name="steps", verbose_name=_("signalement")
    )
    status = models.CharField(_("état"), max_length=11, choices=ReportStatus)
    text = models.TextField(_("réponse"), max_length=1000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("auteur"),
    )
    at = models.DateTimeField(_("le"), default=timezone.now)

    is_spam = has_value("status", ReportStatus.SPAM)
    is_corrected = has_value("status", ReportStatus.CORRECTED)
    is_refused = has_value("status", ReportStatus.REFUSED)

    class Meta:
        verbose_name = _("suite d’un signalement")
        verbose_name_plural = _("suites des signalements")
        ordering = ["report", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.REFUSED, text=""),
                name="reader_report_is_refused_with_a_reason",
                violation_error_message=_("Un signalement laissé sans suite a son motif."),
            )
        ]

    def __str__(self):
        return f"{self.report} – {self.get_status_display()}"
