from django.urls import path

from partnerships.pages.settings import (
    archives,
    campaign,
    instruction_rules,
    instruction_settings,
    letter_template,
    letterhead,
    phrase,
    signatory,
)

urlpatterns = [
    path("instruction/archives/", archives.archive_list, name="archive_list"),
    path(
        "instruction/archives/<uuid:uuid>/sortir/", archives.archive_return, name="archive_return"
    ),
    path("instruction/reglages/conservation/", archives.retention, name="retention"),
    path(
        "instruction/reglages/",
        instruction_settings.instruction_settings,
        name="instruction_settings",
    ),
    path("instruction/campagne/", campaign.campaign, name="campaign"),
    path(
        "instruction/reglages/delais/",
        instruction_rules.instruction_rules,
        name="instruction_rules",
    ),
    path("instruction/reglages/phrases/", phrase.phrase_list, name="phrase_list"),
    path("instruction/reglages/phrases/nouvelle/", phrase.phrase_edit, name="phrase_create"),
    path("instruction/reglages/phrases/<int:pk>/", phrase.phrase_edit, name="phrase_edit"),
    path(
        "instruction/reglages/lettres/", letter_template.letter_templates, name="letter_templates"
    ),
    path("instruction/reglages/lettres/en-tete/", letterhead.letterhead, name="letterhead"),
    path(
        "instruction/reglages/lettres/en-tete/apercu.pdf",
        letterhead.letterhead_preview,
        name="letterhead_preview",
    ),
    path(
        "instruction/reglages/lettres/signataires/", signatory.signatory_list, name="signatory_list"
    ),
    path(
        "instruction/reglages/lettres/signataires/<int:pk>/retirer/",
        signatory.signatory_withdraw,
        name="signatory_withdraw",
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
