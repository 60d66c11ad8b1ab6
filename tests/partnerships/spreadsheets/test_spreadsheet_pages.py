"""Who sees the pages of a spreadsheet, and what they ask."""

import pytest
from django.urls import reverse
from django.utils.text import capfirst
from pytest_django.asserts import assertContains, assertNotContains

from partnerships.models import Dossier, PartnershipKind, RowState, SpreadsheetImport
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.lists import ThemeFactory
from tests.factories.roles import text_of
from tests.factories.spreadsheets import (
    address,
    checked,
    drafts_of,
    row,
    sent,
    sheets_in,
    xlsx_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


@pytest.fixture
def member(signed_in, member):
    return member


def test_corrections_hold_every_cell_and_come_back_as_they_were(client, member):
    rows = [
        row(1, Titre="=1+1", **{"Colonne à nous": "gardée"}),
        row(2, Phase="En cour", Résumé="un\x01 deux\nlignes"),
    ]
    spreadsheet = checked(member, rows)

    content = client.get(address(spreadsheet, "corrections")).content

    headings, first, second = sheets_in(content)["Partenariats"]
    assert headings[0] == "Erreurs"
    assert first[0] == ""
    assert second[0].startswith("Phase")
    assert first[headings.index("Titre")] == "=1+1"
    assert first[headings.index("Colonne à nous")] == "gardée"
    assert second[headings.index("Résumé")].endswith("deux\nlignes")


def test_corrected_file_is_sent_again_as_it_was_given(client, member):
    good, wrong = row(1), row(2, Phase="En cour")
    spreadsheet = drafts_of(client, member, [good, wrong])
    content = client.get(address(spreadsheet, "corrections")).content
    sheets = sheets_in(content)
    headings, *lines = sheets["Partenariats"]
    lines[1][headings.index("Phase")] = "En cours"
    rows = [dict(zip(headings, line, strict=True)) for line in lines]

    again = sent(client, member.authority, xlsx_of({"Partenariats": rows}))

    assert again.report["notes"] == []
    assert [each.state for each in again.rows.order_by("line")] == ["known", "changed"]


def test_template_has_the_lists_of_the_portal_and_a_hint_for_each_column(client, member):
    ThemeFactory()

    content = client.get(reverse("partnerships:spreadsheet_template", args=["xlsx"])).content

    sheets = sheets_in(content)
    headings, *lines = sheets["Listes"]
    lists = {h: [line[at] for line in lines] for at, h in enumerate(headings)}
    kinds = [capfirst(k.label) for k in PartnershipKind if k != PartnershipKind.UNKNOWN]
    assert [each for each in lists["Type de partenariat"] if each] == kinds
    assert [each for each in lists["Thématiques"] if each] == ["Eau"]
    assert [each for each in lists["Pays des partenaires"] if each] == ["Maroc"]
    needs = {line[0]: line[1] for line in sheets["Mode d’emploi"] if len(line) > 1}
    assert needs["Titre"] == "demandé pour déposer"
    assert needs["Résumé"] == "demandé pour déposer"
    assert [text for text in needs.values() if "État" in str(text)] == [
        "obligatoire si un partenaire est un État"
    ] * 2
    guide = {line[0] for line in sheets["Mode d’emploi"]}
    assert set(sheets["Partenariats"][0]) <= guide
    assert "Coût total" in " ".join(guide)
    assert "Coller depuis un tableur" not in guide


def test_csv_template_is_read_back(client, member):
    content = client.get(reverse("partnerships:spreadsheet_template", args=["csv"])).content
    headings = content.decode("utf-8-sig").strip().split(";")
    line = ";".join(row(1).get(heading, "") for heading in headings)

    spreadsheet = sent(client, member.authority, content + line.encode())

    assert spreadsheet.rows.get().state == RowState.GOOD


ROLES = {
    "colleague": (lambda member: MemberFactory(authority=member.authority).user, 200),
    "former member": (lambda m: MemberFactory(authority=m.authority, revoked=True).user, 404),
    "pending member": (lambda m: MemberFactory(authority=m.authority, pending=True).user, 404),
    "member of another authority": (lambda member: MemberFactory().user, 404),
    "reviewer": (lambda member: reviewer(), 404),
    "lead reviewer": (lambda member: lead_reviewer(), 404),
}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_see_and_act(client, role):
    member = MemberFactory()
    make, expected = ROLES[role]
    spreadsheet = checked(member, [row(1, Titre="Titre secret")])
    client.force_login(make(member))

    for name in ("detail", "progress", "corrections", "deposit"):
        assert client.get(address(spreadsheet, name)).status_code == expected
    assert ("partenariats.csv" in text_of(client.get(address(spreadsheet, "detail")))) == (
        expected == 200
    )
    for name in ("drafts", "deposit", "resume", "delete"):
        response = client.post(address(spreadsheet, name), {"row": spreadsheet.rows.get().pk})
        assert response.status_code == (302 if expected == 200 else 404)
        if expected == 200 and name == "drafts":
            assert Dossier.objects.count() == 1
    assert Dossier.objects.count() == (expected == 200)


def test_another_authority_cannot_be_sent_for(client, member):
    other = MemberFactory()
    response = client.get(reverse("partnerships:spreadsheet_list"))
    assert other.authority.name not in text_of(response)

    response = client.post(
        reverse("partnerships:spreadsheet_list"), {"authority": other.authority.key}
    )

    assert "Choisissez une de vos collectivités." in text_of(response)


def test_form_names_only_the_fields_that_people_fill(client, member):
    response = client.get(reverse("partnerships:spreadsheet_list"))

    assertContains(response, '<label class="fr-label" for="id_file">')
    assertContains(response, 'name="token"', 1)
    assertNotContains(response, 'for="id_token"')


@pytest.mark.parametrize("person", [lambda: MemberFactory(pending=True).user, reviewer])
def test_who_belongs_to_no_authority_has_no_such_page(client, person):
    client.force_login(person())

    assert client.get(reverse("partnerships:spreadsheet_list")).status_code == 404


def test_deleted_import_leaves_its_drafts_and_the_memory_of_its_rows(client, member):
    spreadsheet = drafts_of(client, member, [row(1)])

    client.post(address(spreadsheet, "delete"))

    assert SpreadsheetImport.objects.count() == 0
    assert Dossier.objects.count() == 1
    assert checked(member, [row(1)]).rows.get().state == RowState.KNOWN


@pytest.mark.parametrize("count", [3, 30])
def test_pages_ask_as_much_for_many_rows(client, member, count, django_assert_num_queries):
    rows = [row(number) for number in range(count)]
    spreadsheet = drafts_of(client, member, rows)
    spreadsheet = checked(member, [*rows, row(98), row(99, Phase="En cour")])

    with django_assert_num_queries(8):
        client.get(address(spreadsheet, "detail"))
    with django_assert_num_queries(15):
        client.get(address(spreadsheet, "deposit"))


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_many_imports(client, member, count, django_assert_num_queries):
    for number in range(count):
        checked(member, [row(number)])

    with django_assert_num_queries(8):
        response = client.get(reverse("partnerships:spreadsheet_list"))

    assert text_of(response).count("partenariats.csv</a>") == count
