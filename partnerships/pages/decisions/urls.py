from django.urls import path

from partnerships.pages.decisions import decision, letter, outbox

urlpatterns = [
    path("instruction/decisions/", outbox.outbox, name="outbox"),
    path("instruction/decisions/miennes/", outbox.my_decisions, name="my_decisions"),
    path("instruction/decisions/notifier/", outbox.outbox_release, name="outbox_release"),
    path("instruction/decisions/<uuid:uuid>/", decision.decision_detail, name="decision_detail"),
    path(
        "instruction/decisions/<uuid:uuid>/lettre.pdf",
        decision.decision_preview,
        name="decision_preview",
    ),
    path(
        "instruction/decisions/<uuid:uuid>/<str:action>/",
        decision.decision_action,
        name="decision_action",
    ),
    path(
        "dossiers/<uuid:uuid>/lettres/<uuid:letter>/",
        letter.letter_download,
        name="letter_download",
    ),
]
