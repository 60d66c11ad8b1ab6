"""Public pages are kept, the same for all who are not signed in, and for no one else."""

import gzip
import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.models import PublicChange
from partnerships.publication.public_version import PUBLIC_TABLES
from tests.access.addresses import addresses
from tests.delivery.public_pages import (
    REGISTRY,
    WITHOUT_ROWS,
    files_in,
    full_page,
    public_addresses,
    text_of,
)
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db


def test_every_page_marked_public_is_tried_here():
    marked = {name for name, _route, entry in addresses() if hasattr(entry.callback, "reads_rows")}

    only_redirects = {"partnerships:partnership_by_id"}
    assert marked - only_redirects == set(public_addresses())


def tables_read(address: str) -> set[str]:
    with CaptureQueriesContext(connection) as queries:
        text_of(address)
    sql = " ".join(query["sql"] for query in queries)
    tables = re.findall(r'(?:FROM|JOIN|,)\s+"?([a-z]\w+)"?', sql)
    return set(tables) & set(connection.introspection.table_names())


def test_public_pages_read_only_tables_whose_changes_are_seen():
    addresses = public_addresses()
    names = ("authority_list", "search", "search_suggestions")
    listed = (REGISTRY, *(reverse(f"partnerships:{name}") for name in names))
    # A word, an empty answer, words spelt almost as a name, names of a country and of a place.
    words = ("partage", "zzzz", "Oujdda", "Lile", "Oujdda Lile", "Maroc", "Lille Nord", "59000")
    searches = [f"{address}?q={each}" for address in listed for each in words]
    filters = [f"{REGISTRY}?annee=2021&tri=titre", f"{REGISTRY}?theme=eau&proposition=5"]

    for each in (*addresses.values(), *searches, *filters):
        assert tables_read(each) - PUBLIC_TABLES <= {PublicChange._meta.db_table}, each


def test_kept_page_is_the_same_for_all_and_costs_a_query(kept_pages, django_assert_num_queries):
    for name, address in public_addresses().items():
        first = Client().get(address)
        with django_assert_num_queries(0 if name in WITHOUT_ROWS else 1):
            second = Client().get(address)
        head, known = Client().head(address), Client(headers={"If-None-Match": first["ETag"]})
        again = known.get(address)

        assert first.status_code == second.status_code == head.status_code == 200, name
        assert first.content == second.content != b""
        assert dict(first.items()) == dict(second.items())
        assert head.content == b""
        assert head["ETag"] == first["ETag"]
        assert (again.status_code, again.content) == (304, b"")
        for response in (first, second, again):
            assert not response.cookies, name
            assert "cookie" not in response["Vary"].lower()
            assert re.search(
                r"public, max-age=0, s-maxage=([1-4]?\d|50), ", response["Cache-Control"]
            )


def test_page_is_compressed_once_for_those_who_take_it(kept_pages):
    published()
    plain = Client().get(REGISTRY)
    assert len(plain.content) > 3 * files_in(kept_pages)[0].stat().st_size

    for accepted, encoding in {
        "gzip, br": "gzip",
        "gzip;q=0": "",
        "br": "",
        "gzip;q=0.5": "gzip",
        "x-gzipped": "",
    }.items():
        response = Client().get(REGISTRY, headers={"accept-encoding": accepted})

        assert response.get("Content-Encoding", "") == encoding, accepted
        body = gzip.decompress(response.content) if encoding else response.content
        assert body == plain.content
        assert response["Content-Length"] == str(len(response.content))
    assert len(files_in(kept_pages)) == 1


def test_who_is_signed_in_has_a_page_of_their_own(kept_pages, client):
    full_page()
    anonymous = text_of("/")
    client.force_login(UserFactory(first_name="Zoé"))

    for _time in range(2):
        own = client.get("/", headers={"If-None-Match": "*"})
        assert (own.status_code, own["Cache-Control"]) == (200, "private, no-store")
        assert b"Se d\xc3\xa9connecter" in own.content
    assert text_of("/") == anonymous
    assert len(files_in(kept_pages)) == 1


def test_ended_session_is_answered_apart(kept_pages):
    client = Client()
    client.cookies["sessionid"] = "terminee"

    response = client.get("/")

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert files_in(kept_pages) == []


def test_waiting_message_is_shown_to_its_reader_alone(kept_pages):
    storage = CookieStorage(RequestFactory().get("/"))
    client = Client()
    client.cookies["messages"] = storage._encode([Message(constants.INFO, "Pour vous seul")])
    text_of("/")

    response = client.get("/")

    assert "Pour vous seul" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert "Pour vous seul" not in text_of("/")


