"""What became of each job of the daily upkeep, the last time it ran."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UpkeepJob(models.TextChoices):
    """The jobs of the daily upkeep, in the order in which they run."""

    ANCHOR = "anchor", _("ancres du journal")
    CAMPAIGN = "campaign", _("courriels de campagne")
    OPINIONS = "opinions", _("avis relancés")
    REVIEWS = "reviews", _("points d’avancement rappelés")
    DRAFTS = "drafts", _("brouillons délaissés")
    BIN = "bin", _("dossiers effacés de la corbeille")
    DIGESTS = "digests", _("courriels quotidiens ou hebdomadaires")
    NOTIFICATIONS = "notifications", _("notifications oubliées")
    STALLED_RUNS = "stalled_runs", _("actes en nombre repris")
    UNSTARTED_RUNS = "unstarted_runs", _("actes préparés et jamais lancés")
    ARCHIVING = "archiving", _("dossiers archivés")
    ERASURE_NOTICES = "erasure_notices", _("effacements annoncés")
    ERASURE = "erasure", _("dossiers effacés des archives")
    DATA_EXPORTS = "data_exports", _("fichiers à télécharger effacés")
    TIMES = "times", _("temps de dossiers comptés")
    CONTENTS = "contents", _("contenus effacés")
    DOCUMENT_TEXTS = "document_texts", _("documents lus pour la recherche")
    DUPLICATES = "duplicates", _("fiches comparées aux autres")
    READER_REPORTS = "reader_reports", _("signalements et adresses effacés")
    SESSIONS = "sessions", _("sessions expirées effacées")
    MAILS = "mails", _("courriels envoyés effacés")
    TASKS = "tasks", _("travaux finis effacés")
    PUBLIC_CHANGES = "public_changes", _("changements publics oubliés")
    STORE = "store", _("fichiers comparés à leur empreinte")
    FACETS = "facets", _("partenariats comptés par les filtres")
    INDEXES = "indexes", _("index à refaire")


class UpkeepRun(models.Model):
    """The last run of a job. `error`: why it failed, "" where it did its work."""

    job = models.CharField(_("travail"), max_length=15, choices=UpkeepJob, primary_key=True)
    started_at = models.DateTimeField(_("commencé le"))
    seconds = models.FloatField(_("durée en secondes"))
    count = models.PositiveIntegerField(_("nombre"), default=0)
    error = models.TextField(_("erreur"), blank=True)
    # None where it never succeeded.
    succeeded_at = models.DateTimeField(_("dernière réussite"), null=True, blank=True)

    class Meta:
        verbose_name = _("travail quotidien")
        verbose_name_plural = _("travaux quotidiens")
        ordering = ["job"]

    def __str__(self):
        return self.get_job_display()
