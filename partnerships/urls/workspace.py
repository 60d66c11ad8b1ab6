from django.urls import path

from partnerships.views import (
    authority_request,
    confirmation,
    data_export,
    invitation,
    membership,
    takeover,
    workspace,
)

urlpatterns = [
    path("mon-espace/", workspace.workspace, name="workspace"),
    path("mon-espace/confirmer/", confirmation.confirmation_list, name="confirmation_list"),
    path("mon-espace/mes-donnees/", data_export.data_export, name="data_export"),
    path(
        "mon-espace/mes-donnees/<uuid:uuid>.zip",
        data_export.data_export_download,
        name="data_export_download",
    ),
    path("mon-espace/rejoindre/", membership.membership_request, name="membership_request"),
    path(
        "mon-espace/collectivite-absente/",
        authority_request.authority_request_create,
        name="authority_request_create",
    ),
    path("mon-espace/membres/", membership.membership_list, name="membership_list"),
    path("mon-espace/membres/inviter/", invitation.invitation_create, name="invitation_create"),
    path(
        "mon-espace/membres/invitations/<uuid:uuid>/<slug:action>/",
        invitation.invitation_action,
        name="invitation_action",
    ),
    path("invitation/<str:token>/", invitation.invitation_open, name="invitation_open"),
    path(
        "mon-espace/invitations/<uuid:uuid>/",
        invitation.invitation_detail,
        name="invitation_detail",
    ),
    path(
        "mon-espace/invitations/<uuid:uuid>/<slug:answer>/",
        invitation.invitation_answer,
        name="invitation_answer",
    ),
    path("mon-espace/membres/<int:pk>/depart/", membership.membership_end, name="membership_end"),
    path("mon-espace/membres/<int:pk>/releve/", takeover.takeover_create, name="takeover_create"),
    path(
        "mon-espace/membres/<int:pk>/<slug:action>/",
        membership.membership_action,
        name="membership_action",
    ),
]
