"""The addresses of the workshop, under « /propositions/atelier/ »."""

from django.urls import path, re_path

from partnerships.pages.propositions.workshop import (
    draft,
    draft_autosave,
    history,
    illustration,
    note,
    order,
    overview,
    proposal_settings,
    public_preview,
    publication,
    workshop_proposal,
)
from partnerships.pages.propositions.workshop.replacement import replacement

ONE, REPLACEMENT = "<int:number>/", "remplacement/"
urlpatterns = [
    path("", overview.workshop, name="workshop"),
    path("ordre/", order.workshop_order, name="workshop_order"),
    path(REPLACEMENT, replacement.replacement, name="workshop_replacement"),
    re_path(
        r"^remplacement/modele\.(?P<extension>xlsx|csv)$",
        replacement.replacement_template_file,
        name="workshop_replacement_template",
    ),
    path(
        f"{REPLACEMENT}<uuid:uuid>/",
        replacement.replacement_file,
        name="workshop_replacement_file",
    ),
    path(
        f"{REPLACEMENT}<uuid:uuid>/supprimer/",
        replacement.replacement_discard,
        name="workshop_replacement_discard",
    ),
    path(
        f"{REPLACEMENT}<int:pk>/annuler/",
        replacement.replacement_undo,
        name="workshop_replacement_undo",
    ),
    path(ONE, workshop_proposal.workshop_proposal, name="workshop_proposal"),
    path(f"{ONE}reglages/", proposal_settings.workshop_settings, name="workshop_settings"),
    path(f"{ONE}illustration/", illustration.workshop_illustration, name="workshop_illustration"),
    path(
        f"{ONE}illustration/retirer/",
        illustration.illustration_removal,
        name="workshop_illustration_removal",
    ),
    path(f"{ONE}texte/", draft.workshop_draft, name="workshop_draft"),
    path(
        f"{ONE}texte/saisie/",
        draft_autosave.workshop_draft_autosave,
        name="workshop_draft_autosave",
    ),
    path(f"{ONE}texte/aide/", draft.workshop_draft_help, name="workshop_draft_help"),
    path(
        f"{ONE}texte/apercu/",
        public_preview.workshop_draft_preview,
        name="workshop_draft_preview",
    ),
    path(f"{ONE}texte/commencer/", draft.workshop_draft_begin, name="workshop_draft_begin"),
    path(
        f"{ONE}texte/abandonner/",
        draft.workshop_draft_discard,
        name="workshop_draft_discard",
    ),
    path(f"{ONE}publier/", publication.workshop_publish, name="workshop_publish"),
    path(
        f"{ONE}publier/<int:pk>/annuler/",
        publication.workshop_unschedule,
        name="workshop_unschedule",
    ),
    path(
        f"{ONE}publier/<int:pk>/maintenant/",
        publication.workshop_publish_scheduled,
        name="workshop_publish_scheduled",
    ),
    path(f"{ONE}historique/", history.workshop_history, name="workshop_history"),
    path(f"{ONE}historique/<int:pk>/", history.workshop_text, name="workshop_text"),
    path(
        f"{ONE}historique/<int:pk>/reprendre/",
        history.workshop_restore,
        name="workshop_restore",
    ),
    path(f"{ONE}avancement/", note.workshop_note, name="workshop_note"),
    path(
        f"{ONE}avancement/<uuid:uuid>/retirer/",
        note.workshop_note_withdraw,
        name="workshop_note_withdraw",
    ),
]
