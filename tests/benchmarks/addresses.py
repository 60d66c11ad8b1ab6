"""The pages that the bench measures: name, address, who asks, and how much dearer they may be."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.urls import reverse

from partnerships.document.buffer import value_digest
from partnerships.models import (
    NOT_STATED,
    Dossier,
    DossierStatus,
    Facet,
    FacetCount,
    LocalAuthority,
    LocalAuthorityKind,
    LocalAuthorityMember,
    Partnership,
    PartnershipAuthority,
)
from partnerships.registry.columns import COLUMNS
from tests.benchmarks.plain_addresses import PLAIN_PAGES
from tests.benchmarks.synthetic import (
    FIXED_COUNTRY,
    FIXED_DEPARTEMENT,
    FIXED_REGION,
    FIXED_THEME,
    FIXED_WORDS,
    FREQUENT_THEME,
    FREQUENT_WORD,
)
from tests.factories.accounts import UserFactory

# The bare pages of bare.py.
LIST, DETAIL = "/", "/un/"
OFFICER, LEAD = "instructeur@example.org", "responsable@example.org"
MEMBER = "membre@example.org"
# In pixels of the world, what a screen shows of Europe and Africa at zoom 3.
EUROPE_VIEW = "330,20,530,170"
SAME, TENTH = 1.5, 3.0  # times dearer on ten times more: same results, a tenth of everything


@dataclass(frozen=True)
class Page:
    """`name`: of its address in the URL conf."""

    name: str
    address: Callable[[], str]
    limit: float = SAME
    person: str = ""
    # A bare page of Django (bare.py), and how many times as dear as it the page may be.
    goal: tuple[str, float] | None = None
    # What is posted there; nothing where the page is only asked for.
    sent: Callable[[], dict[str, str]] | None = None


def queried(name, limit=SAME, goal=None, **query):
    """The page `name` with a query."""
    address = f"?{urlencode(query, doseq=True)}"
    return Page(name, lambda: reverse(name) + address, limit, goal=goal and (LIST, goal))


registry = partial(queried, "partnerships:registry")
table = partial(queried, "partnerships:registry_table")
figures = partial(queried, "partnerships:figures")
map_points = partial(queried, "partnerships:map_points")
authorities = partial(queried, "partnerships:authority_list")


def without_partnership():
    """An authority of which no partnership is published, whatever the size."""
    known = PartnershipAuthority.objects.values("authority")
    row = LocalAuthority.objects.existing().filter(kind=LocalAuthorityKind.CC).exclude(pk__in=known)
    return row.order_by("key").first().get_absolute_url()


def fixed():
    """One of the partnerships that every size has."""
    return Partnership.objects.filter(themes=FIXED_THEME).order_by("pk").first()


def page_of(kind, row, **options):
    return Page(f"partnerships:{kind}_detail", lambda: row().get_absolute_url(), **options)


def most_frequent(facet, most):
    """The values of `facet` that have the most partnerships."""
    rows = FacetCount.objects.filter(facet=facet).exclude(value=NOT_STATED)
    return list(rows.order_by("-count", "value").values_list("value", flat=True)[:most])


def two_authorities():
    pages = Partnership.objects.filter(themes=FIXED_THEME).order_by("pk")
    keys = dict.fromkeys(pages.values_list("lead_authority__key", flat=True))
    return list(keys)[:2]


def comparison(limit=SAME, **query):
    """A comparison; `query`: what gives the values of its kind, once the rows are there."""
    name = "partnerships:comparison"

    def address():
        values = {facet: read() for facet, read in query.items()}
        return f"{reverse(name)}?{urlencode(values, doseq=True)}"

    return Page(name, address, limit)


def draft_step():
    dossier = Dossier.objects.get(status=DossierStatus.DRAFT)
    return reverse("partnerships:dossier_step", args=[dossier.uuid, "acteurs"])


def help_of_draft():
    dossier = Dossier.objects.get(status=DossierStatus.DRAFT)
    return reverse("partnerships:dossier_help", args=[dossier.uuid, "acteurs"])


def search_box(name, words):
    def address():
        return f"{reverse('partnerships:search_box', args=[name])}?{urlencode({'q': words})}"

    return Page("partnerships:search_box", address, person="member")


def everything(words, limit=SAME):
    """A search over everything."""
    return queried("partnerships:search", limit, q=words)


def suggestions(words):
    return queried("partnerships:search_suggestions", q=words)


def queue(limit=SAME, **query):
    def address():
        return f"{reverse('partnerships:queue')}?{urlencode(query)}"

    return Page("partnerships:queue", address, limit, person="officer")


def autosave():
    dossier = Dossier.objects.get(status=DossierStatus.DRAFT)
    return reverse("partnerships:autosave", args=[dossier.uuid, "sujet"])


def typed():
    """Another text each time, over the one of before, as someone types."""
    dossier = Dossier.objects.get(status=DossierStatus.DRAFT)
    user = LocalAuthorityMember.objects.get(user__email=MEMBER).user
    return {
        "person": str(user.journal_id),
        "base.summary": value_digest(dossier.buffer["summary"]),
        "summary": f"{dossier.buffer['summary'][:500]} encore",
    }


def plain(name, person=""):
    return Page(name, lambda: reverse(name), person=person)


def at(name, *arguments, person="", limit=SAME):
    """The page `name`; `arguments`: values, or what gives them once the rows are there."""

    def address():
        return reverse(name, args=[each() if callable(each) else each for each in arguments])

    return Page(name, address, limit, person)


def fixed_id():
    return fixed().public_id


def dossier_page(name, status, person="officer"):
    """The page `name` of the first dossier in `status`."""

    def address():
        dossier = Dossier.objects.filter(status=status).order_by("pk").first()
        return reverse(f"partnerships:{name}", args=[dossier.uuid])

    return Page(f"partnerships:{name}", address, person=person)


PAGES = {
    "Santé": plain("portal:health"),
    "Aide": plain("portal:help"),
    "Les collectivités": plain("partnerships:authority_list"),
    "Les collectivités, un nom": authorities(q="saint-martin"),
    "Les collectivités d’une lettre": authorities(lettre="s"),
    "Les collectivités d’un département": authorities(departement=FIXED_DEPARTEMENT),
    "Celles qui ont un partenariat": authorities(TENTH, avec="partenariats"),
    "Les pays": at("partnerships:country_list", limit=TENTH),
    "Les données": plain("partnerships:open_data"),
    "La couverture": plain("partnerships:coverage"),
    "Mon espace": plain("partnerships:workspace", "member"),
    "À confirmer": plain("partnerships:confirmation_list", "member"),
    "Notifications": plain("partnerships:notification_list", "member"),
    "Page du dossier": dossier_page("dossier_detail", DossierStatus.DRAFT, "member"),
    "Dossier d’instruction": dossier_page("review_detail", DossierStatus.UNDER_REVIEW),
    "Décision": dossier_page("decision_detail", DossierStatus.DECIDED),
    "Avis à demander": dossier_page("opinion_request", DossierStatus.UNDER_REVIEW),
    "Doublons": plain("partnerships:duplicate_list", "officer"),
    "Chiffres de l’instruction": plain("partnerships:officer_figures", "lead"),
    "Accueil": Page("portal:home", lambda: reverse("portal:home"), goal=(LIST, 4)),
    "Registre": registry(goal=8),
    "Registre, par titre": registry(tri="titre"),
    "Registre, une période": registry(TENTH, de="1990", a="2010"),
    "Registre, cinq filtres": registry(
        TENTH,
        theme=FREQUENT_THEME,
        de="1990",
        a="2010",
        taille="0-1999",
        budget="oui",
        images="non",
    ),
    "Tableau": table(),
    "Tableau, par début, toutes les colonnes": table(tri="-debut", colonne=list(COLUMNS)),
    "Tableau, par coût, un dixième": table(TENTH, tri="cout", theme=FREQUENT_THEME),
    "Carte": Page("partnerships:map", lambda: reverse("partnerships:map"), limit=TENTH),
    "Points de la carte": map_points(TENTH),
    "Points de la carte, de plus près": map_points(TENTH, zoom=3, cadre=EUROPE_VIEW),
    "Points de la carte, le monde": map_points(TENTH, zoom=1),
    "Points de la carte, un dixième": map_points(TENTH, zoom=1, theme=FREQUENT_THEME),
    "Les chiffres": figures(TENTH),
    "Les chiffres d’un pays": figures(pays=FIXED_COUNTRY),
    "Les chiffres d’un dixième": figures(TENTH, theme=FREQUENT_THEME),
    "Les chiffres, un mot d’un dixième": figures(TENTH, q=FREQUENT_WORD),
    "Un chiffre en CSV": at("partnerships:figure_file", "communes", "csv", limit=TENTH),
    "Toutes les valeurs d’un filtre": at("partnerships:registry_facet", "pays"),
    "Registre, trois filtres": registry(pays=FIXED_COUNTRY, region=FIXED_REGION, theme=FIXED_THEME),
    "Recherche, un mot": registry(goal=10, q=FIXED_WORDS.split(" ", maxsplit=1)[0]),
    "Recherche, trois mots": registry(q=FIXED_WORDS),
    "Tout chercher : une ville": everything("Castres"),
    "Tout chercher : trois mots": everything(FIXED_WORDS),
    "Tout chercher : un dixième": everything(FREQUENT_WORD, TENTH),
    "Tout chercher : une faute": everything("Strasboug"),
    "Tout chercher : rien": everything("xyzzyplugh"),
    "Suggestions : deux lettres": suggestions("sa"),
    "Suggestions : une ville": suggestions("castr"),
    "Suggestions : une faute": suggestions("strasboug"),
    "Filtre, un dixième": registry(TENTH, goal=10, theme=FREQUENT_THEME),
    "Recherche, un dixième": registry(TENTH, goal=10, q=FREQUENT_WORD),
    "Recherche et filtre, un dixième": registry(TENTH, q=FREQUENT_WORD, theme=FREQUENT_THEME),
    "Un partenariat": page_of("partnership", fixed, goal=(DETAIL, 4)),
    "Une collectivité": page_of("authority", lambda: fixed().lead_authority),
    "Un partenaire": page_of("partner", lambda: fixed().partners.get()),
    "Une collectivité sans partenariat": Page("partnerships:authority_detail", without_partnership),
    "Une fiche dans un cadre": Page(
        "partnerships:embedded_partnership",
        lambda: reverse("partnerships:embedded_partnership", args=[fixed().public_id]),
    ),
    "Un pays dans un cadre": at("partnerships:embedded_profile", "pays", FIXED_COUNTRY),
    "Une région": at("partnerships:region_detail", FIXED_REGION, limit=TENTH),
    "Un département": at("partnerships:departement_detail", FIXED_DEPARTEMENT, limit=TENTH),
    "Un pays": at("partnerships:country_detail", FIXED_COUNTRY),
    "Comparer deux collectivités": comparison(collectivite=two_authorities),
    "Comparer quatre régions": comparison(TENTH, region=lambda: most_frequent(Facet.REGION, 4)),
    "Comparer quatre pays": comparison(TENTH, pays=lambda: most_frequent(Facet.COUNTRY, 4)),
    "Suggestions à comparer": Page(
        "partnerships:comparison_suggestions",
        lambda: f"{reverse('partnerships:comparison_suggestions')}?q=castr",
    ),
    "Les propositions": plain("proposals:proposal_list"),
    "Une proposition": at("proposals:proposal_detail", 1),
    "Une proposition, un dixième": at("proposals:proposal_detail", 2, limit=TENTH),
    "Formulaire du dossier": Page("partnerships:dossier_step", draft_step, person="member"),
    "Aperçu du dossier": dossier_page("dossier_preview", DossierStatus.DRAFT, "member"),
    "Textes d’avant": dossier_page("dossier_earlier", DossierStatus.DRAFT, "member"),
    "Un champ enregistré": Page("partnerships:autosave", autosave, person="member", sent=typed),
    "Qui d’autre, et contrôles": Page("partnerships:dossier_help", help_of_draft, person="member"),
    "Boîte : une collectivité": search_box("authorities", "castres"),
    "Boîte : un code postal": search_box("authorities", "59000"),
    "Boîte : un partenaire": search_box("partners", "marrakech"),
    "Boîte : deux lettres": search_box("partners", "sa"),
    "Boîte : un lieu": search_box("places", "ouag"),
    "Corriger une page publiée": at("partnerships:correction", fixed_id, person="officer"),
    "Suspendre une page": at("partnerships:suspension_detail", fixed_id, person="officer"),
    "Un modèle de lettre": at("partnerships:letter_template_edit", "refus", "tous", person="lead"),
    "À faire": plain("partnerships:desk", "officer"),
    "File d’instruction": queue(),
    "File, par échéance": queue(tri="echeance"),
    "File, mots et filtres": queue(
        q=FIXED_WORDS, pays=FIXED_COUNTRY, region=FIXED_REGION, theme=FIXED_THEME
    ),
    "File, un mot d’un dixième": queue(TENTH, q=FREQUENT_WORD),
    "File, un filtre d’un dixième": queue(TENTH, theme=FREQUENT_THEME, tri="titre"),
}

PAGES |= {name: plain(name, person) for person, names in PLAIN_PAGES.items() for name in names}


def who(page: Page) -> int | None:
    """The key of the person who asks for `page`."""
    email = {"member": MEMBER, "officer": OFFICER, "lead": LEAD}.get(page.person)
    return UserFactory._meta.model.objects.get(email=email).pk if email else None
