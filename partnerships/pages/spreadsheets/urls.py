from django.urls import path, re_path

from partnerships.pages.spreadsheets import spreadsheet

ONE = "mon-espace/tableur/<uuid:uuid>/"
urlpatterns = [
    path("mon-espace/tableur/", spreadsheet.spreadsheet_list, name="spreadsheet_list"),
    re_path(
        r"^mon-espace/tableur/modele\.(?P<extension>xlsx|csv)$",
        spreadsheet.spreadsheet_template,
        name="spreadsheet_template",
    ),
    path(ONE, spreadsheet.spreadsheet_detail, name="spreadsheet_detail"),
    path(f"{ONE}avancement/", spreadsheet.spreadsheet_progress, name="spreadsheet_progress"),
    path(
        f"{ONE}corrections.xlsx",
        spreadsheet.spreadsheet_corrections,
        name="spreadsheet_corrections",
    ),
    path(f"{ONE}reponses/", spreadsheet.spreadsheet_answers, name="spreadsheet_answers"),
    path(f"{ONE}brouillons/", spreadsheet.spreadsheet_drafts, name="spreadsheet_drafts"),
    path(f"{ONE}deposer/", spreadsheet.spreadsheet_deposit, name="spreadsheet_deposit"),
    path(f"{ONE}reprendre/", spreadsheet.spreadsheet_resume, name="spreadsheet_resume"),
    path(f"{ONE}supprimer/", spreadsheet.spreadsheet_delete, name="spreadsheet_delete"),
]
