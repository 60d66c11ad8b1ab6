from django.urls import path

from partnerships.pages.propositions.workshop import (
    draft,
    draft_autosave,
    history,
    public_preview,
    publication,
)

ONE = "atelier/<int:number>/"
urlpatterns = [
    path(f"{ONE}texte/", draft.workshop_draft, name="workshop_draft"),
    path(
        f"{ONE}texte/saisie/",
        draft_autosave.workshop_draft_autosave,
        name="workshop_draft_autosave",
    ),
    path(f"{ONE}texte/aide/", draft.workshop_draft_help, name="workshop_draft_help"),
    path(
        f"{ONE}texte/apercu/",
        public_preview.WorkshopDraftPreview.as_view(),
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
]