def test_other_cookies_get_the_page_of_all(kept_pages, django_assert_num_queries):
    text_of("/")
    client = Client()
    client.cookies["csrftoken"] = "a" * 32

    with django_assert_num_queries(1):
        assert not client.get("/").cookies


@pytest.mark.parametrize("damaged", ["abc", "é" * 32, "a" * 64 + "!", ""])
def test_damaged_token_of_forms_is_not_replaced_on_a_page_of_all(kept_pages, damaged):
    """A proxy that keeps the page would give the new one to all."""
    for address in (REGISTRY, f"{REGISTRY}?pays=ML", "/pays/mli/", "/pays/ZZZ/"):
        for _time in range(2):
            whole = Client().get(address)
            client = Client()
            client.cookies["csrftoken"] = damaged
            response = client.get(address)

            assert dict(response.items()) == dict(whole.items())
            assert response.content == whole.content
            assert list(response.cookies) == []

    # A page with a form still gives one.
    assert "csrftoken" in client.get(reverse("account_login")).cookies


@pytest.mark.parametrize(
    ("sent", "clean"),
    [
        (f"{REGISTRY}?q=&tri=&pays=MA&de=", f"{REGISTRY}?pays=MA"),
        (f"{REGISTRY}?q=&tri=", REGISTRY),
        (f"{REGISTRY}?q=+%C2%A0&pays=MA", f"{REGISTRY}?pays=MA"),
        ("/collectivites/?q=&departement=59", "/collectivites/?departement=59"),
    ],
)
def test_what_a_form_sends_empty_leaves_the_address(kept_pages, sent, clean):
    full_page()

    member = Client()
    sign_in(member, UserFactory())
    for client in (Client(), member):
        response = client.get(sent)
        assert (response.status_code, response["Location"]) == (302, clean)
        assert client.get(clean).status_code == 200
    assert Client().get("/aide/?q=").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=x",
        "q=",
        "pays=&x[]=1&q=",
        "%00=1",
        "page=999",
        "x=1;y=2",
        "%ff=%ff&=&&",
        "Q=eau",
    ],
)
def test_rubbish_in_a_query_makes_no_other_page(kept_pages, query):
    full_page()
    plain = Client().get(REGISTRY)

    response = Client().get(f"{REGISTRY}?{query}", follow=True)

    assert response.content == plain.content
    assert len(files_in(kept_pages)) == 1


def test_order_of_parameters_makes_no_other_page(kept_pages):
    full_page()
    for query in ("q=partage&pays=MA", "pays=MA&q=partage", "x=1&pays=MA&y=&q=partage"):
        text_of(f"{REGISTRY}?{query}")

    assert len(files_in(kept_pages)) == 1
    text_of(f"{REGISTRY}?q=partage")
    assert len(files_in(kept_pages)) == 2


def failing(*args):
    raise ValueError("a fault of ours")


def test_fault_is_for_its_reader_alone(kept_pages, monkeypatch):
    """A proxy that kept it would show it to all, with the reference of another person."""
    monkeypatch.setattr("partnerships.pages.public.registry.result_context", failing)

    response = Client(raise_request_exception=False).get(REGISTRY)

    assert (response.status_code, response["Cache-Control"]) == (500, "private, no-store")
    monkeypatch.undo()
    assert Client().get(REGISTRY).status_code == 200


def test_headers_of_one_do_not_reach_another(kept_pages):
    """Each of these headers, sent first, gives no page that is not the one without it."""
    full_page()
    poisons = (
        {"x-forwarded-host": "mechant.example"},
        {"x-forwarded-proto": "https"},
        {"x-original-url": "/propositions/"},
        {"accept-language": "en"},
        {"accept-language": "<script>"},
        {"cookie": "django_language=en"},
        {"range": "bytes=0-10"},
    )
    for headers in poisons:
        for path in files_in(kept_pages):
            path.unlink()
        poisoned = text_of("/", headers=headers)
        assert "mechant" not in poisoned
        assert text_of("/") == poisoned, headers

    assert Client().get("/", headers={"host": "mechant.example"}).status_code == 400
    assert "mechant" not in text_of("/")
    text_of("/", headers={"host": "localhost"})
    assert len(files_in(kept_pages)) == 2


def test_fragment_and_page_are_apart(kept_pages):
    Client().get(REGISTRY, headers={"hx-request": "true"})
    response = Client().get(REGISTRY)

    assert len(files_in(kept_pages)) == 2
    assert "HX-Request" in response["Vary"]


def test_setting_that_pages_show_makes_other_pages(kept_pages, settings):
    text_of("/")
    settings.DEMONSTRATION = True

    assert "Site de démonstration" in text_of("/")
