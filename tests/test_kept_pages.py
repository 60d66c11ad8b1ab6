"""Public pages are kept, and none is shown that is no longer right."""

import gzip
import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cncd_portal.kept_pages.middleware import valid_until
from cncd_portal.kept_pages.store import KeptPage, PageStore
from partnerships.models import Country, LocalAuthority, Partnership, PublicChange, Theme
from partnerships.publication.public_version import PUBLIC_TABLES, public_version
from partnerships.publication.suspend import resume, suspend
from proposals.models import Proposal
from tests.access.addresses import addresses
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import GoalFactory, ProposalFactory, ThemeFactory
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
REGISTRY = "/registre/"
WITHOUT_ROWS = {
    f"portal:{name}"
    for name in (
        "accessibility",
        "help",
        "help_instruction",
        "legal",
        "privacy",
        "robots",
        "site_map",
    )
}


def full_page() -> Partnership:
    """A partnership with a row of each table that its page reads."""
    for factory in (ThemeFactory, GoalFactory):
        factory()
    ProposalFactory(number=5)
    return published(
        summary="Résumé",
        themes=["eau"],
        goals=[11],
        starts_on="2020",
        budget=[
            {"uuid": "2" * 32, "year": 2024, "source": "afd", "nature": "cash", "amount": "1200.50"}
        ],
        contributions=[{"uuid": "1" * 32, "proposal": 5, "statement": "Données ouvertes."}],
    )


def public_addresses() -> dict[str, str]:
    """Name of each kept page → one of its addresses."""
    page = full_page()
    partner = page.partners.get()
    return {
        **{name: reverse(name) for name in WITHOUT_ROWS},
        "portal:home": "/",
        "partnerships:registry": f"{REGISTRY}?q=partage&pays=MA",
        "partnerships:partnership_detail": page.get_absolute_url(),
        "partnerships:authority_list": reverse("partnerships:authority_list"),
        "partnerships:authority_detail": page.lead_authority.get_absolute_url(),
        "partnerships:partner_detail": partner.get_absolute_url(),
        "partnerships:country_list": reverse("partnerships:country_list"),
        "partnerships:country_detail": partner.country.get_absolute_url(),
        "partnerships:coverage": reverse("partnerships:coverage"),
        "proposals:proposal_list": reverse("proposals:proposal_list"),
        "proposals:proposal_detail": reverse("proposals:proposal_detail", args=[5]),
    }


def files_in(folder):
    return sorted(path for path in folder.glob("??/*") if path.parent.name != "locks")


def text_of(address, **options):
    return Client().get(address, **options).content.decode()


def test_every_page_marked_public_is_tried_here():
    marked = {name for name, _route, entry in addresses() if hasattr(entry.callback, "reads_rows")}

    assert marked == set(public_addresses())


def test_public_pages_read_only_tables_whose_changes_are_seen():
    for name, address in public_addresses().items():
        others = (f"{REGISTRY}?q=Maroc", f"{REGISTRY}?annee=2021&tri=titre", "/collectivites/?q=li")
        for each in (address, *others):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                text_of(each)
            sql = " ".join(query["sql"] for query in queries)
            tables = set(re.findall(r'(?:FROM|JOIN)\s+"?([a-z]\w+)"?', sql))
            assert tables - PUBLIC_TABLES == set(), (name, each)


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


def rename(model, name):
    row = model.objects.order_by("pk").first()
    setattr(row, name, "Nom nouveau")
    row.save()


