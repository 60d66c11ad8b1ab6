"""Random registries with their histories, and the counts of their facets made by hand."""

from collections import Counter
from datetime import date
from itertools import product

from django.utils import timezone
from hypothesis import strategies as st

from partnerships.models import NOT_STATED, Facet, Partnership
from partnerships.proximity import distance_km
from partnerships.publication.index import index_partnerships, reindex
from partnerships.publication.merge.partnerships import PARTNERSHIP_MERGER
from partnerships.publication.publish import republish
from partnerships.registry.filters import FILTERS
from tests.factories.accounts import UserFactory
from tests.factories.partnerships import published

WORDS = ["fontaine", "tramway", "archives"]
YEARS = st.none() | st.integers(2008, 2014)
CONTENTS = st.fixed_dictionaries(
    {
        "title": st.sampled_from(WORDS),
        "kind": st.sampled_from(["agreement", "twinning"]),
        "phase": st.sampled_from(["active", "unknown"]),
        "themes": st.lists(st.sampled_from(["gouvernance", "numerique", "eau"]), unique=True),
        "goals": st.lists(st.sampled_from([6, 11]), unique=True),
        "proposals": st.lists(st.sampled_from([3, 5]), unique=True),
        "first": YEARS,
        "lasts": YEARS,
        "budget": st.lists(
            st.tuples(st.integers(2010, 2012), st.sampled_from(["afd", "private"])), max_size=2
        ),
        "results": st.booleans(),
    }
)


def fields_of(content):
    """The fields of a document with `content`."""
    first, lasts = content["first"], content["lasts"]
    last = first + (lasts - 2008) if first and lasts else lasts
    lines = [
        {"uuid": f"{rank:032d}", "year": year, "source": source, "nature": "cash", "amount": "1.00"}
        for rank, (year, source) in enumerate(content["budget"])
    ]
    contributions = [
        {"uuid": f"{number:032d}", "proposal": number, "statement": "Oui."}
        for number in content["proposals"]
    ]
    names = ("title", "kind", "phase", "themes", "goals")
    return {name: content[name] for name in names} | {
        "starts_on": f"{first}-01-01" if first else None,
        "ends_on": f"{last}-06-01" if last else None,
        "budget": lines,
        "contributions": contributions,
        "results_here": "Des effets." if content["results"] else "",
    }


SIDES = st.lists(st.integers(0, 2), min_size=1, max_size=2, unique=True)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), CONTENTS, SIDES, st.integers(0, 1)),
        st.tuples(st.just("publish"), CONTENTS, SIDES, st.integers(0, 1)),
        st.tuples(st.just("republish"), st.integers(0, 9), CONTENTS),
        st.tuples(st.just("suspend"), st.integers(0, 9)),
        st.tuples(st.just("resume"), st.integers(0, 9)),
        st.tuples(st.just("merge"), st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.just("confirm"), st.integers(0, 9), st.integers(2019, 2021)),
        st.tuples(st.just("reindex")),
    ),
    min_size=3,
    max_size=10,
)


class Registry:
    """The acts of officers and authorities, as they would do them."""

    def __init__(self, actors):
        self.authorities, self.partners = actors
        self.by = UserFactory()
        self.pages = []

    def page(self, rank):
        return Partnership.objects.get(pk=self.pages[rank % len(self.pages)].pk)

    def act(self, name, *arguments):
        if name == "publish" or self.pages:
            getattr(self, name)(*arguments)

    def publish(self, content, authorities, partner):
        sides = [self.authorities[rank] for rank in authorities]
        self.pages.append(published(sides, [self.partners[partner]], **fields_of(content)))

    def republish(self, rank, content):
        page = self.page(rank)
        republish(
            page, {**page.current_version.content, **fields_of(content)}, by=self.by, reason="test"
        )

    def _set(self, page, **fields):
        Partnership.objects.filter(pk=page.pk).update(**fields)
        index_partnerships([page.pk])

    def suspend(self, rank):
        self._set(self.page(rank), is_suspended=True)

    def resume(self, rank):
        self._set(self.page(rank), is_suspended=False)

    def confirm(self, rank, year):
        self._set(self.page(rank), confirmed_on=date(year, 3, 1))

    def merge(self, kept, gone):
        kept, gone = self.page(kept), self.page(gone)
        if kept.pk != gone.pk and not (kept.merged_into_id or gone.merged_into_id):
            PARTNERSHIP_MERGER.merge(kept, gone, chosen={}, by=self.by, reason="test")

    def reindex(self):
        reindex()


def size_of(population):
    if population is None:
        return None
    return "0-1999" if population < 2000 else "2000-9999"


def located(code, record):
    if record.latitude is None:
        return None
    return f"{code} {record.latitude:.1f} {record.longitude:.1f}"


