from django.urls import path

from partnerships.views import decision, letter, letter_template, outbox, phrase

urlpatterns = [
    path("instruction/decisions/", outbox.outbox, name="outbox"),
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
    path("instruction/reglages/phrases/", phrase.phrase_list, name="phrase_list"),
    path("instruction/reglages/phrases/nouvelle/", phrase.phrase_edit, name="phrase_create"),
    path("instruction/reglages/phrases/<int:pk>/", phrase.phrase_edit, name="phrase_edit"),
    path(
        "instruction/reglages/lettres/", letter_template.letter_templates, name="letter_templates"
    ),
    path(
        "instruction/reglages/lettres/<slug:outcome>/<slug:kind>/",
        letter_template.letter_template_edit,
        name="letter_template_edit",
    ),
    path(
        "instruction/reglages/lettres/<slug:outcome>/<slug:kind>/apercu.pdf",
        letter_template.letter_template_preview,
        name="letter_template_preview",
    ),
]