CHANGES = {
    "save": lambda page: rename(Proposal, "title"),
    "update": lambda page: Proposal.objects.update(title="Nom nouveau"),
    "in bulk": lambda page: Proposal.objects.bulk_update(
        [Proposal(pk=each.pk, title="Nom nouveau") for each in Proposal.objects.all()], ["title"]
    ),
    "deletion": lambda page: Partnership.themes.through.objects.all().delete(),
    "theme": lambda page: Theme.objects.update(name="Nom nouveau"),
    "country": lambda page: Country.objects.update(name="Nom nouveau"),
    "authority": lambda page: LocalAuthority.objects.update(name="Nom nouveau"),
    "command": lambda page: call_command("load_proposals", verbosity=0),
    "publication": lambda page: published(title="Nom nouveau"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows_at_once(kept_pages, change):
    page = full_page()
    before = {address: text_of(address) for address in ("/", REGISTRY)}
    assert before["/"] == text_of("/")

    CHANGES[change](page)

    assert {address: text_of(address) for address in before} != before
    assert text_of("/propositions/") == text_of("/propositions/")


def test_curated_list_of_the_administration_shows_at_once(kept_pages, admin_client):
    full_page()
    assert "Eau vive" not in text_of(REGISTRY)

    theme = Theme.objects.get()
    admin_client.post(
        reverse("admin:partnerships_theme_change", args=[theme.pk]),
        {"name": "Eau vive", "position": theme.position, "sectors": []},
    )

    assert "Eau vive" in text_of(REGISTRY)


def test_suspension_and_its_end_show_at_once(kept_pages):
    page, officer = full_page(), reviewer()
    address = page.get_absolute_url()
    etag = Client().get(address)["ETag"]

    suspension = suspend(page, 1, by=officer, reason="Erreur")

    response = Client(headers={"If-None-Match": etag}).get(address)
    assert response.status_code == 410
    assert "no-store" in response["Cache-Control"]
    assert page.title not in text_of(REGISTRY)

    resume(suspension, 1, by=officer, reason="Corrigée")

    assert Client().get(address).status_code == 200
    assert page.title in text_of(REGISTRY)


def test_absent_page_is_not_kept_and_appears_once_published(kept_pages):
    address = "/collectivites/c59350/"
    response = Client().get(address)
    assert (response.status_code, files_in(kept_pages)) == (404, [])
    assert "s-maxage=50" in response["Cache-Control"]
    assert "cookie" not in response["Vary"].lower()

    LocalAuthorityFactory(key="c59350", name="Lille")

    assert "Lille" in text_of(address)


def test_redirect_is_not_kept_and_is_asked_again(kept_pages):
    page = full_page()
    address = reverse("partnerships:partnership_detail", args=[page.public_id, "ancien"])

    for _time in range(2):
        response = Client().get(address)
        assert (response.status_code, response["Location"]) == (301, page.get_absolute_url())
        assert "max-age=0" in response["Cache-Control"]
    assert files_in(kept_pages) == []


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


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=x",
        "q=",
        "pays=&x[]=1&q=",
        "%00=1",
        "page=999",
        "a=1;b=2",
        "%ff=%ff&=&&",
        "Q=eau",
    ],
)
def test_rubbish_in_a_query_makes_no_other_page(kept_pages, query):
    full_page()
    plain = Client().get(REGISTRY)

    response = Client().get(f"{REGISTRY}?{query}")

    assert response.content == plain.content
    assert len(files_in(kept_pages)) == 1


def test_order_of_parameters_makes_no_other_page(kept_pages):
    full_page()
    for query in ("q=partage&pays=MA", "pays=MA&q=partage", "x=1&pays=MA&y=&q=partage"):
        text_of(f"{REGISTRY}?{query}")

    assert len(files_in(kept_pages)) == 1
    text_of(f"{REGISTRY}?q=partage")
    assert len(files_in(kept_pages)) == 2


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


