"""Demonstration data for officers: delays, phrases, a directory, opinions, a shared view.

All of it is fictional, and labelled so.
"""

from datetime import timedelta

from django.utils import timezone

from partnerships.imports.demonstration.accounts import DOMAIN
from partnerships.models import (
    AdvisoryBody,
    Dossier,
    DossierKind,
    InstructionRule,
    OpinionAnswer,
    Outcome,
    Phrase,
    QueueView,
)
from partnerships.workflow.opinions.asking import ask_opinions, submit_answer
from partnerships.workflow.opinions.steps import Ask

BASIS = "Règle fictive (démonstration)"
DELAYS = {
    DossierKind.REGISTRATION: 40,
    DossierKind.AMENDMENT: 20,
    DossierKind.CLOSURE: 20,
    DossierKind.CLAIM: 20,
}
# (kind, name, local part of the e-mail address, country)
BODIES = (
    ("embassy", "Ambassade de France au Sénégal (adresse fictive)", "dakar", "SN"),
    ("embassy", "Ambassade de France au Maroc (adresse fictive)", "rabat", "MA"),
    ("other", "Agence de l’eau (démonstration)", "agence", None),
)
PHRASES = (
    (
        "Dossier complet",
        [Outcome.ACCEPTED, Outcome.RESERVED],
        "Le dossier est complet et conforme à l’objet du registre.",
    ),
    (
        "Résultats à préciser",
        [Outcome.RESERVED],
        "Les résultats attendus, ici et là-bas, sont à préciser lors de la prochaine mise à jour.",
    ),
    (
        "Hors du registre",
        [Outcome.REJECTED],
        "Le projet ne lie pas une collectivité française et une autorité locale étrangère.",
    ),
)
REVIEWED_TITLE = "Collecte des déchets"


def set_rules() -> None:
    """Creates the delays, phrases, advisory bodies and shared view.

    To be called before the first deposit, so that dossiers get their due date.
    """
    for kind, days in DELAYS.items():
        rule = {"working_days": days, "basis": BASIS}
        InstructionRule.objects.get_or_create(kind=kind, defaults=rule)
    for position, (title, outcomes, text) in enumerate(PHRASES):
        phrase = {"outcomes": outcomes, "text": text, "position": position}
        Phrase.objects.get_or_create(title=title, defaults=phrase)
    for kind, name, address, country in BODIES:
        email = f"{address}@{DOMAIN}"
        body = {"kind": kind, "country_id": country}
        AdvisoryBody.objects.get_or_create(name=name, email=email, defaults=body)
    QueueView.objects.get_or_create(
        owner=None, name="Le plus ancien dépôt d’abord (démonstration)", defaults={"sort": ""}
    )


def ask_of_bodies(people: dict) -> None:
    """Asks for two opinions on a dossier under review: one is answered, the other pending."""
    officer = people["instructeur"]
    dossier = Dossier.objects.get(title__startswith=REVIEWED_TITLE, is_demonstration=True)
    bodies = AdvisoryBody.objects.filter(email__endswith=DOMAIN).order_by("pk")
    asks = [Ask(body.name, body.email, body) for body in bodies if body.country_id != "MA"]
    ask_opinions(
        dossier,
        by=officer,
        seen=dossier.last_sequence,
        asks=asks,
        questions="Ce projet appelle-t-il des réserves de votre part ? (démonstration)",
        due_on=timezone.localdate() + timedelta(days=21),
        is_confidential=False,
    )
    submit_answer(
        dossier.opinions.get(email=asks[0].email),
        answer=OpinionAnswer.FAVOURABLE,
        text="Avis fictif (démonstration) : le projet est bien connu sur place.",
        seen_answers=0,
    )
