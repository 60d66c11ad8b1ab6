from django.urls import path

from partnerships.pages.opinions import advisory_body, directory, opinion, opinion_answer

ONE = "instruction/<uuid:uuid>/avis"
urlpatterns = [
    path(f"{ONE}/demander/", opinion.opinion_request, name="opinion_request"),
    path(f"{ONE}/<uuid:opinion>/fichier/", opinion.opinion_file, name="opinion_file"),
    path(f"{ONE}/<uuid:opinion>/<slug:action>/", opinion.opinion_action, name="opinion_action"),
    path("avis/<str:token>/", opinion_answer.opinion_answer, name="opinion_answer"),
    path("avis/<str:token>/fichier/", opinion_answer.opinion_own_file, name="opinion_own_file"),
    path(
        "avis/<str:token>/pieces/<uuid:uuid>/",
        opinion_answer.opinion_document,
        name="opinion_document",
    ),
    path("instruction/annuaire/", advisory_body.advisory_body_list, name="advisory_body_list"),
    path(
        "instruction/annuaire/ajouter/",
        advisory_body.advisory_body_create,
        name="advisory_body_create",
    ),
    path("instruction/annuaire/fichier/", directory.directory_import, name="directory_import"),
    path("instruction/annuaire/annuaire.csv", directory.directory_export, name="directory_export"),
    path(
        "instruction/annuaire/<uuid:uuid>/",
        advisory_body.advisory_body_edit,
        name="advisory_body_edit",
    ),
]
