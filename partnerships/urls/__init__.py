from partnerships.urls import (
    account,
    assignment,
    change_requests,
    cleaning,
    deadlines,
    decisions,
    dossiers,
    figures,
    instruction,
    notifications,
    public,
    queue,
    spreadsheets,
    workspace,
)

app_name = "partnerships"
urlpatterns = [
    *account.urlpatterns,
    *figures.urlpatterns,
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
    *notifications.urlpatterns,
]
