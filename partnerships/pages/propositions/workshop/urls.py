from django.urls import path

from partnerships.pages.propositions.workshop import (
    draft,
    draft_autosave,
    history,
    public_preview,
    publication,
)

# Under « propositions/atelier/ ».
urlpatterns = [
    path("<int:number>/texte/", draft.workshop_draft, name="workshop_draft"),
    path(
        "<int:number>/texte/saisie/",
        draft_autosave.workshop_draft_autosave,
        name="workshop_draft_autosave",
    ),
    path("<int:number>/texte/aide/", draft.workshop_draft_help, name="workshop_draft_help"),
    path(
        "<int:number>/texte/apercu/",
        public_preview.WorkshopDraftPreview.as_view(),
        name="workshop_draft_preview",
    ),
    path("<int:number>/texte/commencer/", draft.workshop_draft_begin, name="workshop_draft_begin"),
    path(
        "<int:number>/texte/abandonner/",
        draft.workshop_draft_discard,
        name="workshop_draft_discard",
    ),
    path("<int:number>/publier/", publication.workshop_publish, name="workshop_publish"),
    path(
        "<int:number>/publier/<int:pk>/annuler/",
        publication.workshop_unschedule,
        name="workshop_unschedule",
    ),
    path(
        "<int:number>/publier/<int:pk>/maintenant/",
        publication.workshop_publish_scheduled,
        name="workshop_publish_scheduled",
    ),
    path("<int:number>/historique/", history.workshop_history, name="workshop_history"),
    path("<int:number>/historique/<int:pk>/", history.workshop_text, name="workshop_text"),
    path(
        "<int:number>/historique/<int:pk>/reprendre/",
        history.workshop_restore,
        name="workshop_restore",
    ),
]
