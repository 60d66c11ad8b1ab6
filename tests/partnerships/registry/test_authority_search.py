"""People find an authority as they write its name, in every box, and see how it was found."""

import pytest
from django.urls import reverse

from partnerships.models import Facet, FacetCount, LocalAuthority, LocalAuthorityKind
from partnerships.publication.authority_names import heading_and_core, initials
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import text_of

pytestmark = pytest.mark.django_db
CARENE = "CA de la Région Nazairienne et de l'Estuaire (CARENE)"
GROUPS = {
    "e243500139": ("Rennes Métropole", LocalAuthorityKind.METROPOLE),
    "e200046977": ("Métropole de Lyon", LocalAuthorityKind.METROPOLE),
    "e244400644": (CARENE, LocalAuthorityKind.CA),
    "e244400552": ("CC du Pays d'Ancenis", LocalAuthorityKind.CC),
    "e246900625": ("CC du Pays de l'Arbresle (CCPA)", LocalAuthorityKind.CC),
    "d33": ("Gironde (département)", LocalAuthorityKind.DEPARTEMENT),
    "r53": ("Bretagne (région)", LocalAuthorityKind.REGION),
}
COMMUNES = {
    "c35238": ("Rennes", 225_081),
    "c11310": ("Rennes-les-Bains", 238),
    "c44184": ("Saint-Nazaire", 71_772),
    "c66186": ("Saint-Nazaire", 2_700),
    "c72181": ("Le Mans", 146_000),
    "c91679": ("La Ville-du-Bois", 8_161),
    "c36024": ("Bretagne", 150),
    "c89162": ("Évry", 402),
}


@pytest.fixture(autouse=True)
def authorities():
    for key, (name, kind) in GROUPS.items():
        LocalAuthorityFactory(key=key, name=name, kind=kind, insee_code="")
    for key, (name, population) in COMMUNES.items():
        LocalAuthorityFactory(key=key, name=name, population=population)
    essonne = DepartementFactory(code="91", name="Essonne")
    for key, name, past in (
        ("c91228", "Évry-Courcouronnes", "Évry"),
        ("c44003", "Ancenis-Saint-Géréon", "Ancenis"),
    ):
        former = [{"insee_code": key[1:], "name": past}]
        LocalAuthorityFactory(key=key, name=name, former=former, departement=essonne)
    LocalAuthority.objects.filter(key="c35238").update(siren="213502388")
    rennes = LocalAuthority.objects.get(key="c35238")
    rennes.terms.create(term="213502388")


WRITTEN = [
    ("Ville de Rennes", "c35238", ""),
    ("mairie de rennes", "c35238", ""),
    ("Ren\u00adnes", "c35238", ""),
    ("mairie de saint nazaire", "c44184", ""),
    ("Ville du Mans", "c72181", ""),
    ("la ville du bois", "c91679", ""),
    ("ville du bois", "c91679", ""),
    ("saint nasaire", "c44184", "orthographe proche"),
    ("213 502 388 00019", "c35238", "SIRET"),
    ("213502388", "c35238", ""),
    ("CARENE", "e244400644", "sigle : CARENE"),
    ("ccpa", "e246900625", "sigle : CCPA"),
    ("Conseil départemental de la Gironde", "d33", ""),
    ("Département de la Gironde", "d33", ""),
    ("Région Bretagne", "r53", ""),
    ("conseil régional de Bretagne", "r53", ""),
    ("Métropole de Lyon", "e200046977", ""),
    ("Métropole de Rennes", "e243500139", ""),
    ("communauté de communes du Pays d’Ancenis", "e244400552", ""),
    ("CC du pays d'ancenis", "e244400552", ""),
    ("Ancenis", "c44003", "ancien nom : Ancenis"),
    ("35238", "c35238", "code INSEE 35238"),
]


def found_in(client, words):
    """What the box offers for `words`."""
    client.force_login(UserFactory())
    address = reverse("partnerships:search_box", args=["authorities"])
    return client.get(address, {"q": words}).json()["found"]


@pytest.mark.parametrize(("words", "key", "reason"), WRITTEN)
def test_the_box_offers_it_first_and_says_how_it_was_found(client, words, key, reason):
    first = found_in(client, words)[0]
    detail = first["detail"].replace("\u202f", " ")

    assert first["value"] == key
    assert detail.startswith(reason or str(LocalAuthority.objects.get(key=key).get_kind_display()))


@pytest.mark.parametrize(("words", "key", "reason"), WRITTEN)
def test_the_public_list_shows_it_first(client, words, key, reason):
    keys = [*GROUPS, *COMMUNES, "c91228", "c44003"]
    FacetCount.objects.bulk_create(
        FacetCount(facet=Facet.AUTHORITY, value=each, count=1) for each in keys
    )

    page = text_of(client.get(reverse("partnerships:authority_list"), {"q": words}))
    shown = page.replace("\u202f", " ")

    links = [LocalAuthority.objects.get(key=each).get_absolute_url() for each in keys]
    first = min((shown.index(f'"{link}"'), link) for link in links if f'"{link}"' in shown)[1]
    assert first == LocalAuthority.objects.get(key=key).get_absolute_url()
    assert not reason or reason.capitalize()[:8] in shown or reason[:8] in shown


