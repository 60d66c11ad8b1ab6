"""Figures of a facet: how many partnerships have each of its values."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerships.articles import with_article
from partnerships.charts.chart import Chart
from partnerships.charts.numbers import number_mark
from partnerships.models import AuthoritySize, DistanceClass, Facet
from partnerships.pages.figures.findings import first_alone, share_of_partnerships
from partnerships.pages.figures.found import Figure, Found

MOST_SHOWN = 10


@dataclass(frozen=True)
class FacetFigure:
    """The figure of a facet. `finding`: its title, of the first value and its share of
    partnerships; `definition`: how it is counted; `has_order`: its values have one of their own.
    """

    facet: Facet
    slug: str
    finding: str | Promise
    subtitle: str | Promise
    definition: str | Promise
    has_order: bool = False


SEVERAL = gettext_lazy("Un partenariat qui en a plusieurs compte pour chacune.")
ONE = gettext_lazy("Chaque partenariat compte une fois.")
FACET_FIGURES = (
    FacetFigure(
        Facet.COUNTRY,
        "pays",
        gettext_lazy("%(share)s avec %(article)s"),
        gettext_lazy("Partenariats par pays ou territoire du partenaire."),
        gettext_lazy("Un partenariat de plusieurs pays compte pour chacun."),
    ),
    FacetFigure(
        Facet.CONTINENT,
        "continents",
        gettext_lazy("%(share)s en %(label)s"),
        gettext_lazy("Partenariats par continent du partenaire."),
        gettext_lazy(
            "Continents de la liste des pays du registre. Un partenariat de plusieurs continents "
            "compte pour chacun."
        ),
    ),
    FacetFigure(
        Facet.REGION,
        "regions",
        gettext_lazy("%(label)s\u202f: %(share)s"),
        gettext_lazy("Partenariats par région de la collectivité française."),
        gettext_lazy("Un partenariat de collectivités de plusieurs régions compte pour chacune."),
    ),
    FacetFigure(
        Facet.DEPARTEMENT,
        "departements",
        gettext_lazy("%(label)s\u202f: %(share)s"),
        gettext_lazy("Partenariats par département de la collectivité française."),
        gettext_lazy(
            "Un partenariat de collectivités de plusieurs départements compte pour chacun."
        ),
    ),
    FacetFigure(
        Facet.SIZE,
        "tailles",
        gettext_lazy("%(share)s de collectivités %(label)s"),
        gettext_lazy("Partenariats selon la population de la collectivité française."),
        gettext_lazy("Population municipale (INSEE) des communes et des groupements."),
        has_order=True,
    ),
    FacetFigure(
        Facet.AUTHORITY_KIND,
        "natures",
        gettext_lazy("%(label)s\u202f: %(share)s"),
        gettext_lazy("Partenariats selon la nature de la collectivité française."),
        SEVERAL,
    ),
    FacetFigure(
        Facet.THEME,
        "themes",
        gettext_lazy("%(label)s\u202f: %(share)s"),
        gettext_lazy("Partenariats par thématique."),
        gettext_lazy(
            "Un partenariat de plusieurs thématiques compte pour chacune, et une thématique compte "
            "les partenariats de ses parties."
        ),
    ),
    FacetFigure(
        Facet.GOAL,
        "odd",
        gettext_lazy("%(label)s\u202f: %(share)s"),
        gettext_lazy("Partenariats par objectif de développement durable."),
        gettext_lazy("Un partenariat de plusieurs objectifs compte pour chacun."),
    ),
    FacetFigure(
        Facet.PROPOSAL,
        "propositions",
        gettext_lazy("%(label)s\u202f: %(share)s"),
        gettext_lazy("Partenariats qui portent chacune des vingt propositions."),
        gettext_lazy("Une proposition est comptée quand un agent a accepté le dossier qui le dit."),
    ),
    FacetFigure(
        Facet.KIND,
        "types",
        gettext_lazy("%(label)s\u202f: %(share)s"),
        gettext_lazy("Partenariats par type."),
        ONE,
    ),
    FacetFigure(
        Facet.PHASE,
        "phases",
        gettext_lazy("%(label)s\u202f: %(share)s"),
        gettext_lazy("Partenariats par phase."),
        ONE,
    ),
)


# Facets whose values one value of others gives.
OF_AUTHORITY = (Facet.AUTHORITY, Facet.DEPARTEMENT)
GIVEN_BY = {
    Facet.COUNTRY: (Facet.PARTNER,),
    Facet.CONTINENT: (Facet.COUNTRY, Facet.PARTNER),
    Facet.REGION: OF_AUTHORITY,
    Facet.DEPARTEMENT: OF_AUTHORITY,
    Facet.SIZE: (Facet.AUTHORITY,),
    Facet.AUTHORITY_KIND: (Facet.AUTHORITY,),
}


def _title(figure: FacetFigure, counts: Counter, labels: dict[str, str], total: int) -> str:
    first = first_alone(counts)
    if first is None:
        highest = max(counts.values())
        among = [labels[value] for value in labels if counts[value] == highest]
        if len(among) == 2:
            text = _("Autant de connus ici pour %(one)s que pour %(other)s")
            return text % {"one": among[0], "other": among[1]}
        text = _("%(first)s et %(count)s autres à égalité en tête de ce registre")
        return text % {"first": capfirst(among[0]), "count": len(among) - 1}
    share = share_of_partnerships(counts[first], total)
    label = labels[first]
    values = {"share": share, "label": label, "article": with_article(label)}
    return capfirst(str(figure.finding) % values)


def _notes(found: Found, facet: Facet, hidden: int) -> str:
    notes = []
    if hidden > 0:
        text = ngettext(
            "Une autre valeur est dans le tableau.",
            "%(count)s autres valeurs sont dans le tableau.",
            hidden,
        )
        notes.append(text % {"count": hidden})
    if unknown := found.unknown_count(facet):
        text = ngettext(
            "Non renseigné pour %(number)s partenariat.",
            "Non renseigné pour %(number)s partenariats.",
            unknown,
        )
        notes.append(text % {"number": intcomma(unknown)})
    return " ".join(notes)


def _short_label(facet: Facet, labels: dict[str, str], value: str) -> str:
    return AuthoritySize(value).short_label if facet == Facet.SIZE else labels[value]


def is_given(found: Found, facet: Facet) -> bool:
    """Whether all have the one value that a choice of the reader gives: its chart would say what
    the page is already about.
    """
    chosen = found.listing.filterset.chosen
    is_chosen = any(chosen.get(each) for each in (facet, *GIVEN_BY.get(facet, ())))
    return is_chosen and list(found.stated(facet).values()) == [found.count]


def facet_chart(found: Found, figure: FacetFigure) -> Chart | None:
    """Returns the chart of a facet, None if nothing is stated of it."""
    counts = found.stated(figure.facet)
    if not counts:
        return None
    labels = found.labels(figure.facet, counts)
    values = [value for value in labels if value in counts]
    if not figure.has_order:
        values.sort(key=lambda value: -counts[value])
    first = first_alone(counts)
    marks = [
        number_mark(
            capfirst(_short_label(figure.facet, labels, value)),
            counts[value],
            found.address(**{figure.facet: [value]}),
            is_accent=value == first,
        )
        for value in values
    ]
    return Figure(
        slug=figure.slug,
        title=_title(figure, counts, labels, found.count),
        subtitle=str(figure.subtitle),
        label_head=capfirst(str(figure.facet.label)),
        value_head=_("Partenariats"),
        definition=str(figure.definition),
        note=_notes(found, figure.facet, len(values) - MOST_SHOWN),
        most_shown=MOST_SHOWN,
    ).chart(found, marks)


def _half_within(counts: Counter, total: int) -> tuple[DistanceClass | None, int]:
    """Returns the first class before which at least half of them are, and how many are; (None, 0)
    if more than half are in the last class.
    """
    cumulated = 0
    for each, following in pairwise(DistanceClass):
        cumulated += counts[each]
        if 2 * cumulated >= total:
            return following, cumulated
    return None, 0


def _distance_title(bound: DistanceClass | None, within: int, total: int) -> str:
    """Returns « Plus de la moitié de ceux connus ici à moins de 1 000 km »."""
    if total == 1:
        text = _("Le seul connu ici à moins de %(km)s\u202fkm")
        if bound is None:
            text = _("Le seul connu ici à %(km)s\u202fkm et plus")
    elif bound is None:
        text = _("Plus de la moitié de ceux connus ici à %(km)s\u202fkm et plus")
    elif within == total:
        text = _("Tous ceux connus ici à moins de %(km)s\u202fkm")
    elif 2 * within == total:
        text = _("La moitié de ceux connus ici à moins de %(km)s\u202fkm")
    else:
        text = _("Plus de la moitié de ceux connus ici à moins de %(km)s\u202fkm")
    return text % {"km": intcomma((bound or DistanceClass.MORE).least)}


def distance_chart(found: Found) -> Chart | None:
    counts = found.stated(Facet.DISTANCE)
    total = sum(counts.values())
    if not total:
        return None
    bound, within = _half_within(counts, total)
    marks = [
        number_mark(
            capfirst(str(each.label)),
            counts[each],
            found.address(**{Facet.DISTANCE: [each.value]}) if counts[each] else "",
            is_accent=each.least < bound.least if bound else each == DistanceClass.MORE,
        )
        for each in DistanceClass
    ]
    subtitle = _("Partenariats selon la distance à vol d’oiseau (%(number)s de distance connue).")
    return Figure(
        slug="distances",
        title=_distance_title(bound, within, total),
        subtitle=subtitle % {"number": intcomma(total)},
        label_head=_("Distance"),
        value_head=_("Partenariats"),
        definition=_("Entre les deux points les plus proches des deux côtés, sur la sphère."),
        note=_notes(found, Facet.DISTANCE, 0),
    ).chart(found, marks)
