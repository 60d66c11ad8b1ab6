from django.urls import path

from partnerships.views.attachment import (
    attachment_download,
    attachment_picture,
    attachment_upload,
)
from partnerships.views.autosave import autosave
from partnerships.views.claim import claim
from partnerships.views.closure import partnership_close
from partnerships.views.confirmation import partnership_confirm
from partnerships.views.dossier import DossierBin, dossier_create, dossier_detail
from partnerships.views.dossier_action import dossier_action, dossier_amend
from partnerships.views.dossier_help import dossier_help, dossier_preview
from partnerships.views.dossier_people import dossier_decline, dossier_hand_over
from partnerships.views.dossier_step import dossier_step
from partnerships.views.joining import joining
from partnerships.views.message import dossier_message
from partnerships.views.notification import dossier_mute
from partnerships.views.paper import dossier_pdf, summary_pdf
from partnerships.views.phase_change import phase_change
from partnerships.views.search_box import search_box

urlpatterns = [
    path("dossiers/nouveau/", dossier_create, name="dossier_create"),
    path("dossiers/corbeille/", DossierBin.as_view(), name="dossier_bin"),
    path("dossiers/chercher/<str:name>/", search_box, name="search_box"),
    path("dossiers/<uuid:uuid>/", dossier_detail, name="dossier_detail"),
    path("dossiers/<uuid:uuid>/messages/", dossier_message, name="dossier_message"),
    path("dossiers/<uuid:uuid>/action/<str:action>/", dossier_action, name="dossier_action"),
    path("dossiers/<uuid:uuid>/pas-nous/", dossier_decline, name="dossier_decline"),
    path("dossiers/<uuid:uuid>/suivi/", dossier_hand_over, name="dossier_hand_over"),
    path("dossiers/<uuid:uuid>/sourdine/", dossier_mute, name="dossier_mute"),
    path("dossiers/<uuid:uuid>/dossier.pdf", dossier_pdf, name="dossier_pdf"),
    path("dossiers/<uuid:uuid>/note.pdf", summary_pdf, name="summary_pdf"),
    path(
        "dossiers/<uuid:uuid>/pieces/<uuid:attachment>/",
        attachment_download,
        name="attachment_download",
    ),
    path(
        "dossiers/<uuid:uuid>/pieces/<uuid:attachment>/<int:width>.<slug:end>",
        attachment_picture,
        name="attachment_picture",
    ),
    path("dossiers/<uuid:uuid>/fichiers/", attachment_upload, name="attachment_upload"),
    path("dossiers/<uuid:uuid>/apercu/", dossier_preview, name="dossier_preview"),
    path("dossiers/<uuid:uuid>/<slug:step>/suivi/", dossier_help, name="dossier_help"),
    path("dossiers/<uuid:uuid>/<slug:step>/enregistrer/", autosave, name="autosave"),
    path("dossiers/<uuid:uuid>/<slug:step>/", dossier_step, name="dossier_step"),
    path("registre/<slug:public_id>/modifier/", dossier_amend, name="dossier_amend"),
    path("registre/<slug:public_id>/confirmer/", partnership_confirm, name="partnership_confirm"),
    path("registre/<slug:public_id>/cloturer/", partnership_close, name="partnership_close"),
    path("registre/<slug:public_id>/phase/", phase_change, name="phase_change"),
    path("registre/<slug:public_id>/declarer/", claim, name="claim"),
    path("registre/<slug:public_id>/rejoindre/", joining, name="joining"),
]
