"""What the registry cannot show of what is found, and why: nothing of it is drawn empty."""

from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.models import YES, Facet
from partnerships.pages.figures.content import MOST_READ, are_too_many
from partnerships.pages.figures.found import Found


@dataclass(frozen=True)
class Missing:
    """`number`: « 0 / 3 666 »; `what`: of which nothing, or too much, is known; `reason`: why."""

    number: str
    what: str
    reason: str


def _known(found: Found, indicators: dict[str, int]) -> dict[str, int]:
    """Returns, of each thing that may be left out, how many partnerships say it."""
    counts = found.filterset.found_counts
    stated = found.stated_count
    return {
        "start": stated(Facet.FIRST_YEAR),
        "theme": stated(Facet.THEME),
        "goal": stated(Facet.GOAL),
        "phase": stated(Facet.PHASE),
        "kind": stated(Facet.KIND),
        "proposal": sum(found.stated(Facet.PROPOSAL).values()),
        "confirmation": stated(Facet.CONFIRMATION),
        "budget": stated(Facet.BUDGET_SOURCE),
        "results": counts[Facet.RESULTS][YES] + sum(indicators.values()),
        "distance": stated(Facet.DISTANCE),
        "region": stated(Facet.REGION),
    }


# Of each thing, its name and why it is not known.
TEXTS = {
    "start": (
        _("date de début connue"),
        _("Les graphiques par année attendent ces dates\u202f; aucune n’est estimée."),
    ),
    "theme": (_("thématique renseignée"), _("Aucune n’est déduite du nom ni du type.")),
    "phase": (_("phase connue"), _("Rien ne dit s’ils sont en cours ou terminés.")),
    "kind": (_("type connu"), _("Aucun n’est déduit de l’intitulé.")),
    "goal": (_("objectif de développement durable"), _("Aucun n’est déduit des thématiques.")),
    "proposal": (
        _("proposition portée"),
        _("Comptée seulement quand un agent a accepté le dossier qui le dit."),
    ),
    "confirmation": (
        _("confirmation"),
        _("Seule la collectivité d’un partenariat déclaré le confirme, chaque année."),
    ),
    "budget": (_("budget publié par source"), _("Aucun montant n’est déduit.")),
    "results": (
        _("résultat ou indicateur"),
        _("Les collectivités les déclarent à la fin d’une action, ou chaque année."),
    ),
    "distance": (
        _("distance connue"),
        _("Il faut la position d’une collectivité et d’un partenaire."),
    ),
    "region": (
        _("région connue"),
        _("Ces collectivités n’ont pas de région dans le référentiel."),
    ),
}


def _not_added_up(count: int) -> Missing:
    reason = gettext(
        "Ils le sont jusqu’à %(most)s partenariats\u202f: choisissez un pays, une région ou une "
        "année."
    )
    what = gettext("montants et indicateurs non additionnés")
    return Missing(intcomma(count), what, reason % {"most": intcomma(MOST_READ)})


def missing_of(found: Found, indicators: dict[str, int]) -> list[Missing]:
    """Returns what no partnership found says, then what would take too long to add up."""
    number = f"0\u202f/\u202f{intcomma(found.count)}"
    missing = [
        Missing(number, *map(str, TEXTS[name]))
        for name, known in _known(found, indicators).items()
        if not known
    ]
    return [*missing, _not_added_up(found.count)] if are_too_many(found.count) else missing
