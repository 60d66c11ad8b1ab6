"""The address of the queue may hold anything: always a page, and no row that is not listed."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from partnerships.pages.queue.queue_choices import ALL, OPEN
from partnerships.pages.queue.queue_listing import SORTS
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.messages import review_page
from tests.partnerships.queue.listing import QUEUE

pytestmark = pytest.mark.django_db
FILTERS = [
    *("q", "etat", "instructeur", "objet", "collectivite", "region", "pays", "theme"),
    *("proposition", "age_min", "age_max", "echeance", "avis", "premiere"),
]
NAMES = [*FILTERS, "tri", "colonnes", "vue", "avant", "apres", "chercher", "ajouter", "page"]
ODD = [
    *("", " ", "\x00", "\ud800", "\u202e", "²", "٣", "٣-٣", "0-٣", "²-²", "-1", "0", "1-1", "0-1"),
    *("9" * 30, "0-" + "9" * 18, "0-" + "9" * 30, "1e9", "NaN", "a" * 3000, "<script>", "//evil"),
    *("closed", "tous", "ouverts", "retard", "moi", "personne", "oui", "FR", "MA", "&a=1", "%00"),
]
VALUES = st.one_of(st.sampled_from([*ODD, *SORTS]), st.text(max_size=40))
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=6)


@pytest.fixture
def world(client):
    """An officer signed in; a deposited dossier, and a draft that no officer may see."""
    member = MemberFactory()
    shown = dossier_in("submitted", title="Eau des écoles", member=member)
    draft = dossier_in("draft", title="Secret du brouillon", member=member)
    client.force_login(reviewer())
    return client, shown, draft


@examples(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pairs=PAIRS)
def test_any_address_of_the_queue_is_a_page(world, pairs):
    client, shown, draft = world
    query = urlencode(pairs, errors="surrogatepass")

    response = client.get(f"{QUEUE}?{query}", follow=True)

    assert response.status_code == 200
    assert len(response.redirect_chain) < 3
    rows = {each.row.dossier for each in response.context["page"].rows}
    assert rows <= {shown}
    assert draft.reference not in response.content.decode()
    is_open = not {name for name, value in pairs if name in FILTERS and value.strip()}
    if is_open:
        assert rows == {shown}
    for address in ("queue_export_page", "bulk_list"):
        page = client.get(f"{reverse(f'partnerships:{address}')}?{query}", follow=True)
        assert page.status_code in {200, 404}


@examples(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pairs=PAIRS, place=VALUES)
def test_any_list_that_an_address_names_leaves_the_page_of_the_dossier(world, pairs, place):
    client, shown, _draft = world
    query = urlencode(pairs, errors="surrogatepass")
    origin = urlencode({"liste": query or OPEN, "rang": place}, errors="surrogatepass")

    response = client.get(f"{review_page(shown)}?{origin}")

    assert response.status_code == 200
    assert shown.title in response.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_wrong_value_of_each_parameter_is_a_page_and_a_word(world, name):
    client, shown, _draft = world
    for value in ODD:
        query = urlencode([(name, value), (name, value), ("etat", ALL)], errors="surrogatepass")
        assert client.get(f"{QUEUE}?{query}", follow=True).status_code == 200
    chosen = set(FILTERS) - {"q", "age_min", "age_max"}
    if name in chosen:
        page = client.get(QUEUE, {name: "n’existe pas"}, follow=True).context["page"]
        assert [each.row.dossier for each in page.rows] == [shown]
        assert "qui n’existe pas" in page.listing.notes[0]
