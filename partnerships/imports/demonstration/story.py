"""Demonstration data: fictional dossiers labelled as such.

Their authorities and partners are invented too, so that nothing is said of a real city.
"""

from dataclasses import dataclass, field

from partnerships.document.projection import item
from partnerships.imports.demonstration.accounts import DOMAIN, HAUTERIVE, VALOMBRE
from partnerships.models import (
    Action,
    Dossier,
    InternationalPartner,
    LocalAuthority,
    LocalAuthorityKind,
    Outcome,
)
from partnerships.publication.authorities import write_authority_terms
from partnerships.publication.partners import create_partners
from partnerships.workflow.amendment import create_amendment
from partnerships.workflow.creation import create_dossier
from partnerships.workflow.perform import perform

SOURCE = "Démonstration : collectivité fictive"
ADDRESS = "Hôtel de ville (adresse fictive)\n1, place de la Démonstration\n00000 Ville fictive"


AUTHORITIES = {
    VALOMBRE: ("Valombre (démonstration)", LocalAuthorityKind.COMMUNE),
    HAUTERIVE: ("CA de Hauterive-les-Eaux (démonstration)", LocalAuthorityKind.CA),
}
PARTNERS = {
    "Port-Lumière (démonstration)": "SN",
    "Aïn Zitoun (démonstration)": "MA",
    "Rio Sereno (démonstration)": "BR",
}
PUBLISHES = "Les mesures du projet sont publiées."


@dataclass(frozen=True)
class Story:
    """A dossier and the workflow steps it goes through, as (action, arguments of `perform`).

    `carries`: how it carries propositions, by number. `judged`: what the decision says of them, by
    number (None: accepted, else why it is declined); the others are only declared.
    """

    authority: str
    partner: str
    title: str
    summary: str
    themes: list[str]
    steps: list[tuple[Action, dict]] = field(default_factory=list)
    carries: dict[int, str] = field(default_factory=lambda: {5: PUBLISHES})
    judged: dict[int, str | None] = field(default_factory=dict)


SUBMIT, TAKE = (Action.SUBMIT, {}), (Action.START_REVIEW, {})
ACCEPT = (Action.ACCEPT, {"grounds": "Dossier complet, conforme à l’objet du registre."})
ASK = (
    Action.REQUEST_CHANGES,
    {"messages": [("objectives", "Précisez ce que les habitants y gagnent, ici et là-bas.")]},
)
REJECT = (Action.REJECT, {"grounds": "Le projet ne lie pas deux collectivités : voir l’échange."})
DECIDE = (Action.DECIDE, {"outcome": Outcome.ACCEPTED, "grounds": "Dossier complet."})
LIGHT, OLIVE, RIVER = PARTNERS
STORIES = (
    Story(
        VALOMBRE,
        LIGHT,
        "Éclairage public sobre",
        "Cartographier puis rénover l’éclairage de deux quartiers, avec leurs habitants.",
        ["efficacite-energetique", "donnees-urbaines"],
        [SUBMIT, TAKE, ACCEPT],
        {2: "Les deux villes souhaitent un label.", 5: PUBLISHES},
        {2: "Souhaiter un label n’est pas encore porter la proposition.", 5: None},
    ),
    Story(
        HAUTERIVE,
        OLIVE,
        "L’eau en données ouvertes",
        "Publier les mesures des deux réseaux d’eau et former les agents à les lire.",
        ["eau", "donnees-ouvertes"],
        [SUBMIT, TAKE, ACCEPT],
    ),
    Story(
        VALOMBRE,
        OLIVE,
        "Marchés de quartier numériques",
        "Un service simple pour les commerçants des marchés.",
        ["services-numeriques"],
    ),
    Story(
        VALOMBRE,
        RIVER,
        "Bibliothèques jumelles",
        "Échanges de lecteurs et d’agents entre deux bibliothèques.",
        ["culture"],
        [SUBMIT],
    ),
    Story(
        HAUTERIVE,
        LIGHT,
        "Collecte des déchets",
        "Organiser le tri avec les associations de quartier.",
        ["dechets"],
        [SUBMIT, TAKE],
    ),
    Story(
        VALOMBRE,
        LIGHT,
        "Budget participatif partagé",
        "Deux budgets participatifs conduits ensemble.",
        ["participation-citoyenne"],
        [SUBMIT, TAKE, ASK],
    ),
    Story(
        HAUTERIVE,
        RIVER,
        "Prévenir les crues",
        "Une alerte commune aux deux rives.",
        ["gestion-des-risques"],
        [SUBMIT, TAKE, DECIDE],
        judged={5: None},
    ),
    Story(
        HAUTERIVE,
        OLIVE,
        "Voyage d’étude",
        "Une visite d’une semaine.",
        ["tourisme"],
        [SUBMIT, TAKE, REJECT],
    ),
)


