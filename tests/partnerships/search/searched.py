"""A small registry whose names are those that people search, written in many ways."""

from django.urls import reverse

from partnerships.analysis import suffixes
from partnerships.models import (
    Continent,
    InternationalPartner,
    LocalAuthority,
    LocalAuthorityKind,
    Partnership,
    Place,
    PlaceTerm,
)
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.lists import (
    CountryFactory,
    GoalFactory,
    PlaceFactory,
    ProposalFactory,
    ThemeFactory,
)
from tests.factories.partnerships import InternationalPartnerFactory, published

SEARCH = reverse("partnerships:search")
COUNTRIES = {
    "DE": "Allemagne",
    "GB": "Royaume-Uni",
    "IT": "Italie",
    "MA": "Maroc",
    "NL": "Pays-Bas",
    "NO": "Norvège",
    "PL": "Pologne",
    "UA": "Ukraine",
}
# Name of the partner, country, name of the town and its other names.
PARTNERS = (
    ("Cologne", "DE", "Köln", ["Colonia", "Keulen"]),
    ("Munich", "DE", "Munich", ["Munchen", "Monaco di Baviera"]),
    ("Florence", "IT", "Florence", ["Firenze"]),
    ("La Haye", "NL", "The Hague", ["Den Haag", "Gravenhage"]),
    ("Londres", "GB", "London", ["Londra"]),
    ("Kyiv", "UA", "Kyiv", ["Kiev"]),
    ("Varsovie", "PL", "Warsaw", ["Warszawa"]),
    ("Lillestrøm", "NO", "Lillestrøm", []),
    ("Oujda", "MA", "Oujda", []),
)

# Names of French towns in other languages.
OTHER_LANGUAGES = {
    "c59350": ["Rijsel", "Lila"],
    "c67482": ["Estrasburgo", "Straßburg", "Strasborg"],
    "c44109": ["Naoned", "Portus Namnetus"],
}


def town(name: str, country, others=(), **fields) -> Place:
    """A town of the world with its search terms."""
    place = PlaceFactory(name=name, country=country, other_names=list(others), **fields)
    terms = {term for each in (name, *others) for term in suffixes(each)}
    PlaceTerm.objects.bulk_create(PlaceTerm(place=place, term=term) for term in sorted(terms))
    return place


def _authorities() -> dict[str, LocalAuthority]:
    nord = DepartementFactory()
    loire = RegionFactory(code="52", name="Pays de la Loire")
    atlantique = DepartementFactory(code="44", name="Loire-Atlantique", region=loire)
    alpes = RegionFactory(code="84", name="Auvergne-Rhône-Alpes")
    RegionFactory(code="11", name="Île-de-France")
    grand_est = RegionFactory(code="44", name="Grand Est")
    bas_rhin = DepartementFactory(code="67", name="Bas-Rhin", region=grand_est)
    isere = DepartementFactory(code="38", name="Isère", region=alpes)
    corse = DepartementFactory(code="2A", name="Corse-du-Sud", region=None)
    savoie = DepartementFactory(code="73", name="Savoie", region=alpes)
    rows = (
        ("c59350", "Lille", nord, 236_000, ["59000", "59160"]),
        ("c59346", "Lillers", nord, 10_000, ["62190"]),
        ("c59527", "Saint-André-lez-Lille", nord, 12_000, ["59350"]),
        ("c67482", "Strasbourg", bas_rhin, 290_000, ["67000", "67100"]),
        ("c38315", "Le Pont-de-Beauvoisin", isere, 3_500, ["38480"]),
        ("c73204", "Le Pont-de-Beauvoisin", savoie, 2_000, ["73330"]),
        ("c38001", "Les Abrets", isere, 3_000, ["38480"]),
        ("c44109", "Nantes", atlantique, 320_000, ["44000"]),
        ("c2A004", "Ajaccio", corse, 74_000, ["20000"]),
    )
    made = {
        key: LocalAuthorityFactory(
            key=key,
            name=name,
            departement=each,
            population=people,
            postcodes=postcodes,
            other_names=OTHER_LANGUAGES.get(key, []),
        )
        for key, name, each, people, postcodes in rows
    }
    made["c59350"].siren = "215903501"
    made["c59350"].save()
    made["c59350"].terms.create(term="215903501")
    LocalAuthorityFactory(
        key="d44",
        insee_code="",
        name="Loire-Atlantique (département)",
        kind=LocalAuthorityKind.DEPARTEMENT,
        departement=atlantique,
    )
    return made


def _partners() -> dict[str, InternationalPartner]:
    made = {}
    for name, iso2, town_name, others in PARTNERS:
        continent = Continent.AFRICA if iso2 == "MA" else Continent.EUROPE
        country = CountryFactory(iso2=iso2, name=COUNTRIES[iso2], continent=continent)
        place = town(town_name, country, others, population=500_000)
        made[name] = InternationalPartnerFactory(name=name, country=country, place=place)
    return made


GOALS = {
    5: "Égalité entre les sexes",
    6: "Eau propre et assainissement",
    17: "Partenariats pour la réalisation des objectifs",
}


class SearchedRegistry:
    """Authorities and partners by name, and their partnerships."""

    def __init__(self):
        self.authorities = _authorities()
        self.partners = _partners()
        self.partnerships = {}
        ThemeFactory(slug="eau", name="Eau")
        for number, title in GOALS.items():
            GoalFactory(number=number, title=title)
        ProposalFactory(number=5)
        self.add("c59350", "Cologne", "Jumelage Lille – Cologne")
        self.add("c59350", "Oujda", "Accord-cadre", themes=["eau"], summary="L’eau potable.")
        self.add("c67482", "La Haye", "Jumelage Strasbourg – La Haye")
        self.add("c38315", "Munich", "Jumelage Le Pont-de-Beauvoisin – Erbach")
        self.add("c73204", "Munich", "Jumelage Le Pont-de-Beauvoisin – Erbach, aussi")
        for name in ("Florence", "Londres", "Kyiv", "Varsovie", "Lillestrøm"):
            self.add("c44109", name, f"Jumelage Nantes – {name}")
        Partnership.objects.filter(title="Accord-cadre").update(reference="CD-2026-000002")

    def add(self, key, partner, title, **fields):
        sides = [self.authorities[key]], [self.partners[partner]]
        self.partnerships[title] = published(*sides, title=title, **fields)


def found(client, words, **more):
    return client.get(SEARCH, {"q": words, **more}).context["found"]


def groups(page):
    """{group: names of its entries}, the best first."""
    return {group.kind.value: [entry.name for entry in group.entries] for group in page.groups}
