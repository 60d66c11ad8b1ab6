from django.urls import path

from partnerships.views import confirmation, membership, workspace

urlpatterns = [
    path("mon-espace/", workspace.workspace, name="workspace"),
    path("mon-espace/confirmer/", confirmation.confirmation_list, name="confirmation_list"),
    path("mon-espace/rejoindre/", membership.membership_request, name="membership_request"),
    path("mon-espace/membres/", membership.membership_list, name="membership_list"),
    path(
        "mon-espace/membres/<int:pk>/<slug:action>/",
        membership.membership_action,
        name="membership_action",
    ),
]
