from django.urls import path

from partnerships.views import (
    authority_desk,
    authority_request,
    campaign,
    instruction_settings,
    paper,
    review,
    takeover,
)

urlpatterns = [
    path(
        "instruction/reglages/",
        instruction_settings.instruction_settings,
        name="instruction_settings",
    ),
    path("instruction/campagne/", campaign.campaign, name="campaign"),
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
    path("instruction/<uuid:uuid>/", review.review_detail, name="review_detail"),
    path("instruction/<uuid:uuid>/depot.pdf", paper.review_pdf, name="review_pdf"),
    path("instruction/<uuid:uuid>/journal.pdf", paper.journal_pdf, name="journal_pdf"),
    path("instruction/<uuid:uuid>/message/", review.review_message, name="review_message"),
    path(
        "instruction/<uuid:uuid>/action/<str:action>/", review.review_action, name="review_action"
    ),
]
