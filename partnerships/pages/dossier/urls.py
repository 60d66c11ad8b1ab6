from django.urls import path

from partnerships.pages.dossier import (
    attachment,
    autosave,
    change_request_answer,
    claim,
    closure,
    declaration,
    dossier,
    dossier_action,
    dossier_help,
    dossier_step,
    duplicate,
    message,
    phase_change,
    search_box,
)
from partnerships.pages.dossier.earlier_texts import earlier
from partnerships.pages.dossier.people import dossier_people

urlpatterns = [
    path("declarer/", declaration.declaration, name="declaration"),
    path("dossiers/nouveau/", dossier.dossier_create, name="dossier_create"),
    path("dossiers/corbeille/", dossier.DossierBin.as_view(), name="dossier_bin"),
    path("dossiers/chercher/<str:name>/", search_box.search_box, name="search_box"),
    path("dossiers/<uuid:uuid>/", dossier.dossier_detail, name="dossier_detail"),
    path("dossiers/<uuid:uuid>/textes-d-avant/", earlier.dossier_earlier, name="dossier_earlier"),
    path("dossiers/<uuid:uuid>/messages/", message.dossier_message, name="dossier_message"),
    path(
        "dossiers/<uuid:uuid>/action/<str:action>/",
        dossier_action.dossier_action,
        name="dossier_action",
    ),
    path("dossiers/<uuid:uuid>/dupliquer/", duplicate.dossier_duplicate, name="dossier_duplicate"),
    path("dossiers/<uuid:uuid>/pas-nous/", dossier_people.dossier_decline, name="dossier_decline"),
    path("dossiers/<uuid:uuid>/suivi/", dossier_people.dossier_hand_over, name="dossier_hand_over"),
    path(
        "dossiers/<uuid:uuid>/pieces/<uuid:attachment>/",
        attachment.attachment_download,
        name="attachment_download",
    ),
    path(
        "dossiers/<uuid:uuid>/pieces/<uuid:attachment>/<int:width>.<slug:end>",
        attachment.attachment_picture,
        name="attachment_picture",
    ),
    path("dossiers/<uuid:uuid>/fichiers/", attachment.attachment_upload, name="attachment_upload"),
    path(
        "dossiers/<uuid:uuid>/demandes/repondre/",
        change_request_answer.change_request_answer,
        name="change_request_answer",
    ),
    path("dossiers/<uuid:uuid>/apercu/", dossier_help.dossier_preview, name="dossier_preview"),
    path("dossiers/<uuid:uuid>/<slug:step>/suivi/", dossier_help.dossier_help, name="dossier_help"),
    path("dossiers/<uuid:uuid>/<slug:step>/enregistrer/", autosave.autosave, name="autosave"),
    path("dossiers/<uuid:uuid>/<slug:step>/", dossier_step.dossier_step, name="dossier_step"),
    path("registre/<slug:public_id>/modifier/", dossier_action.dossier_amend, name="dossier_amend"),
    path(
        "registre/<slug:public_id>/cloturer/", closure.partnership_close, name="partnership_close"
    ),
    path("registre/<slug:public_id>/phase/", phase_change.phase_change, name="phase_change"),
    path("registre/<slug:public_id>/declarer/", claim.claim, name="claim"),
]
