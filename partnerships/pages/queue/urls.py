from django.urls import path, re_path

from partnerships.pages.queue import (
    absence,
    bulk,
    next_dossier,
    queue,
    queue_view,
    shortcuts,
    team,
)
from partnerships.pages.queue.calendar import calendar
from partnerships.pages.queue.exports import pack, queue_export
from partnerships.pages.queue.figures import officer_figures

ONE = "instruction/dossiers/vues/<uuid:uuid>/"
urlpatterns = [
    path("instruction/chiffres/", officer_figures.officer_figures, name="officer_figures"),
    path(
        "instruction/chiffres/figures/<slug:slug>.<slug:end>",
        officer_figures.officer_figure_file,
        name="officer_figure_file",
    ),
    path(
        "instruction/chiffres/<slug:table>.csv",
        officer_figures.officer_figures_csv,
        name="officer_figures_csv",
    ),
    path("instruction/", queue.desk, name="desk"),
    path("instruction/dossiers/", queue.queue, name="queue"),
    re_path(
        r"^instruction/dossiers/export\.(?P<extension>csv|xlsx)$",
        queue_export.queue_export,
        name="queue_export",
    ),
    path("instruction/dossiers/imprimer/", pack.pack_page, name="pack_page"),
    path("instruction/dossiers/imprimer/<uuid:uuid>.zip", pack.pack_download, name="pack_download"),
    path("instruction/agenda/", calendar.calendar, name="calendar"),
    # The link is the secret: no account is asked for.
    path("echeances/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("instruction/raccourcis/", shortcuts.shortcuts, name="shortcuts"),
    path("instruction/dossiers/tableur/", queue_export.queue_export_page, name="queue_export_page"),
    path(
        "instruction/dossiers/tableur/<uuid:uuid>/",
        queue_export.queue_export_download,
        name="queue_export_download",
    ),
    path("instruction/dossiers/vues/", queue_view.queue_view_list, name="queue_view_list"),
    path(f"{ONE}nom/", queue_view.queue_view_rename, name="queue_view_rename"),
    path(f"{ONE}contenu/", queue_view.queue_view_update, name="queue_view_update"),
    path(f"{ONE}supprimer/", queue_view.queue_view_delete, name="queue_view_delete"),
    path("instruction/suivant/", next_dossier.next_dossier, name="next_dossier"),
    path("instruction/suivant/revoir/", next_dossier.skip_nothing, name="skip_nothing"),
    path("instruction/<uuid:uuid>/passer/", next_dossier.skip, name="skip"),
    path("instruction/equipe/", team.team, name="team"),
    path("instruction/equipe/repartir/", team.share, name="share"),
    path("instruction/absences/", absence.absences, name="absences"),
    path("instruction/absences/<int:pk>/lever/", absence.absence_end, name="absence_end"),
    path("instruction/ensemble/", bulk.bulk_list, name="bulk_list"),
    path("instruction/ensemble/<uuid:uuid>/", bulk.bulk_run, name="bulk_run"),
    path("instruction/ensemble/<uuid:uuid>/preciser/", bulk.bulk_details, name="bulk_details"),
    path("instruction/ensemble/<uuid:uuid>/lancer/", bulk.bulk_start, name="bulk_start"),
    path(
        "instruction/ensemble/<uuid:uuid>/dossiers/<uuid:dossier>/",
        bulk.bulk_contributions,
        name="bulk_contributions",
    ),
    path("instruction/ensemble/<uuid:uuid>/avancement/", bulk.bulk_progress, name="bulk_progress"),
    path("instruction/ensemble/<uuid:uuid>/continuer/", bulk.bulk_resume, name="bulk_resume"),
    path("instruction/ensemble/<uuid:uuid>/reprendre/", bulk.bulk_take_back, name="bulk_take_back"),
]
