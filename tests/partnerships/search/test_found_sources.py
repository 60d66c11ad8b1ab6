"""What is fictitious is said in the answers of a search, and never added to the rest."""

import pytest

from partnerships.models import Provenance
from partnerships.pages.search import groups, registry_groups
from partnerships.pages.search.search_page import SHOWN
from tests.factories.filling import text_of
from tests.factories.partnerships import published
from tests.partnerships.search.searched import SEARCH, found

pytestmark = pytest.mark.django_db
BADGE = "fr-badge--warning"


def counted(client, words):
    [group] = [each for each in found(client, words).groups if each.kind == "partenariats"]
    return group.counted.replace("\u202f", " ")


def entries(client, words):
    text = text_of(client.get(SEARCH, {"q": words}))
    return text.split('id="partenariats"')[1].split("</section>")[0]


@pytest.mark.parametrize("others", [0, SHOWN])
def test_sources_are_told_apart_whether_all_are_shown_or_not(client, others):
    for _time in range(others + 1):
        published(title="Fontaine publique", provenance=Provenance.DEMONSTRATION)
    published(title="Fontaine publique", provenance=Provenance.SOURCED)

    fictitious = "1 fictif" if not others else f"{others + 1} fictifs"
    assert counted(client, "fontaine") == f"1 partenariat repris et {fictitious}"


def test_many_are_told_apart_as_few_are(client, monkeypatch):
    for module in (groups, registry_groups):
        monkeypatch.setattr(module, "MOST_COUNTED", SHOWN)
    for _time in range(SHOWN):
        published(title="Fontaine publique", provenance=Provenance.SOURCED)
    published(title="Fontaine publique", provenance=Provenance.DEMONSTRATION)
    published(title="Moulin à vent")

    assert counted(client, "fontaine") == f"{SHOWN} partenariats repris et 1 fictif"
    assert counted(client, "moulin") == "1 partenariat"


def test_fictitious_ones_alone_are_said_to_be(client):
    published(title="Fontaine publique", provenance=Provenance.DEMONSTRATION)
    published(title="Moulin à vent", provenance=Provenance.SOURCED)

    assert counted(client, "fontaine") == "1 partenariat fictif"
    assert counted(client, "moulin") == "1 partenariat"
    assert BADGE in entries(client, "fontaine")
    assert BADGE not in entries(client, "moulin")


def test_usual_source_is_said_once_and_others_on_their_row(client):
    for _time in range(2):
        published(title="Fontaine", kind="twinning", provenance=Provenance.WIKIDATA)
    published(title="Fontaine", provenance=Provenance.SOURCED)

    text = entries(client, "fontaine").lower()

    assert text.count("donnée wikidata") == 0
    assert "non déclarés, sauf mention contraire" in text
    assert text.count("source publique, non déclaré par la collectivité") == 1
