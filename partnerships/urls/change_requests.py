from django.urls import path

from partnerships.views import change_request

urlpatterns = [
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
    path(
        "dossiers/<uuid:uuid>/demandes/repondre/",
        change_request.change_request_answer,
        name="change_request_answer",
    ),
]
