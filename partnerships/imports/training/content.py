"""What the dossiers of the training desk say: forms as members fill them, and documents."""

from uuid import UUID, uuid5

from partnerships.document.projection import item
from partnerships.imports.demonstration.accounts import DOMAIN
from partnerships.imports.training.plan import DossierPlan
from partnerships.models import InternationalPartner, Phase
from proposals.models import Proposal

# (title, summary, slug of a theme)
SUBJECTS = (
    (
        "Éclairage des écoles",
        "Éclairer mieux les écoles et mesurer l’économie.",
        "donnees-urbaines",
    ),
    ("Eau potable des faubourgs", "Suivre les fuites du réseau avec les habitants.", "eau"),
    ("Tri des déchets au marché", "Trier sur place et composter.", "dechets"),
    ("Archives numérisées", "Numériser et ouvrir les archives des deux villes.", "patrimoine"),
    ("Budget participatif des jeunes", "Des jeunes choisissent les projets.", "jeunesse"),
    ("Guichet en ligne", "Les démarches les plus demandées, en ligne.", "services-numeriques"),
    ("Bus à la demande", "Une desserte à la demande des quartiers.", "transport-urbain"),
    ("Alerte aux crues", "Des capteurs et une alerte commune.", "gestion-des-risques"),
    ("Formation des agents", "Un mois dans l’autre ville.", "education-formation"),
    ("Musique entre deux rives", "Deux écoles de musique, un concert.", "culture"),
    ("Cadastre ouvert", "Un cadastre tenu à jour et publié.", "donnees-ouvertes"),
    ("Ateliers du soir", "Des tiers-lieux ouverts aux apprentis.", "inclusion-numerique"),
    ("Finances locales claires", "Un budget lisible par tous.", "finances-locales"),
    ("Sport pour toutes", "Des équipements ouverts aux équipes féminines.", "sport"),
    ("Artisans en réseau", "Relier les artisans des deux villes.", "pme-innovation"),
    ("Arbres de rue", "Planter, arroser, compter.", "environnement"),
)
OBJECTIVES = "Dossier fictif, pour apprendre à instruire (démonstration)."
KINDS = ("agreement", "agreement", "agreement", "twinning")
AMOUNTS = (8_000, 12_500, 24_000, 60_000, 145_000)


def subject_of(rank: int) -> tuple[str, str, str]:
    return SUBJECTS[rank * 7 % len(SUBJECTS)]


def partner_of(rank: int, partners: list[InternationalPartner]) -> InternationalPartner:
    return partners[rank * 5 % len(partners)]


def title_of(rank: int, partner: InternationalPartner) -> str:
    name = partner.name.partition(" (")[0]
    return f"{subject_of(rank)[0]} avec {name} (démonstration)"


def _budget(rank: int, year: int) -> dict:
    uuids = [item()["uuid"] for _line in range(1 + rank % 3)]
    sources = ("lead_authority", "afd", "partner")
    lines = {"budget": uuids}
    for place, uuid in enumerate(uuids):
        amount = AMOUNTS[(rank + place) % len(AMOUNTS)]
        values = {"year": year, "source": sources[place], "nature": "cash", "amount": amount}
        lines |= {f"budget.{uuid}.{name}": str(value) for name, value in values.items()}
    return lines


def _contribution(rank: int, proposals: list[Proposal]) -> dict:
    """A contribution of two dossiers in three."""
    if not proposals or rank % 3 == 2:
        return {}
    uuid, proposal = item()["uuid"], proposals[rank % len(proposals)]
    return {
        "contributions": [uuid],
        f"contributions.{uuid}.proposal": str(proposal.number),
        f"contributions.{uuid}.statement": "Le projet y contribue (démonstration).",
    }


def filled_form(plan: DossierPlan, buffer: dict, partner, proposals: list[Proposal]) -> dict:
    """Returns the form of the dossier, whose first fields are those of `buffer`."""
    partner_item, year = item()["uuid"], plan.steps[0].at.year
    _title, summary, theme = subject_of(plan.rank)
    return {
        **buffer,
        "kind": KINDS[plan.rank % len(KINDS)],
        "phase": Phase.ACTIVE,
        "title": title_of(plan.rank, partner),
        "summary": summary,
        "objectives": OBJECTIVES,
        "starts_on": f"01/{1 + plan.rank % 12:02}/{year}",
        "ends_on": str(year + 1 + plan.rank % 4),
        "themes": [theme],
        "goals": ["11", "17"],
        "partners": [partner_item],
        f"partners.{partner_item}.partner": str(partner.uuid),
        **_budget(plan.rank, year),
        **_contribution(plan.rank, proposals),
        "contact.name": "Accueil (démonstration)",
        "contact.email": f"accueil@{DOMAIN}",
    }


def document_uuid(dossier: UUID, place: int) -> str:
    return str(uuid5(dossier, f"document {place}"))
