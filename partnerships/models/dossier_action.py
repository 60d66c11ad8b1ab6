"""Actions on a dossier; each of its events records one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    CREATE = "create", _("créer")
    SUBMIT = "submit", _("déposer")
    WITHDRAW = "withdraw", _("retirer le dépôt")
    START_REVIEW = "start_review", _("prendre en instruction")
    REQUEST_CHANGES = "request_changes", _("demander des compléments")
    ACCEPT = "accept", _("accepter et publier")
    RESERVE = "reserve", _("accepter avec réserves et publier")
    REJECT = "reject", _("refuser et notifier")
    DECIDE = "decide", _("décider sans notifier")
    CORRECT_DECISION = "correct_decision", _("corriger la décision")
    ADDRESS_LETTER = "address_letter", _("corriger l’adresse de la lettre")
    COUNTERSIGN = "countersign", _("contresigner")
    UNCOUNTERSIGN = "uncountersign", _("retirer son contreseing")
    SETTLE = "settle", _("régler les différences avec la fiche publiée")
    RELEASE = "release", _("notifier la décision")
    TAKE_BACK = "take_back", _("reprendre la décision")
    REOPEN = "reopen", _("rouvrir")
    DISCARD = "discard", _("mettre à la corbeille")
    EXPIRE = "expire", _("mettre à la corbeille un brouillon délaissé")
    RESTORE = "restore", _("sortir de la corbeille")
    REBASE = "rebase", _("repartir de la version publiée")
    SHARE = "share", _("montrer le brouillon aux autres collectivités")
    CONFIRM = "confirm", _("confirmer sa part")
    DECLINE = "decline", _("dire « ce n’est pas nous »")
    HAND_OVER = "hand_over", _("confier le suivi")
    ASSIGN = "assign", _("confier l’instruction")
    REMIND_AUTHORITY = "remind_authority", _("relancer la collectivité")
    ANSWER_REQUEST = "answer_request", _("répondre à une demande")
    SETTLE_REQUEST = "settle_request", _("régler une demande")
    REOPEN_REQUEST = "reopen_request", _("rouvrir une demande")
    CORRECT = "correct", _("corriger une coquille de la fiche publiée")
    COMPARE_PARTNERS = (
        "compare_partners",
        _("dire qu’un partenaire proposé est un autre qu’un partenaire connu"),
    )
    ARCHIVE = "archive", _("archiver")
    UNARCHIVE = "unarchive", _("sortir des archives")
    ERASE = "erase", _("effacer le contenu")
    FORGET_CONTACT = "forget_contact", _("effacer des dépôts un contact dont le compte est effacé")
    ASK_OPINION = "ask_opinion", _("demander un avis")
    REVOKE_OPINION = "revoke_opinion", _("retirer une demande d’avis")
    ANSWER_OPINION = "answer_opinion", _("rendre un avis")


# Actions by officers or the portal that do not make the page of the dossier's writers outdated:
# they may still deposit or withdraw it.
ACTIONS_UNSEEN_BY_WRITERS = frozenset(
    {
        Action.ASSIGN,
        Action.REMIND_AUTHORITY,
        Action.FORGET_CONTACT,
        Action.ASK_OPINION,
        Action.REVOKE_OPINION,
        Action.ANSWER_OPINION,
        Action.COMPARE_PARTNERS,
        Action.ARCHIVE,
        Action.UNARCHIVE,
    }
)
# Actions of officers that are never shown to the authorities.
ACTIONS_OF_OFFICERS = frozenset(
    {
        Action.DECIDE,
        Action.CORRECT_DECISION,
        Action.ADDRESS_LETTER,
        Action.COUNTERSIGN,
        Action.UNCOUNTERSIGN,
        Action.SETTLE,
        Action.TAKE_BACK,
        Action.ASK_OPINION,
        Action.REVOKE_OPINION,
        Action.ANSWER_OPINION,
    }
)