def distance_of(authorities, partners):
    """The class of the shortest of the ways between both sides, None where a point lacks."""
    points = [
        [(each.latitude, each.longitude) for each in side if each.latitude is not None]
        for side in (authorities, partners)
    ]
    ways = [distance_km(one, other) for one, other in product(*points)]
    if not ways:
        return None
    bounds = [0, 250, 500, 1000, 1500, 2500, 5000, 10000]
    first = max(each for each in bounds if each <= min(ways))
    following = [each for each in bounds if each > first]
    return f"{first}-{following[0] - 1 if following else ''}"


def values_by_hand(page):
    """{facet: values} of a public page, from its rows rather than from its index."""
    authorities, partners = page.authorities.all(), page.partners.all()
    themes = page.themes.all()
    lines = page.budget_lines.all()
    start, end = page.starts_on, page.ends_on if page.starts_on else None
    values = {
        "all": [""],
        "nature": [each.kind for each in authorities],
        "taille": [size_of(each.population) for each in authorities],
        "region": [each.region_id for each in authorities],
        "departement": [each.departement_id for each in authorities],
        "pays": [each.country_id for each in partners],
        "continent": [each.country.continent for each in partners],
        "collectivite": [each.key for each in authorities],
        "partenaire": [str(each.uuid) for each in partners],
        "lieu-ici": [located(each.region_id or "0", each) for each in authorities],
        "lieu-la-bas": [located(each.country_id, each) for each in partners],
        "theme": [slug for each in themes for slug in (each.slug, each.parent_id)],
        "odd": [str(each.pk) for each in page.goals.all()],
        "proposition": [str(each.proposal.number) for each in page.contributions.all()],
        "type": [page.kind],
        "phase": [page.phase],
        "provenance": [page.provenance],
        "publication": [str(timezone.localdate(page.published_at).year)],
        "confirmation": [str(page.confirmed_on.year) if page.confirmed_on else None],
        "financement": [line.source for line in lines],
        "exercice": [str(line.year) for line in lines],
        "budget": ["oui" if lines else "non"],
        "images": ["non"],
        "resultats": ["oui" if page.results_here else "non"],
        "debut": [str(start.year) if start else None],
        "distance": [distance_of(authorities, partners)],
    }
    values = {name: set(found) - {None} or {NOT_STATED} for name, found in values.items()}
    return values | {"fin": {str(end.year)} if end else set()}


def is_under_way(values, choice):
    [first] = values["debut"]
    if first == NOT_STATED:
        return NOT_STATED in choice.get("annee", ())
    last = next(iter(values["fin"]), "9999")
    ranges = [(year, year) for year in choice.get("annee", ()) if year != NOT_STATED]
    if "de" in choice or "a" in choice:
        de, to = choice.get("de", "0000"), choice.get("a", "9999")
        ranges.append((min(de, to), max(de, to)) if "de" in choice and "a" in choice else (de, to))
    return any(first <= to and last >= de for de, to in ranges)


def crossed_by_hand(keys):
    """{région: {country: number, "": with any}} of the partnerships `keys`."""
    crossed = {}
    for values in map(values_by_hand, Partnership.objects.filter(pk__in=keys)):
        for region in values["region"]:
            crossed.setdefault(region, Counter()).update([*values["pays"], ""])
    return crossed


def authorities_by_hand(keys, choice):
    """How many authorities the partnerships `keys` have, of the chosen régions if any are."""
    regions = choice.get("region", ())
    return len(
        {
            authority.pk
            for page in Partnership.objects.filter(pk__in=keys)
            for authority in page.authorities.all()
            if not regions or (authority.region_id or NOT_STATED) in regions
        }
    )


def by_hand(choice):
    """The keys found, and {facet: {value: count}} without the choice of the facet."""
    pages = [
        (page.pk, page.title, values_by_hand(page))
        for page in Partnership.objects.filter(is_suspended=False, merged_into=None)
    ]
    facets = [name for name in choice if name not in {"q", "de", "a"} and choice[name]]
    if {"de", "a"} & choice.keys() and "annee" not in facets:
        facets.append("annee")

    def fits(title, values, without=None):
        if "q" in choice and choice["q"] not in title:
            return False
        return all(
            is_under_way(values, choice) if name == "annee" else values[name] & set(choice[name])
            for name in facets
            if name != without
        )

    counts = {}
    for facet in ("all", "debut", "fin", *(each.value for each in FILTERS if each != Facet.YEAR)):
        is_of_period = facet == "fin" or (facet == "debut" and "debut" not in facets)
        own = "annee" if is_of_period else facet
        found = [values for _pk, title, values in pages if fits(title, values, own)]
        counts[facet] = +Counter(value for values in found for value in values[facet])
    return {pk for pk, title, values in pages if fits(title, values)}, counts


def found_by_hand(keys, facets):
    """{facet: {value: count}} of the partnerships `keys`."""
    pages = [values_by_hand(page) for page in Partnership.objects.filter(pk__in=keys)]
    return {
        facet: Counter(value for values in pages for value in values[facet]) for facet in facets
    }