def create_authorities(authorities: dict[str, tuple[str, str]]) -> None:
    """Creates the fictional authorities that are missing, given as key → (name, kind)."""
    for key, (name, kind) in authorities.items():
        authority, _is_new = LocalAuthority.objects.get_or_create(
            key=key,
            defaults={"name": name, "kind": kind, "source": SOURCE, "postal_address": ADDRESS},
        )
        write_authority_terms([authority])


def create_fictional_partners(countries: dict[str, str]) -> dict[str, InternationalPartner]:
    """Creates the fictional partners that are missing, given as name → country; returns all of
    them by name.
    """
    known = {partner.name for partner in InternationalPartner.objects.filter(name__in=countries)}
    create_partners(
        InternationalPartner(name=name, country_id=country, kind="municipality", source=SOURCE)
        for name, country in countries.items()
        if name not in known
    )
    return {each.name: each for each in InternationalPartner.objects.filter(name__in=countries)}


def create_sides() -> dict[str, InternationalPartner]:
    """Creates the fictional authorities and partners; returns the partners by name."""
    create_authorities(AUTHORITIES)
    return create_fictional_partners(PARTNERS)


def _buffer(story: Story, dossier: Dossier, partner: InternationalPartner) -> dict:
    """Returns the form buffer of `story`, as a member would fill it."""
    partner_item, line = item(), item()
    contributions = {item()["uuid"]: each for each in story.carries.items()}
    return {
        **dossier.buffer,
        "kind": "agreement",
        "phase": "active",
        "title": f"{story.title} (démonstration)",
        "summary": story.summary,
        "objectives": "Dossier fictif, pour montrer comment le portail se présente.",
        "starts_on": "15/01/2025",
        "ends_on": "2027",
        "themes": story.themes,
        "goals": ["11", "17"],
        "partners": [partner_item["uuid"]],
        f"partners.{partner_item['uuid']}.partner": str(partner.uuid),
        "budget": [line["uuid"]],
        f"budget.{line['uuid']}.year": "2025",
        f"budget.{line['uuid']}.source": "lead_authority",
        f"budget.{line['uuid']}.nature": "cash",
        f"budget.{line['uuid']}.amount": "12000",
        "contributions": list(contributions),
        **{f"contributions.{uuid}.proposal": str(n) for uuid, (n, _how) in contributions.items()},
        **{f"contributions.{uuid}.statement": how for uuid, (_n, how) in contributions.items()},
        "contact.name": "Accueil (démonstration)",
        "contact.email": f"accueil@{DOMAIN}",
    }


def _judged(story: Story, dossier: Dossier) -> dict[str, str | None]:
    """Returns what the decision says of the contributions of the deposit, by their uuids."""
    items = dossier.submissions.latest().document["contributions"]
    return {
        each["uuid"]: story.judged[each["proposal"]]
        for each in items
        if each["proposal"] in story.judged
    }


def create_story(story: Story, people: dict, partners: dict) -> Dossier:
    """Creates the dossier of `story` and performs its steps through the workflow."""
    member = people["membre" if story.authority == VALOMBRE else "autre"]
    officer = people["instructeur"]
    authority = LocalAuthority.objects.get(key=story.authority)
    dossier = create_dossier(authority, member, is_demonstration=True)
    dossier.buffer = _buffer(story, dossier, partners[story.partner])
    dossier.title = dossier.buffer["title"]
    dossier.save()
    for action, details in story.steps:
        by = member if action == Action.SUBMIT else officer
        if action in (Action.ACCEPT, Action.DECIDE):
            details = {**details, "contributions": _judged(story, dossier)}
        dossier = perform(action, dossier, by=by, seen=dossier.last_sequence, **details)
    return dossier


def create_stories(people: dict, partners: dict) -> int:
    """Creates all stories and an amendment of the first; returns the number of dossiers."""
    dossiers = [create_story(story, people, partners) for story in STORIES]
    amendment = create_amendment(dossiers[0].partnership, people["membre"])
    amendment.buffer = {
        **amendment.buffer,
        "results_here": "Premiers effets (démonstration) : des points lumineux rénovés.",
    }
    amendment.save()
    return len(dossiers) + 1
