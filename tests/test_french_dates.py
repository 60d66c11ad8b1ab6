"""« 1er janvier » wherever a date is written in words: pages, mails, papers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.formats import localize

from cncd_portal.french_dates import MOMENT, french_date
from partnerships.models import OutboxMail
from partnerships.pages.papers.dossier_paper import dossier_paper
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.dossiers import dossier_in
from tests.factories.opinions import EMAIL, ask
from tests.factories.pdf import text_of_pdf
from tests.modules import imported, modules, modules_of_tests

FIRST = date(2024, 1, 1)
# What formats a date without our rule.
OTHERS = {
    "django.utils.formats.date_format",
    "django.utils.dateformat",
    "django.utils.dateformat.format",
    "django.template.defaultfilters.date",
}


def shown(value, form):
    return Template(f'{{{{ value|date:"{form}" }}}}').render(Context({"value": value}))


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (FIRST, "j F Y", "1er janvier 2024"),
        (FIRST, "j F", "1er janvier"),
        (FIRST, "F Y", "janvier 2024"),
        (FIRST, "Y-m-d", "2024-01-01"),
        (FIRST, "SHORT_DATE_FORMAT", "01/01/2024"),
        (date(2024, 1, 11), "j F Y", "11 janvier 2024"),
        (date(2024, 8, 21), "j F Y", "21 août 2024"),
        # In Paris, the first of February began an hour ago.
        (datetime(2024, 1, 31, 23, 30, tzinfo=UTC), "j F Y, H:i", "1er février 2024, 00:30"),
        (None, "j F Y", ""),
        ("pas une date", "j F Y", ""),
    ],
)
def test_templates_write_the_first_day_as_an_ordinal(value, form, expected):
    assert shown(value, form) == expected


def test_python_writes_the_first_day_as_an_ordinal():
    at = datetime(2024, 1, 31, 23, 30, tzinfo=UTC)

    assert french_date(FIRST) == "1er janvier 2024"
    assert french_date(at) == "1er février 2024"
    assert french_date(at, MOMENT) == "1er février 2024, 00:30"


def test_dates_without_a_format_have_no_day_in_words():
    assert (localize(FIRST), Template("{{ d }}").render(Context({"d": FIRST}))) == (
        "01/01/2024",
        "01/01/2024",
    )


def test_nothing_else_formats_dates():
    found = {
        name
        for name, _path, tree in [*modules(), *modules_of_tests()]
        if name != "cncd_portal.french_dates" and OTHERS & set(imported(tree))
    }

    assert found == set()


@pytest.mark.django_db
def test_page_mail_and_paper_write_the_first_day(client):
    closed = LocalAuthorityFactory(closed_on=date(2019, 1, 1))
    due = (timezone.localdate() + timedelta(days=40)).replace(day=1)
    dossier = dossier_in("under_review")
    ask(dossier, due_in=(due - timezone.localdate()).days)
    draft = dossier_in("draft", ends_on="01/08/2031")

    page = client.get(closed.get_absolute_url()).content.decode()

    assert "1er janvier 2019" in page
    mail = OutboxMail.objects.get(recipient=EMAIL)
    assert f"attendu pour le 1er {french_date(due, 'F Y')}" in mail.body
    assert "1er août 2031" in text_of_pdf(dossier_paper(draft))


def test_a_day_follows_the_language():
    at = datetime(2024, 1, 31, 23, 30, tzinfo=UTC)

    for language, month in (("fr", "février"), ("en", "February"), ("fr", "février")):
        with translation.override(language):
            assert french_date(at) == french_date(date(2024, 2, 1)) == f"1er {month} 2024"
