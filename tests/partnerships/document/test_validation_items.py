"""Invalid input in the items of a dossier: partners, budget, contributions, attachments."""

import pytest

from partnerships.document.validation import validate
from partnerships.models import Attachment, InternationalPartnerKind, PartnershipKind
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import document_of, errors_of, with_item
from tests.factories.lists import CountryFactory, PlaceFactory, ProposalFactory
from tests.factories.partnerships import InternationalPartnerFactory

pytestmark = pytest.mark.django_db
SHA256 = "a" * 64


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1234.5", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u202f234\u00a0567,5 €", "1234567.50"),
        ("0", "0.00"),
        ("999999999999,99", "999999999999.99"),
    ],
)
def test_amount_is_read_as_french_people_write_it(dossier, typed, amount):
    with_item(dossier, "budget", year="2024", source="afd", nature="cash", amount=typed)

    assert document_of(dossier)["budget"][0]["amount"] == amount


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("-1", "négatif"),
        ("\u22125,00", "négatif"),
        ("12,34,5", "pas un nombre"),
        ("beaucoup", "pas un nombre"),
        ("1,2345", "pas un nombre"),
        ("NaN", "pas un nombre"),
        ("1e9", "pas un nombre"),
        ("Infinity", "pas un nombre"),
        ("١٢", "pas un nombre"),
        ("12\x00", "pas un nombre"),
        ("1 23", "pas un nombre"),
        ("1000000000000", "trop grand"),
        ("", "à remplir"),
    ],
)
def test_amount_that_is_none_is_refused_in_its_place(dossier, typed, message):
    line = with_item(dossier, "budget", year="2024", source="afd", nature="cash", amount=typed)

    errors = errors_of(dossier)

    assert list(errors) == [f"{line}.amount"]
    assert message in errors[f"{line}.amount"]


@pytest.mark.parametrize("year", ["24", "1492", "20245", "deux mille", "\uff12\uff10\uff12\uff14"])
def test_year_that_is_none_is_refused(dossier, year):
    line = with_item(dossier, "budget", year=year, source="afd", nature="cash", amount="1")

    assert list(errors_of(dossier)) == [f"{line}.year"]


def test_lines_left_empty_do_not_count(dossier):
    with_item(dossier, "budget", year="", amount="")
    with_item(dossier, "contributions")
    with_item(dossier, "partners", proposed_name="")

    assert document_of(dossier)["budget"] == []


def test_turnkey_asks_for_three_authorities(dossier):
    with_item(dossier, "authorities", authority=LocalAuthorityFactory().key)

    errors = errors_of(dossier, kind=PartnershipKind.TURNKEY)

    assert list(errors) == ["authorities"]
    assert "il y en a 2" in errors["authorities"]


def test_turnkey_with_three_authorities_is_accepted(dossier):
    keys = [LocalAuthorityFactory().key for _rank in range(2)]
    for key in keys:
        with_item(dossier, "authorities", authority=key)

    assert errors_of(dossier, kind=PartnershipKind.TURNKEY) == {}
    named = [item["authority"] for item in document_of(dossier)["authorities"]]
    assert named == [dossier.lead_authority.key, *keys]


def test_merged_authorities_count_once(dossier):
    successor = LocalAuthorityFactory()
    for _rank in range(2):
        with_item(dossier, "authorities", authority=LocalAuthorityFactory(successor=successor).key)

    errors = errors_of(dossier, kind=PartnershipKind.TURNKEY)

    assert "il y en a 2" in errors["authorities"]
    assert any("déjà dans la liste" in message for message in errors.values())


def test_lead_authority_is_in_the_document_though_its_item_is_lost(dossier):
    dossier.buffer = {**dossier.buffer, "authorities": []}
    buffer_without_authorities = {
        path: v for path, v in dossier.buffer.items() if not path.startswith("authorities.")
    }
    dossier.buffer = buffer_without_authorities

    first, second = document_of(dossier), document_of(dossier)

    assert [item["authority"] for item in first["authorities"]] == [dossier.lead_authority.key]
    assert first == second


@pytest.mark.parametrize("key", ["nulle-part", "c59000\x00", "' OR 1=1", "x" * 500])
def test_unknown_authority_is_refused(dossier, key):
    item = with_item(dossier, "authorities", authority=key)

    assert list(errors_of(dossier)) == [item]


def test_state_as_partner_asks_for_the_case_and_the_authorisation(dossier):
    state = InternationalPartnerFactory(kind=InternationalPartnerKind.STATE)
    with_item(dossier, "partners", partner=str(state.uuid))

    assert list(errors_of(dossier)) == ["state_case", "state_authorised_on"]
    assert errors_of(dossier, state_case="Aide d’urgence", state_authorised_on="2024-01-02") == {}
    assert document_of(dossier)["state_authorised_on"] == "2024-01-02"


