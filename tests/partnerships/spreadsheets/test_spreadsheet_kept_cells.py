"""Rows as people fill them: wrong cells kept as typed, suggestions accepted, names in one cell."""

import pytest
from django.urls import reverse

from partnerships.models import Dossier, OutboxMail, RowState
from partnerships.pages.spreadsheets.columns import phone_text
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.filling import errors_of, step_of, text_of
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory
from tests.factories.spreadsheets import address, checked, choose, items, row, sent, spreadsheet_of

pytestmark = pytest.mark.django_db
OTHERS = "Autres collectivités françaises"
PARTNERS, COUNTRY = "Partenaires étrangers", "Pays des partenaires"


@pytest.fixture(autouse=True)
def mali(countries):
    CountryFactory(iso2="ML", name="Mali")


def page_of(client, spreadsheet):
    return text_of(client.get(spreadsheet.get_absolute_url()))


def answer(client, spreadsheet, text, value):
    (identity,) = {q["identity"] for q in spreadsheet.questions if q["text"] == text}
    client.post(address(spreadsheet, "answers"), {f"answer.{identity}": value})
    spreadsheet.refresh_from_db()
    return spreadsheet.rows.first()


def test_row_with_wrong_cells_becomes_a_draft_with_them_as_typed(signed_in, member):
    wrong = {"Phase": "zzz", "Début": "32/01/2024", OTHERS: "Ville Inconnue", COUNTRY: "Zzz"}
    spreadsheet = sent(signed_in, member.authority, [row(**wrong)])
    page = page_of(signed_in, spreadsheet)

    choose(signed_in, spreadsheet)
    stored = spreadsheet.rows.get()
    dossier = Dossier.objects.get()

    assert "Créer ces brouillons tels quels" in page
    assert (stored.state, stored.dossier) == (RowState.KNOWN, dossier)
    assert "cases à corriger" in stored.outcome
    buffer = dossier.buffer
    (partner,) = buffer["partners"]
    assert (buffer["phase"], buffer["starts_on"]) == ("zzz", "32/01/2024")
    assert buffer[f"partners.{partner}.proposed_country"] == "Zzz"
    errors = errors_of(dossier)
    assert {"phase", "starts_on", f"partners.{partner}.proposed_country"} <= errors.keys()
    said = " ".join(" ".join(errors.values()).split())
    assert "« Ville Inconnue » n’est pas une collectivité connue" in said
    assert "Ville Inconnue" in text_of(signed_in.get(step_of(dossier, "acteurs")))


def test_same_file_sent_again_knows_the_draft_of_its_wrong_row(signed_in, member):
    rows = [row(Phase="zzz")]
    choose(signed_in, sent(signed_in, member.authority, rows))

    again = sent(signed_in, member.authority, rows)

    assert again.rows.get().state == RowState.KNOWN
    assert Dossier.objects.count() == 1


def test_row_that_would_lose_a_cell_is_not_drafted(signed_in, member):
    rows = [row(1, **{COUNTRY: "Mali;Maroc"}), row(2), row(2, Titre="Autre")]
    spreadsheet = sent(signed_in, member.authority, rows)
    lost, _good, repeated = spreadsheet.rows.order_by("line")

    choose(signed_in, spreadsheet)

    assert (lost.state, lost.is_whole) == (RowState.FAULTY, False)
    assert (repeated.state, repeated.is_whole) == (RowState.FAULTY, False)
    assert Dossier.objects.count() == 1


def test_row_of_another_authority_is_not_drafted(client, member):
    spreadsheet = checked(member, [row(Phase="zzz")])
    client.force_login(MemberFactory().user)

    response = choose(client, spreadsheet)

    assert response.status_code == 404
    assert Dossier.objects.count() == 0


@pytest.mark.parametrize(
    ("heading", "text", "path", "expected"),
    [
        ("Phase", "En cour", "phase", "active"),
        ("Type de partenariat", "Humanitaire", "kind", "humanitarian"),
        (COUNTRY, "Sénégale", "partners.*.proposed_country", "SN"),
    ],
)
def test_suggestion_is_accepted_on_the_page(signed_in, member, heading, text, path, expected):
    spreadsheet = sent(signed_in, member.authority, [row(1, **{heading: text})])
    offered = [option["value"] for option in spreadsheet.questions[0]["options"]]
    page = page_of(signed_in, spreadsheet)

    stored = answer(signed_in, spreadsheet, text, offered[0])

    buffer = stored.buffer
    found = buffer.get(path.replace("*", buffer["partners"][0]))
    assert f"« {text} »" in page
    assert offered == [expected, "none"]
    assert (stored.state, found) == (RowState.GOOD, expected)


