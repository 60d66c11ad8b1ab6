from partnerships.urls import (
    assignment,
    change_requests,
    cleaning,
    deadlines,
    decisions,
    dossiers,
    instruction,
    public,
    queue,
    spreadsheets,
    workspace,
)

app_name = "partnerships"
urlpatterns = [
    *public.urlpatterns,
    *workspace.urlpatterns,
    *spreadsheets.urlpatterns,
    *dossiers.urlpatterns,
    *queue.urlpatterns,
    *instruction.urlpatterns,
    *assignment.urlpatterns,
    *cleaning.urlpatterns,
    *deadlines.urlpatterns,
    *change_requests.urlpatterns,
    *decisions.urlpatterns,
]