def test_proposed_state_asks_for_the_authorisation_too(dossier):
    CountryFactory()
    with_item(
        dossier,
        "partners",
        proposed_name="Royaume",
        proposed_kind=InternationalPartnerKind.STATE,
        proposed_country="MA",
    )

    assert list(errors_of(dossier)) == ["state_case", "state_authorised_on"]


@pytest.mark.parametrize("uuid", ["00000000-0000-4000-8000-000000000000", "pas-un-uuid", "\x00"])
def test_unknown_partner_is_refused(dossier, uuid):
    item = with_item(dossier, "partners", partner=uuid)

    errors = errors_of(dossier)

    assert list(errors) == [item]
    assert "n’est plus connu" in errors[item]


def test_proposed_partner_needs_name_kind_and_country(dossier):
    item = with_item(dossier, "partners", proposed_name="Oujda")

    assert list(errors_of(dossier)) == [f"{item}.proposed_kind", f"{item}.proposed_country"]


def test_proposed_place_of_another_country_is_refused(dossier):
    CountryFactory()
    elsewhere = PlaceFactory(country=CountryFactory(iso2="SN", name="Sénégal"))
    item = with_item(
        dossier,
        "partners",
        proposed_name="Oujda",
        proposed_kind="municipality",
        proposed_country="MA",
        proposed_place=str(elsewhere.pk),
    )

    errors = errors_of(dossier)

    assert list(errors) == [f"{item}.proposed_country"]
    assert "Sénégal" in errors[f"{item}.proposed_country"]


def test_france_and_its_overseas_parts_are_no_country_of_a_partner(dossier):
    CountryFactory(iso2="SN", name="Sénégal")
    CountryFactory(iso2="GP", name="Guadeloupe")
    item = with_item(
        dossier,
        "partners",
        proposed_name="Pointe-à-Pitre",
        proposed_kind="municipality",
        proposed_country="GP",
    )

    errors = errors_of(dossier)

    assert list(errors) == [f"{item}.proposed_country"]
    assert "«\u202fGuadeloupe\u202f» est en France" in errors[f"{item}.proposed_country"]


@pytest.mark.parametrize("place", ["0", "99999999999999999999", "ici", "1\x00"])
def test_unknown_place_is_refused(dossier, place):
    CountryFactory()
    item = with_item(
        dossier,
        "partners",
        proposed_name="Oujda",
        proposed_kind="municipality",
        proposed_country="MA",
        proposed_place=place,
    )

    assert list(errors_of(dossier)) == [item]


def test_same_partner_twice_is_refused(dossier):
    uuid = dossier.buffer["partners"][0]
    again = with_item(dossier, "partners", partner=dossier.buffer[f"partners.{uuid}.partner"])

    assert list(errors_of(dossier)) == [again]


def test_dossier_without_partner_asks_for_one(dossier):
    assert list(errors_of(dossier, partners=[])) != []
    assert "partners" in errors_of(dossier, partners=[])


def test_contribution_needs_its_statement(dossier):
    ProposalFactory()
    item = with_item(dossier, "contributions", proposal="5", statement=" \u200f ")

    errors = errors_of(dossier)

    assert list(errors) == [f"{item}.statement"]


def test_same_proposal_twice_is_refused(dossier):
    ProposalFactory()
    with_item(dossier, "contributions", proposal="5", statement="Un.")
    again = with_item(dossier, "contributions", proposal="5", statement="Deux.")

    assert list(errors_of(dossier)) == [f"{again}.proposal"]


def test_document_of_another_dossier_is_refused(dossier):
    other = dossier_in("draft")
    file = Attachment.objects.create(
        dossier=other,
        kind="other",
        file_name="b.pdf",
        content_type="application/pdf",
        size=9,
        sha256=SHA256,
    )
    path = f"documents.{file.uuid}"

    errors = errors_of(dossier, documents=[str(file.uuid)], **{f"{path}.kind": "other"})

    assert list(errors) == [path]


@pytest.mark.parametrize("count", [1, 3])
def test_validate_asks_as_much_for_many_items_as_for_one(dossier, count, django_assert_num_queries):
    ProposalFactory()
    CountryFactory()
    for _rank in range(count):
        with_item(dossier, "authorities", authority=LocalAuthorityFactory().key)
        partner = InternationalPartnerFactory()
        with_item(dossier, "partners", partner=str(partner.uuid))
        with_item(dossier, "budget", year="2024", source="afd", nature="cash", amount="1")
        with_item(dossier, "contributions", proposal="5", statement="Un.")
        # Of the same name, so that the partner is read to be compared.
        place = PlaceFactory(name=partner.name)
        with_item(
            dossier,
            "partners",
            proposed_name=place.name,
            proposed_kind="municipality",
            proposed_country="MA",
            proposed_place=str(place.pk),
        )

    with django_assert_num_queries(13):
        validate(dossier)