def test_declined_suggestion_leaves_the_cell_as_typed(signed_in, member):
    spreadsheet = sent(signed_in, member.authority, [row(Phase="En cour")])

    stored = answer(signed_in, spreadsheet, "En cour", "none")

    assert (stored.state, stored.buffer["phase"], stored.is_whole) == (
        RowState.FAULTY,
        "En cour",
        True,
    )


def test_several_partners_in_a_cell_are_asked_then_made(signed_in, member):
    names = "Ségou, Kayes et Mopti"
    rows = [row(**{PARTNERS: names, COUNTRY: "Mali, Mali, Sénégal"})]
    spreadsheet = sent(signed_in, member.authority, rows)
    asked = spreadsheet.rows.get()

    stored = answer(signed_in, spreadsheet, names, "several")

    assert asked.state == RowState.ASKED
    assert [item["proposed_name"] for item in items(stored, "partners")] == [
        "Ségou",
        "Kayes",
        "Mopti",
    ]
    assert [item["proposed_country"] for item in items(stored, "partners")] == ["ML", "ML", "SN"]


def test_one_partner_with_a_comma_is_kept_as_one(signed_in, member):
    rows = [row(**{PARTNERS: "Région de Ségou, Mali"})]
    spreadsheet = sent(signed_in, member.authority, rows)

    stored = answer(signed_in, spreadsheet, "Région de Ségou, Mali", "one")

    (partner,) = items(stored, "partners")
    assert partner["proposed_name"] == "Région de Ségou, Mali"


def test_known_partner_with_a_comma_is_not_asked(signed_in, member):
    InternationalPartnerFactory(name="Washington, D.C.", country_id="MA")

    spreadsheet = sent(signed_in, member.authority, [row(**{PARTNERS: "Washington, D.C."})])

    assert spreadsheet.questions == []
    assert spreadsheet.rows.get().state == RowState.GOOD


def test_several_authorities_in_a_cell_are_asked_too(signed_in, member):
    LocalAuthorityFactory(name="Roubaix", key="c59512")
    LocalAuthorityFactory(name="Tourcoing", key="c59599")
    spreadsheet = sent(signed_in, member.authority, [row(**{OTHERS: "Roubaix, Tourcoing"})])

    stored = answer(signed_in, spreadsheet, "Roubaix, Tourcoing", "several")

    assert [item["authority"] for item in items(stored, "authorities")] == ["c59512", "c59599"]


def test_titles_of_columns_copied_again_are_not_a_row(member):
    heading = ["Votre référence", "Titre", PARTNERS, "Phase"]
    lines = [heading, ["P-1", "Un", "Oujda", ""], heading, ["P-2", "Titre", "Fès", ""]]

    spreadsheet = checked(member, spreadsheet_of(lines))

    assert [stored.line for stored in spreadsheet.rows.order_by("line")] == [2, 4]
    (note,) = spreadsheet.report["notes"]
    assert "la ligne 3 répète les titres" in note


def test_repeated_reference_is_counted_once_in_pages_and_mail(signed_in, member):
    first = sent(signed_in, member.authority, [row(1), row(2)])
    choose(signed_in, first)
    rows = [row(1, Titre="Titre changé"), row(2), row(1, Titre="Encore un autre")]
    again = sent(signed_in, member.authority, rows)
    choose(signed_in, again)
    deposit = text_of(signed_in.get(address(again, "deposit")))
    choose(signed_in, again, act="deposit")
    listed = text_of(signed_in.get(reverse("partnerships:spreadsheet_list")))

    (mail,) = OutboxMail.objects.filter(recipient=member.user.email)
    assert "2 dossiers complets" in deposit
    assert "2 au portail" in listed
    assert "2 dossiers sont déposés" in mail.subject
    assert Dossier.objects.filter(status="submitted").count() == 2


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (612345678, "06 12 34 56 78"),
        (612345678.0, "06 12 34 56 78"),
        ("612345678", "06 12 34 56 78"),
        (33612345678, "+33 6 12 34 56 78"),
        ("06 12 34 56 78", "06 12 34 56 78"),
        ("+33612345678", "+33612345678"),
        (12345, "12345"),
        (22370123456, "22370123456"),
        ("à demander", "à demander"),
    ],
)
def test_telephone_kept_as_a_number_has_its_zero(cell, text):
    assert phone_text(cell) == text


def test_telephone_of_a_row_is_that_of_its_draft(member):
    heading = ["Votre référence", "Titre", PARTNERS, "Contact – téléphone"]

    spreadsheet = checked(member, spreadsheet_of([heading, ["P-1", "Un", "Oujda", 612345678]]))

    assert spreadsheet.rows.get().buffer["contact.phone"] == "06 12 34 56 78"
