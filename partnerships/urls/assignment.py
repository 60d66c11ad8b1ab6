from django.urls import path

from partnerships.views import absence, assignment, bulk, next_file

urlpatterns = [
    path("instruction/suivant/", next_file.next_dossier, name="next_dossier"),
    path("instruction/suivant/revoir/", next_file.skip_nothing, name="skip_nothing"),
    path("instruction/<uuid:uuid>/passer/", next_file.skip, name="skip"),
    path("instruction/equipe/", assignment.team, name="team"),
    path("instruction/equipe/repartir/", assignment.share, name="share"),
    path("instruction/<uuid:uuid>/confier/", assignment.assign, name="assign"),
    path("instruction/absences/", absence.absences, name="absences"),
    path("instruction/absences/<int:pk>/lever/", absence.absence_end, name="absence_end"),
    path("instruction/ensemble/", bulk.bulk_list, name="bulk_list"),
    path("instruction/ensemble/<uuid:uuid>/", bulk.bulk_run, name="bulk_run"),
    path("instruction/ensemble/<uuid:uuid>/preciser/", bulk.bulk_details, name="bulk_details"),
    path("instruction/ensemble/<uuid:uuid>/lancer/", bulk.bulk_start, name="bulk_start"),
    path("instruction/ensemble/<uuid:uuid>/avancement/", bulk.bulk_progress, name="bulk_progress"),
    path("instruction/ensemble/<uuid:uuid>/continuer/", bulk.bulk_resume, name="bulk_resume"),
    path("instruction/ensemble/<uuid:uuid>/reprendre/", bulk.bulk_take_back, name="bulk_take_back"),
]
