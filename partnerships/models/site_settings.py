"""What only those who run the site can say of it: written by curators, read by public pages."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cncd_portal.accounts.email_address import EmailModelField
from cncd_portal.accounts.prepared_query import PreparedQuery

# Fields that a site in service must have.
REQUIRED = (
    "publisher_name",
    "publisher_address",
    "publication_director",
    "host_name",
    "host_address",
    "contact_email",
    "complaints",
    "data_controller",
    "data_protection_contact",
    "legal_basis",
    "retention",
)
ONLY_ROW = 1


class SiteSettingsQuerySet(models.QuerySet):
    def current(self) -> "SiteSettings":
        """Returns the settings, empty before `prepare` made their row."""
        return CURRENT.first() or self.model()


class SiteSettings(models.Model):
    """The settings of the site, in one row that `prepare` makes. A note is shown on the home page
    from its first day to its last one.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY_ROW, editable=False)
    publisher_name = models.CharField(_("service éditeur"), max_length=200, blank=True)
    publisher_address = models.TextField(_("adresse de l’éditeur"), max_length=500, blank=True)
    publisher_phone = models.CharField(_("téléphone de l’éditeur"), max_length=40, blank=True)
    publication_director = models.CharField(
        _("directeur ou directrice de la publication"), max_length=200, blank=True
    )
    host_name = models.CharField(_("hébergeur"), max_length=200, blank=True)
    host_address = models.TextField(_("adresse de l’hébergeur"), max_length=500, blank=True)
    host_phone = models.CharField(_("téléphone de l’hébergeur"), max_length=40, blank=True)
    contact_email = EmailModelField(_("adresse électronique de contact"), blank=True)
    contact_phone = models.CharField(_("téléphone de contact"), max_length=40, blank=True)
    accessibility_email = EmailModelField(
        _("adresse électronique pour l’accessibilité"), blank=True
    )
    complaints = models.TextField(_("réclamations et médiation"), max_length=2000, blank=True)
    data_controller = models.TextField(_("responsable de traitement"), max_length=500, blank=True)
    data_protection_contact = models.TextField(
        _("délégué ou déléguée à la protection des données"), max_length=500, blank=True
    )
    legal_basis = models.TextField(_("base légale du traitement"), max_length=2000, blank=True)
    retention = models.TextField(
        _("conservation des comptes, des dossiers et des journaux du serveur"),
        max_length=2000,
        blank=True,
    )
    note = models.TextField(_("note de la page d’accueil"), max_length=500, blank=True)
    note_from = models.DateField(_("premier jour de la note"), null=True, blank=True)
    note_until = models.DateField(_("dernier jour de la note"), null=True, blank=True)

    objects = SiteSettingsQuerySet.as_manager()
    history = HistoricalRecords(verbose_name=_("historique"))

    class Meta:
        verbose_name = _("réglages du site")
        verbose_name_plural = _("réglages du site")
        constraints = [
            models.CheckConstraint(condition=Q(id=ONLY_ROW), name="site_settings_stand_once"),
            models.CheckConstraint(
                condition=Q(note="") | Q(note_from__isnull=False, note_until__isnull=False),
                name="site_note_has_its_days",
                violation_error_message=_(
                    "Une note a un premier et un dernier jour\u202f: elle ne reste pas sans fin."
                ),
            ),
            models.CheckConstraint(
                condition=Q(note_from__isnull=True)
                | Q(note_until__isnull=True)
                | Q(note_from__lte=models.F("note_until")),
                name="site_note_ends_after_it_begins",
                violation_error_message=_("Le dernier jour de la note vient après le premier."),
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    @property
    def missing(self) -> list[str]:
        """The names of the required fields that are empty."""
        fields = map(self._meta.get_field, REQUIRED)
        return [str(each.verbose_name) for each in fields if not getattr(self, each.name)]

    def note_on(self, day: date) -> str:
        """Returns the note shown on `day`, "" if there is none."""
        return self.note if self.note and self.note_from <= day <= self.note_until else ""


CURRENT = PreparedQuery(lambda: SiteSettings.objects.filter(pk=ONLY_ROW))
