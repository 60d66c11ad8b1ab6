"""Officers put any two records side by side, and merge them by hand."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from partnerships.models import DuplicatePair, LocalAuthority, Merge, Provenance, RecordKind
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.duplicates import address_of, pair_of
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
OLD, NEW = datetime(2020, 5, 1, tzinfo=UTC), datetime(2024, 3, 2, tzinfo=UTC)
CHOICE = reverse("partnerships:record_comparison")


def pair_address(kind, one, other):
    return reverse("partnerships:record_pair", args=[kind, one.pk, other.pk])


def chosen(client, kind, one, other, **fields):
    return client.get(CHOICE, {"nature": kind, "une": one, "autre": other, **fields})


def form_of(client, address, **fields):
    page = client.get(address).context["page"]
    choices = {f"choice.{field.name}": field.chosen for field in page.fields if not field.is_same}
    return {"keep": page.kept.pk, "seen": page.seen, "reason": "La même.", **choices, **fields}


def test_two_unlike_records_are_merged_by_hand(client):
    one, other = InternationalPartnerFactory(name="Puits"), InternationalPartnerFactory(name="Fès")
    address = pair_address("partner", one, other)
    client.force_login(lead_reviewer())
    page = text_of(client.get(address))
    assert "Rien ne les rapproche" in page
    assert "choisies par vous" in page
    assert "Ce n’est pas un doublon" not in page

    answers = [client.post(address, data) for data in [form_of(client, address)] * 2]

    made = Merge.objects.get()
    assert [answer["Location"] for answer in answers] == [made.get_absolute_url()] * 2
    assert {made.kept_id, made.gone_id} == {one.pk, other.pk}
    assert "Voir leur fusion" in text_of(client.get(address))


def test_the_other_record_may_be_kept(client):
    one, other = LocalAuthorityFactory(name="Bourg"), LocalAuthorityFactory(name="Bourg-Neuf")
    address = pair_address("authority", one, other)
    client.force_login(lead_reviewer())

    page = client.get(address, {"garder": other.pk}).context["page"]
    client.post(address, form_of(client, address, keep=other.pk, seen=page.seen))

    assert LocalAuthority.objects.get(pk=one.pk).successor == other


def test_a_pair_that_the_portal_found_keeps_its_reasons_and_its_dismissal(client):
    one, other = InternationalPartnerFactory(), InternationalPartnerFactory()
    pair = pair_of(RecordKind.PARTNER, one, other)
    client.force_login(lead_reviewer())

    page = text_of(client.get(pair_address("partner", other, one)))

    assert "50 sur 100" in page
    assert reverse("partnerships:duplicate_settle", args=[pair.pk, "ecarter"]) in page
    assert client.get(address_of(pair)).status_code == 200


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("partner", 1, 1),
        ("other", 1, 2),
        ("partner", 1, 99_999_999),
        ("partner", 1, 10**30),
        ("partnership", 0, 1),
    ],
)
def test_what_is_no_pair_of_records_is_not_found(client, kind, one, other):
    client.force_login(lead_reviewer())
    InternationalPartnerFactory(pk=1)

    address = reverse("partnerships:record_pair", args=[kind, one, other])

    assert client.get(address).status_code == 404
    assert client.post(address, {"reason": "x"}).status_code == 404
    assert not Merge.objects.exists()


def test_only_lead_reviewers_of_other_authorities_merge(client):
    mine, other = LocalAuthorityFactory(), LocalAuthorityFactory()
    own_lead, lead = lead_reviewer(), lead_reviewer()
    MemberFactory(user=own_lead, authority=mine)
    address = pair_address("authority", mine, other)
    client.force_login(lead)
    data = form_of(client, address)
    people = {None: 302, UserFactory(): 403, MemberFactory().user: 403, reviewer(): 200}

    for person, status in {**people, own_lead: 200}.items():
        client.logout()
        if person:
            client.force_login(person)
        assert client.get(CHOICE).status_code == status
        assert client.get(address).status_code == status
        assert client.post(address, data).status_code in (302, 403, 404)
        assert not Merge.objects.exists()


def test_records_are_chosen_by_reference_code_address_or_words(client):
    client.force_login(reviewer())
    one = published(title="Plan climat", draft={"reference": "CD-2026-000257"})
    other = published(title="Eau potable")
    for typed in ("cd-2026-000257", "257", one.public_id, one.get_absolute_url(), "plan climat"):
        answer = chosen(
            client, "partnership", typed, f"https://x.example{other.get_absolute_url()}"
        )
        assert answer.status_code == 302, typed
        assert answer["Location"] == pair_address("partnership", one, other)

    town = InternationalPartnerFactory(name="Oujda", wikidata_id="Q1")
    city = InternationalPartnerFactory(name="Fès")
    for typed in ("Q1", "oujda", town.get_absolute_url()):
        answer = chosen(client, "partner", typed, "fes")
        assert answer["Location"] == pair_address("partner", town, city), typed

    lille = LocalAuthorityFactory(name="Lille", insee_code="59350", key="c59350")
    lens = LocalAuthorityFactory(name="Lens")
    for typed in ("59350", "lille", lille.get_absolute_url()):
        answer = chosen(client, "authority", typed, "lens")
        assert answer["Location"] == pair_address("authority", lille, lens), typed


def test_several_records_found_are_offered_and_one_is_chosen(client):
    client.force_login(reviewer())
    towns = [InternationalPartnerFactory(name="Santa Cruz") for _rank in range(3)]
    other = InternationalPartnerFactory(name="Fès")

    page = chosen(client, "partner", "santa cruz", "fes")
    answer = chosen(client, "partner", "santa cruz", "fes", une_fiche=towns[1].pk)
    unknown = chosen(client, "partner", "santa cruz", "fes", une_fiche=other.pk)

    assert page.status_code == unknown.status_code == 200
    assert {each.pk for each in page.context["page"].sides[0].found} == {t.pk for t in towns}
    assert "laquelle" in text_of(page)
    assert "Trouvée" in text_of(page)
    assert answer["Location"] == pair_address("partner", towns[1], other)


def test_nothing_found_the_same_twice_and_anything_typed_say_what_to_do(client):
    client.force_login(reviewer())
    InternationalPartnerFactory(name="Fès")

    nothing = text_of(chosen(client, "partner", "zorglub", ""))
    same = text_of(chosen(client, "partner", "fes", "Fès"))

    assert "essayez un mot de moins" in nothing
    assert "deux fois la même fiche" in same
    for typed in ("\x00", "%", "/" * 300, "http://[", "1" * 300, "de la", "²"):
        for kind in (*RecordKind.values, "x"):
            assert chosen(client, kind, typed, typed, une_fiche="x").status_code == 200
    assert not DuplicatePair.objects.exists()


def test_a_suspended_partnership_is_compared_but_not_merged(client):
    one, other = published(title="Plan climat"), published(title="Eau")
    type(one).objects.filter(pk=one.pk).update(is_suspended=True)
    client.force_login(lead_reviewer())

    answer = chosen(client, "partnership", one.public_id, other.public_id)

    address = pair_address("partnership", one, other)
    assert answer["Location"] == address
    assert "suspendue" in text_of(client.get(address))
    assert client.post(address, form_of(client, address)).status_code == 409


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize(
    ("kind", "chooses", "compares"), [("partner", 16, 13), ("partnership", 13, 20)]
)
def test_pages_run_the_same_queries_for_any_number(
    client, count, kind, chooses, compares, django_assert_num_queries
):
    make = InternationalPartnerFactory if kind == "partner" else published
    words = {"name": "Fès"} if kind == "partner" else {"title": "Fès"}
    rows = [make(**words) for _rank in range(count)]
    client.force_login(reviewer())
    chosen(client, kind, "fes", "fes")

    with django_assert_num_queries(chooses):
        chosen(client, kind, "fes", "fes")
    with django_assert_num_queries(compares):
        client.get(pair_address(kind, *rows[:2]))


def proposals(client, kind, one, other, **query):
    page = client.get(pair_address(kind, one, other), query).context["page"]
    return page, {
        field.name: (field.chosen, field.suggestion.why)
        for field in page.fields
        if not field.is_same
    }


def test_the_better_sourced_value_is_proposed_and_says_why(client):
    client.force_login(lead_reviewer())
    lille, oujda = [LocalAuthorityFactory()], [InternationalPartnerFactory()]
    imported = published(
        lille, oujda, provenance=Provenance.WIKIDATA, title="Lille", summary="Repris."
    )
    old = published(lille, oujda, title="Vieux", at=OLD, phase="active")
    new = published(lille, oujda, title="Neuf", at=NEW, phase="completed")

    page, of_import = proposals(client, "partnership", imported, old)
    assert page.kept == old
    assert of_import["title"] == (
        "kept",
        "déclarée par une collectivité, l’autre vient d’une source publique",
    )
    assert of_import["summary"] == ("gone", "la seule remplie")
    page, of_age = proposals(client, "partnership", old, new, garder=old.pk)
    assert of_age["title"] == ("gone", "la plus récente, du 2 mars 2024")
    assert "proposée : la plus récente" in text_of(
        client.get(pair_address("partnership", old, new))
    )
    type(old).objects.filter(pk=old.pk).update(confirmed_on="2025-01-01")
    page, of_confirmed = proposals(client, "partnership", old, new)
    assert page.kept == old
    assert of_confirmed["title"] == ("kept", "confirmée par sa collectivité")


def test_a_confirmation_of_an_earlier_version_counts_for_nothing(client):
    client.force_login(lead_reviewer())
    old = published(title="Vieux", at=OLD)
    new = published(title="Neuf", at=NEW)
    type(old).objects.filter(pk=old.pk).update(confirmed_on="2019-01-01")

    _page, found = proposals(client, "partnership", old, new, garder=old.pk)

    assert found["title"][0] == "gone"


def test_partners_and_authorities_follow_the_same_rule(client):
    client.force_login(lead_reviewer())
    imported = InternationalPartnerFactory(name="Fez", source="Wikidata", wikidata_id="Q1")
    declared = InternationalPartnerFactory(name="Fès", website="https://fes.example/")
    unknown = InternationalPartnerFactory(name="Fès", kind="unknown")
    _page, found = proposals(client, "partner", imported, declared, garder=imported.pk)
    assert found["name"][0] == "gone"
    assert found["wikidata_id"] == ("kept", "la seule remplie")
    _page, found = proposals(client, "partner", unknown, declared, garder=unknown.pk)
    assert found["kind"] == ("gone", "la seule remplie")

    known = LocalAuthorityFactory(name="Bourg-Neuf", source="Etalab")
    typed = LocalAuthorityFactory(name="Bourg", source="Administration\u202f: courriel")
    page, found = proposals(client, "authority", typed, known)
    assert page.kept == known
    assert found["name"] == ("kept", "donnée de référence, l’autre est saisie par l’administration")


def test_a_choice_that_was_typed_is_kept_after_a_refusal(client):
    client.force_login(lead_reviewer())
    old = published(title="Vieux", at=OLD)
    new = published(title="Neuf", at=NEW)
    address = pair_address("partnership", old, new)
    data = form_of(client, address, reason="")
    other = "kept" if data["choice.title"] == "gone" else "gone"

    answer = client.post(address, {**data, "choice.title": other})

    fields = {field.name: field.chosen for field in answer.context["page"].fields}
    assert (answer.status_code, fields["title"]) == (409, other)


def test_an_unknown_phase_never_replaces_a_known_one(client):
    client.force_login(lead_reviewer())
    old, new = published(at=OLD, phase="active"), published(at=NEW, phase="unknown")

    _page, found = proposals(client, "partnership", old, new, garder=old.pk)

    assert found["phase"] == ("kept", "la seule remplie")
