from django.urls import path

from partnerships.pages.review import (
    assignment,
    change_request,
    officer_note,
    review,
    review_attachment,
)

urlpatterns = [
    path("instruction/<uuid:uuid>/", review.review_detail, name="review_detail"),
    path("instruction/<uuid:uuid>/message/", review.review_message, name="review_message"),
    path(
        "instruction/<uuid:uuid>/action/<str:action>/", review.review_action, name="review_action"
    ),
    path(
        "instruction/<uuid:uuid>/demandes/",
        change_request.change_request_add,
        name="change_request_add",
    ),
    path(
        "instruction/<uuid:uuid>/demandes/<uuid:change_request>/",
        change_request.change_request_act,
        name="change_request_act",
    ),
    path("instruction/<uuid:uuid>/confier/", assignment.assign, name="assign"),
    path("instruction/<uuid:uuid>/note/", officer_note.officer_note, name="officer_note"),
    path(
        "instruction/<uuid:uuid>/pieces/<uuid:attachment>/",
        review_attachment.review_file,
        name="review_file",
    ),
]