def at_time(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_page_ends_with_the_day_in_paris(kept_pages, monkeypatch):
    published(at=datetime(2026, 1, 1, tzinfo=UTC))
    Partnership.objects.update(confirmed_on="2026-03-28")
    at_time(monkeypatch, datetime(2026, 3, 28, 22, 59, 30, tzinfo=UTC))
    assert "s-maxage=30," in Client().get(REGISTRY)["Cache-Control"]
    assert "onfirmé aujourd’hui" in text_of(REGISTRY)

    at_time(monkeypatch, datetime(2026, 3, 28, 23, 0, tzinfo=UTC))

    assert "onfirmé hier" in text_of(REGISTRY)


@pytest.mark.parametrize(
    ("now", "midnight"),
    [
        ("2026-03-28T22:59", "2026-03-28T23:00"),
        ("2026-03-28T23:00", "2026-03-29T22:00"),
        ("2026-10-24T21:59", "2026-10-24T22:00"),
        ("2026-10-24T22:00", "2026-10-25T23:00"),
    ],
)
def test_midnight_is_that_of_paris_in_summer_and_in_winter(now, midnight):
    until = valid_until(datetime.fromisoformat(f"{now}+00:00"))

    assert until == datetime.fromisoformat(f"{midnight}+00:00")


@pytest.mark.parametrize("field", ["published_from", "published_until"])
def test_page_ends_when_a_proposition_appears_or_disappears(kept_pages, monkeypatch, field):
    now = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
    ProposalFactory(number=5, title="À l’heure", **{field: now + timedelta(seconds=20)})
    ProposalFactory(number=6, published_until=now - timedelta(days=1))
    at_time(monkeypatch, now)
    before = Client().get("/propositions/")
    assert "s-maxage=20," in before["Cache-Control"]

    at_time(monkeypatch, now + timedelta(seconds=20))

    shown = ["À l’heure" in text for text in (before.content.decode(), text_of("/propositions/"))]
    assert shown == ([False, True] if field == "published_from" else [True, False])


def test_version_follows_savepoints():
    first = public_version()
    with transaction.atomic():
        ProposalFactory(number=5)
        transaction.set_rollback(True)
    assert public_version() == first

    with transaction.atomic():
        with transaction.atomic():
            ProposalFactory(number=5)
            transaction.set_rollback(True)
        ThemeFactory()
    assert public_version() != first


def test_a_transaction_marks_its_changes_once():
    public_version()
    before = PublicChange.objects.count()
    with transaction.atomic():
        for number in range(1, 6):
            ProposalFactory(number=number)

    assert PublicChange.objects.count() == before + 1


def test_what_is_not_public_changes_no_version():
    first = public_version()
    UserFactory()

    assert public_version() == first


@pytest.mark.django_db(transaction=True)
def test_change_outside_a_transaction_is_seen():
    first = public_version()
    ThemeFactory()
    second = public_version()
    Theme.objects.update(name="Autre")

    assert len({first, second, public_version()}) == 3


def test_old_changes_are_forgotten_but_the_last():
    ThemeFactory()
    PublicChange.objects.create()
    PublicChange.objects.update(at=timezone.now() - timedelta(days=2))
    last = PublicChange.objects.order_by("-pk").first()

    call_command("daily_upkeep", verbosity=0)

    assert last in PublicChange.objects.all()
    assert PublicChange.objects.filter(at__lt=timezone.now() - timedelta(days=1)).count() == 1


def kept(body=b"x", until=2e9):
    return KeptPage(body=body, etag='W/"1"', until=until, headers={"Content-Type": "text/html"})


@pytest.mark.parametrize("damage", [b"", b"{}\nx", b"[]\nx", b"rien", b'{"length": 1}\nx'])
def test_damaged_page_is_computed_again(kept_pages, damage):
    page = text_of(REGISTRY)
    [path] = files_in(kept_pages)
    path.write_bytes(damage)

    assert text_of(REGISTRY) == page
    assert len(path.read_bytes()) > 1000


def test_store_that_cannot_be_written_stops_no_page(kept_pages):
    kept_pages.write_text("a file where a folder should be")

    assert Client().get(REGISTRY).status_code == 200
    assert Client().get(REGISTRY).status_code == 200


def test_store_is_bounded_and_its_oldest_pages_go(tmp_path):
    store = PageStore(tmp_path, 10_000)
    for rank in range(40):
        store.write(f"{rank:02}{'a' * 62}", kept(bytes(1000)))

    store.make_room()

    sizes = [path.stat().st_size for path in tmp_path.glob("??/*")]
    assert sum(sizes) <= 10_000
    assert store.read(f"39{'a' * 62}")
    assert store.read(f"00{'a' * 62}") is None


def test_one_computes_while_the_others_wait(tmp_path):
    store, key, computed = PageStore(tmp_path, 10_000), "a" * 64, []

    def ask():
        with store.turn(key):
            if store.read(key) is None:
                computed.append(key)
                store.write(key, kept())

    threads = [threading.Thread(target=ask) for _rank in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert computed == [key]


def test_who_waits_too_long_computes(tmp_path, monkeypatch):
    monkeypatch.setattr("cncd_portal.kept_pages.store.LONGEST_WAIT", 0.1)
    store = PageStore(tmp_path, 10_000)

    with store.turn("a" * 64), store.turn("a" * 64):
        assert store.read("a" * 64) is None
