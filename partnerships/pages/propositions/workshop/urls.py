from django.urls import path, re_path

from partnerships.pages.propositions.workshop import (
    illustration,
    order,
    overview,
    proposal_settings,
    replacement,
    workshop_proposal,
)

ONE, REPLACEMENT = "atelier/<int:number>/", "atelier/remplacement/"
urlpatterns = [
    path("atelier/", overview.workshop, name="workshop"),
    path("atelier/ordre/", order.workshop_order, name="workshop_order"),
    path(REPLACEMENT, replacement.replacement, name="workshop_replacement"),
    re_path(
        r"^atelier/remplacement/modele\.(?P<extension>xlsx|csv)$",
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
]
