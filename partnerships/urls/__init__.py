from partnerships.urls import dossiers, instruction, public, workspace

app_name = "partnerships"
urlpatterns = [
    *public.urlpatterns,
    *workspace.urlpatterns,
    *dossiers.urlpatterns,
    *instruction.urlpatterns,
]
