"""Imported partnerships, and what their pages show."""

from partnerships.models import Provenance
from tests.factories.partnerships import published


def imported(authorities, partners, **fields):
    source = {
        "source_text": "Wikidata, 2017",
        "source_url": "https://www.wikidata.org/wiki/Property:P190",
    }
    fields = {"kind": "twinning", "title": "Jumelage", **fields}
    return published(authorities, partners, provenance=Provenance.WIKIDATA, draft=source, **fields)


def page_of(client, partnership):
    response = client.get(partnership.get_absolute_url())
    assert response.status_code == 200
    return response


def sentence_of(client, partnership):
    return page_of(client, partnership).context["page"].sentence
