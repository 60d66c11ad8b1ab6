from django.urls import path

from partnerships.pages.members import (
    account_erasure,
    authority_desk,
    authority_request,
    confirmation,
    data_export,
    invitation,
    joining,
    membership,
    notification,
    takeover,
    workspace,
)

urlpatterns = [
    path("mon-espace/effacer-mon-compte/", account_erasure.account_erasure, name="account_erasure"),
    path(
        "comptes/<int:pk>/effacer/",
        account_erasure.account_erasure_by_administrator,
        name="account_erasure_by_administrator",
    ),
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
    path("dossiers/<uuid:uuid>/sourdine/", notification.dossier_mute, name="dossier_mute"),
    path(
        "registre/<slug:public_id>/confirmer/",
        confirmation.partnership_confirm,
        name="partnership_confirm",
    ),
    path("registre/<slug:public_id>/rejoindre/", joining.joining, name="joining"),
    path("instruction/demandes/", authority_desk.authority_desk, name="authority_desk"),
    path("instruction/demandes/fusion/", authority_request.merger, name="merger"),
    path(
        "instruction/demandes/<uuid:uuid>/",
        authority_request.authority_request_detail,
        name="authority_request_detail",
    ),
    path(
        "instruction/demandes/<uuid:uuid>/ajouter/",
        authority_request.authority_request_add,
        name="authority_request_add",
    ),
    path(
        "instruction/demandes/<uuid:uuid>/<slug:answer>/",
        authority_request.authority_request_answer,
        name="authority_request_answer",
    ),
    path(
        "instruction/demandes/releves/<int:pk>/<slug:answer>/",
        takeover.takeover_answer,
        name="takeover_answer",
    ),
    path("mon-espace/notifications/", notification.notification_list, name="notification_list"),
    path(
        "mon-espace/notifications/lues/",
        notification.notification_read,
        name="notification_read",
    ),
    path(
        "mon-espace/notifications/choix/",
        notification.notification_choices,
        name="notification_choices",
    ),
]
