"""Whom the cells of a spreadsheet name: partners and authorities."""

import pytest

from partnerships.models import RowState
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory, PlaceFactory
from tests.factories.partnerships import InternationalPartnerFactory
from tests.factories.spreadsheets import errors, found, items

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("countries")]


def test_known_partner_is_found_by_its_exact_name(member):
    oujda = InternationalPartnerFactory(name="Wujda", name_fr="Oujda")
    InternationalPartnerFactory(name="Oujda-Angad")

    good = found(member, **{"Partenaires étrangers": "OUJDA", "Nature des partenaires": ""})

    assert items(good, "partners") == [{"partner": str(oujda.uuid)}]


def test_partner_of_another_country_is_another(member):
    InternationalPartnerFactory(name="Oujda")

    good = found(member, **{"Partenaires étrangers": "Oujda", "Pays des partenaires": "Sénégal"})

    assert items(good, "partners") == [
        {"proposed_name": "Oujda", "proposed_country": "SN", "proposed_kind": "municipality"}
    ]


def test_unknown_partner_is_proposed_with_its_town(member):
    town = PlaceFactory(name="Kayes", country=CountryFactory(iso2="SN"))
    town.terms.create(term="kayes")

    good = found(member, **{"Partenaires étrangers": "Kayes", "Pays des partenaires": "Sénégal"})

    assert items(good, "partners")[0]["proposed_place"] == str(town.pk)


def test_unknown_partner_asks_for_its_country_and_kind(member):
    wrong = found(member, **{"Pays des partenaires": "", "Nature des partenaires": ""})

    assert errors(wrong) == {
        "Pays des partenaires": "« Ville 1 » n’est pas encore au registre : indiquez son pays "
        "pour le proposer.",
        "Nature des partenaires": "« Ville 1 » n’est pas encore au registre : indiquez sa nature "
        "pour le proposer.",
    }


def test_several_partners_share_a_country_or_have_each_theirs(member):
    both = found(member, **{"Partenaires étrangers": "A ; B"})
    each = found(
        member, **{"Partenaires étrangers": "A\nB", "Pays des partenaires": "Maroc ; Sénégal"}
    )
    wrong = found(
        member,
        **{"Partenaires étrangers": "A ; B ; C", "Pays des partenaires": "Maroc ; Sénégal"},
    )

    assert [item["proposed_country"] for item in items(both, "partners")] == ["MA", "MA"]
    assert [item["proposed_country"] for item in items(each, "partners")] == ["MA", "SN"]
    assert "une par partenaire" in errors(wrong)["Pays des partenaires"]


def test_co_authorities_are_found_by_siren_code_or_name(member):
    lille = LocalAuthorityFactory(name="Lille", siren="215903501")
    ain = LocalAuthorityFactory(name="Ambérieu", key="c01004", insee_code="01004")
    LocalAuthorityFactory(name="Loos", postcodes=["59120"])
    own = member.authority.name

    good = found(
        member,
        **{
            "Autres collectivités françaises": f"215 903 501 ; 1004 ; loos ; {own}",
            "Type de partenariat": "Clés en main",
        },
    )

    assert good.faults == []
    assert [item["authority"] for item in items(good, "authorities")][:2] == [lille.key, ain.key]
    assert len(items(good, "authorities")) == 3


def test_unknown_authority_is_told(member):
    unknown = found(member, **{"Autres collectivités françaises": "Nullepart"})

    assert "n’est pas une collectivité connue" in errors(unknown)["Autres collectivités françaises"]


def test_partner_that_resembles_a_known_one_is_drafted_as_written_and_asked_about(member):
    InternationalPartnerFactory(name="Oujda-Angad")

    row = found(member, **{"Partenaires étrangers": "Oujda Angade"})

    assert row.state == RowState.GOOD
    assert "dire si «\u202fOujda Angade\u202f» est Oujda-Angad (Maroc)" in " ".join(row.missing)
    (partner,) = items(row, "partners")
    assert partner["proposed_name"] == "Oujda Angade"
    assert "partner" not in partner
