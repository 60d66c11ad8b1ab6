"""What a page lacks, told by its readers."""

import pytest
from lxml import html

from partnerships.models import Provenance, ReaderReport
from tests.factories.partnerships import published
from tests.factories.roles import text_of
from tests.partnerships.contributions.reports import form_of, send_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return published(title="Lille et Oujda")


@pytest.mark.parametrize(
    ("query", "topic", "part"),
    [
        ("", None, None),
        ("?manque=", "missing", ""),
        ("?manque=dates", "missing", "dates"),
        ("?manque=contact", "missing", ""),
        ("?manque=%00", "missing", ""),
    ],
)
def test_what_a_page_lacks_is_chosen_beforehand(client, partnership, query, topic, part):
    page = html.fromstring(text_of(client.get(form_of(partnership) + query)))

    assert page.xpath("//input[@name='topic'][@checked]/@value") == ([topic] if topic else [])
    assert page.xpath("string(//select[@name='part']/option[@selected]/@value)") == (part or "")


def test_links_of_an_imported_page_say_what_is_missing(client):
    row = published(provenance=Provenance.WIKIDATA)

    page = text_of(client.get(row.get_absolute_url()))

    for part in ("", "dates", "content"):
        assert f'href="{form_of(row)}?manque={part}"' in page
    assert send_report(client, f"{form_of(row)}?manque=dates", topic="missing").status_code == 302
    assert ReaderReport.objects.get().get_topic_display() == "il manque une information"


def test_what_is_missing_is_kept_where_the_page_was_merged(client, partnership):
    merged = published(title="Lille et Oujda, encore")
    merged.merged_into = partnership
    merged.save()

    response = client.get(form_of(merged) + "?manque=dates")

    assert (response.status_code, response.url) == (302, form_of(partnership) + "?manque=dates")
