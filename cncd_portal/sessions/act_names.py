"""What each form and button of ours does, in words: said when it was not done.

Names of addresses, each with one sentence, or with one for each value of its last argument.
"""

from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.models import Action

ACTIONS = {action.value: action.label for action in Action}
ANSWERS = {"accepter": _("accepter la demande"), "refuser": _("refuser la demande")}

# Addresses that answer buttons of other pages, and nothing else.
BUTTONS: dict[str, Promise | dict[str, Promise]] = {
    "partnerships:absence_end": _("mettre fin à une absence"),
    "partnerships:archive_return": _("sortir le dossier des archives"),
    "partnerships:assign": _("confier l’instruction"),
    "partnerships:attachment_upload": _("envoyer un fichier"),
    "partnerships:authority_request_add": _("ajouter la collectivité demandée"),
    "partnerships:authority_request_answer": {
        "connue": _("répondre par une collectivité connue"),
        "refuser": _("refuser la demande"),
    },
    "partnerships:bulk_details": _("préciser l’acte groupé"),
    "partnerships:bulk_resume": _("continuer l’acte groupé"),
    "partnerships:bulk_start": _("lancer l’acte groupé"),
    "partnerships:bulk_take_back": _("reprendre l’acte groupé"),
    "partnerships:change_request_act": _("changer une demande de complément"),
    "partnerships:change_request_add": _("ajouter une demande de complément"),
    "partnerships:change_request_answer": _("répondre à une demande"),
    "partnerships:decision_action": ACTIONS,
    "partnerships:dossier_action": ACTIONS,
    "partnerships:dossier_amend": _("proposer une modification de la fiche"),
    "partnerships:dossier_decline": _("dire «\u202fce n’est pas nous\u202f»"),
    "partnerships:dossier_duplicate": _("dupliquer le dossier"),
    "partnerships:dossier_hand_over": _("changer la personne qui suit le dossier"),
    "partnerships:dossier_message": _("envoyer un message"),
    "partnerships:dossier_mute": _("changer les courriels reçus sur le dossier"),
    "partnerships:duplicate_settle": {
        "ecarter": _("dire que ce n’est pas un doublon"),
        "reprendre": _("examiner de nouveau ce doublon"),
    },
    "partnerships:invitation_action": {
        "renvoyer": _("renvoyer l’invitation"),
        "annuler": _("annuler l’invitation"),
    },
    "partnerships:invitation_answer": {
        "accepter": _("accepter l’invitation"),
        "refuser": _("refuser l’invitation"),
    },
    "partnerships:letter_template_preview": _("voir l’aperçu de la lettre"),
    "partnerships:letterhead_preview": _("voir l’aperçu de la lettre"),
    "partnerships:membership_action": {
        **ANSWERS,
        "retirer": _("mettre fin à l’appartenance à une collectivité"),
        "confier": _("confier des dossiers à un collègue"),
        "role": _("changer le rôle d’un membre"),
        "annuler": _("annuler la demande pour rejoindre une collectivité"),
    },
    "partnerships:notification_read": _("marquer les notifications comme lues"),
    "partnerships:officer_note": _("écrire une note"),
    "partnerships:opinion_action": {
        "relancer": _("relancer une demande d’avis"),
        "retirer": _("retirer une demande d’avis"),
    },
    "partnerships:partnership_close": _("clore le partenariat"),
    "partnerships:partnership_confirm": _("confirmer la fiche"),
    "partnerships:queue_view_delete": _("supprimer une vue"),
    "partnerships:queue_view_rename": _("renommer une vue"),
    "partnerships:queue_view_update": _("changer une vue"),
    "partnerships:review_action": ACTIONS,
    "partnerships:review_message": _("envoyer un message"),
    "partnerships:share": _("répartir les dossiers"),
    "partnerships:signatory_withdraw": _("retirer un signataire"),
    "partnerships:skip": _("passer au dossier suivant"),
    "partnerships:skip_nothing": _("revoir les dossiers passés"),
    "partnerships:spreadsheet_answers": _("répondre aux questions du tableur"),
    "partnerships:spreadsheet_delete": _("supprimer le tableur"),
    "partnerships:spreadsheet_drafts": _("faire des brouillons du tableur"),
    "partnerships:spreadsheet_resume": _("reprendre le dépôt du tableur"),
    "partnerships:takeover_answer": ANSWERS,
    "proposals:workshop_draft_begin": _("commencer un brouillon"),
    "proposals:workshop_draft_discard": _("abandonner le brouillon"),
    "proposals:workshop_illustration_removal": _("retirer l’illustration"),
    "proposals:workshop_note_withdraw": _("retirer un point d’avancement"),
    "proposals:workshop_publish_scheduled": _("publier maintenant le texte prévu"),
    "proposals:workshop_replacement_discard": _("supprimer le fichier de remplacement"),
    "proposals:workshop_restore": _("reprendre un texte d’avant"),
    "proposals:workshop_unschedule": _("annuler la publication prévue"),
}
# Pages whose form is sent to their own address.
FORMS: dict[str, Promise | dict[str, Promise]] = {
    "partnerships:absences": _("déclarer ou changer une absence"),
    "partnerships:account_erasure": _("effacer le compte"),
    "partnerships:account_erasure_by_administrator": _("effacer le compte"),
    "partnerships:advisory_body_create": _("ajouter un organisme à l’annuaire"),
    "partnerships:advisory_body_edit": _("modifier un organisme de l’annuaire"),
    "partnerships:directory_import": _("envoyer le fichier de l’annuaire"),
    "partnerships:authority_request_create": _("signaler une collectivité absente"),
    "partnerships:bulk_contributions": _("juger les propositions d’un dossier"),
    "partnerships:bulk_list": _("préparer un acte groupé"),
    "partnerships:calendar": _("changer le lien de l’agenda"),
    "partnerships:campaign": _("changer la campagne de confirmation"),
    "partnerships:claim": _("reprendre la fiche à votre nom"),
    "partnerships:confirmation_list": _("confirmer les fiches"),
    "partnerships:correction": _("corriger la fiche publiée"),
    "partnerships:data_export": _("préparer l’archive de vos données"),
    "partnerships:dossier_create": _("commencer un dossier"),
    "partnerships:dossier_earlier": _("reprendre un texte d’avant"),
    "partnerships:duplicate_detail": _("fusionner deux fiches"),
    "partnerships:record_pair": _("fusionner deux fiches"),
    "partnerships:instruction_rules": _("changer les délais"),
    "partnerships:invitation_create": _("envoyer une invitation"),
    "partnerships:joining": _("écrire à la cheffe de file"),
    "partnerships:letter_template_edit": _("modifier un modèle de lettre"),
    "partnerships:letterhead": _("modifier l’en-tête des lettres"),
    "partnerships:membership_request": _("demander à rejoindre une collectivité"),
    "partnerships:merge_detail": _("changer la fusion"),
    "partnerships:merger": _("fusionner deux collectivités"),
    "partnerships:notification_choices": _("changer ce que vous recevez"),
    "partnerships:opinion_request": _("demander un avis"),
    "partnerships:outbox_release": _("notifier les décisions"),
    "partnerships:phase_change": _("changer l’état du partenariat"),
    "partnerships:phrase_create": _("ajouter une phrase type"),
    "partnerships:phrase_edit": _("modifier une phrase type"),
    "partnerships:queue_export_page": _("préparer le tableur des dossiers"),
    "partnerships:queue_view_list": _("enregistrer une vue"),
    "partnerships:retention": _("changer les durées de conservation"),
    "partnerships:shortcuts": _("activer ou désactiver les raccourcis"),
    "partnerships:signatory_list": _("ajouter un signataire"),
    "partnerships:spreadsheet_deposit": _("déposer les dossiers du tableur"),
    "partnerships:spreadsheet_list": _("envoyer un tableur"),
    "partnerships:suspension_detail": _("changer la suspension de la fiche"),
    "partnerships:takeover_create": _("demander à gérer la collectivité"),
    "proposals:workshop_illustration": _("changer l’illustration"),
    "proposals:workshop_order": _("changer l’ordre des propositions"),
    "proposals:workshop_publish": _("publier le texte"),
    "proposals:workshop_replacement": _("envoyer un fichier de remplacement"),
    "proposals:workshop_replacement_file": _("appliquer le fichier de remplacement"),
    "proposals:workshop_replacement_undo": _("annuler le remplacement"),
    "proposals:workshop_settings": _("changer les réglages de la proposition"),
}
# What people write in these forms, by the first part of the name of its field (« word-3 »).
TEXTS = {
    "address": _("Adresse"),
    "answer": _("Réponse"),
    "appeal": _("Voies et délais de recours"),
    "because": _("Motif"),
    "body": _("Message"),
    "copies": _("Copies"),
    "grounds": _("Motifs"),
    "message": _("Message"),
    "note": _("Note"),
    "override": _("Motif"),
    "recipient": _("Adresse"),
    "reason": _("Motif"),
    "reservations": _("Réserves"),
    "text": _("Texte"),
    "word": _("Mot"),
}


def match_of(path: str) -> ResolverMatch | None:
    """Returns what answers at `path`, a path without its query; None if nothing does."""
    try:
        return resolve(path)
    except Resolver404:
        return None


def page_above(path: str) -> str:
    """Returns the nearest page at `path` or above: the one that has the button, or the list."""
    button = match_of(path)
    arguments = button.kwargs.items() if button else ()
    while path != "/":
        match = match_of(path)
        # « action » in the address of a button is no step of the form.
        if match and match.view_name not in BUTTONS and match.kwargs.items() <= arguments:
            return path
        path = f"{path.rstrip('/').rpartition('/')[0]}/"
    return path


def act_name(path: str) -> str:
    """Returns what a POST to `path` does, « déposer »."""
    match = match_of(path)
    words = {**BUTTONS, **FORMS}.get(match.view_name) if match else None
    if isinstance(words, dict):
        words = words.get(str(list(match.kwargs.values())[-1]))
    return str(words or gettext("envoyer ce que vous aviez saisi"))


def label_of(field: str) -> str:
    """Returns the label of a field where people write; "" for the others."""
    return str(TEXTS.get(field.partition("-")[0].partition(".")[0], ""))
