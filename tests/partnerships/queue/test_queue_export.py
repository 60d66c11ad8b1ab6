"""The downloads of the queue hold exactly what it shows, and no cell is a formula."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from partnerships.models import Dossier
from partnerships.pages.queue import queue_listing
from tests.factories.accounts import reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in

pytestmark = pytest.mark.django_db
QUEUE = reverse("partnerships:queue")


def content(client, extension, **query):
    response = client.get(reverse("partnerships:queue_export", args=[extension]), query)
    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].endswith(f'.{extension}"')
    return b"".join(response.streaming_content)


def csv_of(client, **query):
    text = content(client, "csv", **query).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def xlsx_of(client, **query):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(client, "xlsx", **query)))
    return book.get_sheet_by_index(0).to_python()


def test_downloads_have_the_filters_the_sort_and_the_columns_of_the_page(client, monkeypatch):
    monkeypatch.setattr(queue_listing, "PAGE_SIZE", 2)
    monkeypatch.setattr(queue_listing, "CHUNK", 2)
    member = MemberFactory(authority=LocalAuthorityFactory(name="Béthune"))
    dossiers = [
        dossier_in("submitted", member=member, title=f"Titre {letter}") for letter in "CABDE"
    ]
    Dossier.objects.filter(pk=dossiers[0].pk).update(due_on=date(2026, 6, 1))
    dossier_in("closed", member=member, title="Titre F")
    client.force_login(reviewer())
    query = {
        "etat": "submitted",
        "tri": "titre",
        "colonnes": ["echeance", "collectivite", "depots"],
    }

    page = client.get(QUEUE, query).context["page"]
    lines, cells = csv_of(client, **query), xlsx_of(client, **query)

    ordered = [dossiers[1], dossiers[2], dossiers[0], dossiers[3], dossiers[4]]
    assert [each.row.dossier for each in page.rows] == ordered[:2]
    headings = ["Référence", "Titre", "Collectivité", "Dépôts", "Échéance"]
    assert lines == [
        headings,
        *(
            [
                each.reference,
                each.title,
                "Béthune",
                "1",
                "01/06/2026" if each == dossiers[0] else "",
            ]
            for each in ordered
        ),
    ]
    assert cells == [
        headings,
        *(
            [
                each.reference,
                each.title,
                "Béthune",
                1.0,
                date(2026, 6, 1) if each == dossiers[0] else "",
            ]
            for each in ordered
        ),
    ]


@pytest.mark.parametrize("title", ['=HYPERLINK("x")', "+33", "-1+1", "@SUM(A1)", "\uff1d1+1"])
def test_no_cell_is_a_formula(client, title):
    dossier_in("submitted", title=title)
    client.force_login(reviewer())

    assert csv_of(client)[1][1] == f"'{title}"
    assert xlsx_of(client)[1][1] == title


def test_cell_with_a_line_break_or_a_separator_stays_one_cell(client):
    dossier_in("submitted", title='Eau ; "pompe"')
    client.force_login(reviewer())

    assert csv_of(client)[1][1] == xlsx_of(client)[1][1] == 'Eau ; "pompe"'


def test_an_empty_queue_has_its_headings(client):
    client.force_login(reviewer())

    assert len(csv_of(client)) == len(xlsx_of(client)) == 1


def test_downloads_are_closed_to_members(client):
    dossier = dossier_in("submitted")
    client.force_login(dossier.created_by)

    for extension in ("csv", "xlsx"):
        address = reverse("partnerships:queue_export", args=[extension])
        assert client.get(address).status_code == 403
