from partnerships.urls import (
    assignment,
    cleaning,
    deadlines,
    dossiers,
    instruction,
    public,
    spreadsheets,
    workspace,
)

app_name = "partnerships"
urlpatterns = [
    *public.urlpatterns,
    *workspace.urlpatterns,
    *spreadsheets.urlpatterns,
    *dossiers.urlpatterns,
    *instruction.urlpatterns,
    *assignment.urlpatterns,
    *cleaning.urlpatterns,
    *deadlines.urlpatterns,
]