@pytest.mark.parametrize("words", ["Ville de Rennes", "saint nasaire", "CARENE", "Ancenis"])
def test_pages_that_search_without_a_script_find_it(client, words):
    key = next(key for text, key, _reason in WRITTEN if text == words)
    client.force_login(reviewer())

    for page in ("membership_request", "dossier_create"):
        text = text_of(client.get(reverse(f"partnerships:{page}"), {"q": words}))

        assert text.index(f'value="{key}"') == text.index('value="', text.index('type="radio"'))


def test_the_form_of_a_dossier_finds_it(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    address = reverse("partnerships:dossier_step", args=[dossier.uuid, "acteurs"])

    page = text_of(client.get(address, {"chercher": "authorities", "q": "Ville de Rennes"}))

    assert page.index("choose:authorities:c35238") < page.index("choose:authorities:c11310")


@pytest.mark.parametrize("words", ["Ville de Rennes", "saint nasaire", "CARENE", "Ancenis"])
def test_the_administration_finds_it_first(client, words):
    key = next(key for text, key, _reason in WRITTEN if text == words)
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    address = reverse("admin:partnerships_localauthority_changelist")

    found = list(client.get(address, {"q": words}).context["cl"].result_list)

    assert found[0].key == key


def test_a_column_sorted_by_the_administrator_stays_sorted(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    address = reverse("admin:partnerships_localauthority_changelist")

    found = client.get(address, {"q": "Évry", "o": "-1"}).context["cl"].result_list

    assert [each.name for each in found] == ["Évry-Courcouronnes", "Évry"]


def test_a_mistake_in_a_former_name_says_which_and_whole_names_come_first(client):
    LocalAuthorityFactory(
        key="c47141", name="Lauzun", former=[{"insee_code": "47142", "name": "Saint-Nazaire"}]
    )
    LocalAuthorityFactory(key="c62001", name="Ablain-Saint-Nazaire", population=90_000)

    found = found_in(client, "saint nasaire")

    assert [each["value"] for each in found] == ["c44184", "c66186", "c47141", "c62001"]
    detail = found[2]["detail"].replace("\u202f", " ")
    assert detail.startswith("orthographe proche, ancien nom : Saint-Nazaire · commune")


def test_homonyms_are_told_apart_current_or_former(client):
    details = [each["detail"].replace("\u202f", " ") for each in found_in(client, "Évry")]

    assert details[0].startswith("commune · Nord (59)")
    assert "402 hab." in details[0]
    assert details[1].startswith("ancien nom : Évry · commune · Essonne (91)")


@pytest.mark.parametrize("words", ["xyzt", "renn3s", "quimperle", "ville de"])
def test_what_resembles_nothing_is_not_found(client, words):
    assert found_in(client, words) == []


def test_a_name_added_since_is_found_in_spite_of_a_mistake(client):
    assert found_in(client, "Quinperlé") == []
    LocalAuthorityFactory(name="Quimperlé", key="c29233")

    assert [each["value"] for each in found_in(client, "Quinperlé")] == ["c29233"]


def test_a_search_makes_as_many_queries_whatever_it_finds(client, django_assert_num_queries):
    client.force_login(UserFactory())
    address = reverse("partnerships:search_box", args=["authorities"])
    client.get(address, {"q": "saint nasaire"})

    for words, count in (("rennes", 6), ("Ville de Rennes", 8), ("saint nasaire", 7)):
        with django_assert_num_queries(count):
            client.get(address, {"q": words})


@pytest.mark.parametrize(
    ("folded", "core"),
    [
        ("ville de rennes", "rennes"),
        ("ville", "ville"),
        ("mairie", "mairie"),
        ("villebois", "villebois"),
        ("rennes metropole", "rennes"),
        ("metropole", "metropole"),
        ("conseil departemental de la gironde", "gironde"),
        ("la rochelle", "rochelle"),
        ("les", "les"),
    ],
)
def test_what_an_authority_is_leaves_its_name(folded, core):
    assert heading_and_core(folded)[1] == core


@pytest.mark.parametrize(
    ("name", "kind", "letters"),
    [
        ("CC du Pays d'Ancenis", LocalAuthorityKind.CC, "ccpa"),
        ("Métropole Européenne de Lille", LocalAuthorityKind.METROPOLE, "mel"),
        ("Rennes", LocalAuthorityKind.COMMUNE, ""),
        ("CC", LocalAuthorityKind.CC, ""),
        ("", LocalAuthorityKind.CC, ""),
    ],
)
def test_initials_are_those_of_groups(name, kind, letters):
    assert initials(name, kind) == letters
