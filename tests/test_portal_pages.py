"""Home, wrong turns, legal pages, health: what anyone meets first."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import path, reverse

from cncd_portal import urls as portal_urls
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db


def _explode(request):
    raise RuntimeError("a fault of ours")


_explode.login_required = False
urlpatterns = [*portal_urls.urlpatterns, path("panne/", _explode)]
handler404 = portal_urls.handler404
handler500 = portal_urls.handler500


@pytest.mark.parametrize(
    "name",
    [
        "home",
        "help",
        "help_instruction",
        "help_curation",
        "legal",
        "accessibility",
        "privacy",
        "site_map",
        "health",
    ],
)
def test_page_is_open_to_anyone(client, name):
    assert client.get(reverse(f"portal:{name}")).status_code == 200


@pytest.mark.parametrize("name", ["help", "help_instruction", "help_curation", "site_map"])
def test_page_without_data_asks_nothing_of_the_database(client, name, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse(f"portal:{name}"))


@pytest.mark.parametrize("name", ["help", "help_instruction", "help_curation"])
def test_summary_of_the_help_leads_to_each_of_its_sections(client, name):
    text = client.get(reverse(f"portal:{name}")).content.decode()

    anchors = re.findall(r'fr-summary__link" href="#([\w-]+)"', text)
    assert anchors == re.findall(r'<h2 class="fr-h4" id="([\w-]+)">', text)
    assert len(set(anchors)) == len(anchors) > 5


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_the_same_queries_for_any_number_of_rows(client, rows, django_assert_num_queries):
    for number in range(1, rows + 1):
        ProposalFactory(number=number)
        published(title=f"Éclairage public {number}")

    with django_assert_num_queries(21):
        client.get(reverse("portal:home"))


def test_home_shows_listed_partnerships_alone(client):
    published(title="Eau partagée")
    hidden = published(title="Accord retiré")
    type(hidden).objects.filter(pk=hidden.pk).update(is_suspended=True)

    text = client.get(reverse("portal:home")).content.decode()

    assert "Eau partagée" in text
    assert "Accord retiré" not in text


def test_home_without_data_says_so(client):
    assert (
        "n’a encore déclaré de partenariat ici"
        in client.get(reverse("portal:home")).content.decode()
    )


def test_demonstration_band_shows_only_there(client, settings):
    assert "Site de démonstration" not in client.get(reverse("portal:home")).content.decode()

    settings.DEMONSTRATION = True

    assert "Site de démonstration" in client.get(reverse("portal:home")).content.decode()


@pytest.mark.parametrize(
    ("make", "entries"),
    [
        (None, set()),
        (UserFactory, {"workspace"}),
        (reviewer, {"workspace", "desk"}),
        (lambda: UserFactory(is_staff=True), {"workspace", "admin"}),
    ],
)
def test_menu_shows_to_each_what_is_theirs(client, make, entries):
    if make:
        client.force_login(make())

    text = client.get(reverse("portal:legal")).content.decode()

    links = {
        "workspace": reverse("partnerships:workspace"),
        "desk": reverse("partnerships:desk"),
        "admin": reverse("admin:index"),
    }
    shown = {name for name, url in links.items() if f'fr-nav__link" href="{url}"' in text}
    assert shown == entries


def test_not_found_offers_the_words_of_the_address(client):
    response = client.get("/registre/ancien/2kd93bcd-l’eau-à-oujda/")

    assert response.status_code == 404
    assert 'value="ancien l’eau à oujda"' in response.content.decode()


def test_not_found_survives_any_address(client):
    for address in ("/%00%01/", "/<script>alert(1)</script>/", "/%E2%80%AE/", "/" + "a" * 2000):
        response = client.get(address)

        assert response.status_code == 404
        assert "<script>alert" not in response.content.decode()
        assert "\x00" not in response.content.decode()


@pytest.mark.urls("tests.test_portal_pages")
def test_error_page_gives_a_reference_that_the_journal_knows(caplog):
    response = Client(raise_request_exception=False).get("/panne/")

    [record] = [record for record in caplog.records if record.name == "cncd_portal.errors"]
    reference = record.args[0]
    assert response.status_code == 500
    assert reference in response.content.decode()
    assert "a fault of ours" not in response.content.decode()


@pytest.mark.urls("tests.test_portal_pages")
def test_error_page_asks_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        Client(raise_request_exception=False).get("/panne/")


def test_too_large_a_form_is_refused_in_french(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = client.post(reverse("account_login"), {"login": "a" * 200})

    assert response.status_code == 400
    assert "trop volumineuse" in response.content.decode()


def test_unknown_host_is_refused_in_french(client):
    response = client.get(reverse("portal:home"), headers={"host": "example.com"})

    assert response.status_code == 400
    assert "n’a pas pu être lue" in response.content.decode()


def test_refused_form_says_that_nothing_is_lost():
    client = Client(enforce_csrf_checks=True)

    response = client.post(reverse("account_login"), {"login": "a@example.org", "password": "x"})

    assert response.status_code == 403
    assert "Rien n’est perdu" in response.content.decode()


def test_closed_page_leads_to_the_log_in_and_back(client):
    response = client.get(reverse("partnerships:workspace"))

    assert response.url == f"{reverse('account_login')}?next={reverse('partnerships:workspace')}"


def test_health_answers_each_check(admin_client):
    published()

    response = admin_client.get(reverse("portal:health"))

    report = json.loads(response.content)
    assert response.status_code == 200
    assert report.pop("details")["anchors"] == "unset"
    assert report == {
        "status": "ok",
        "database": True,
        "storage": True,
        "writing": True,
        "space": True,
        "index": None,
        "processes": True,
        "upkeep": True,
        "journal_triggers": None if connection.vendor == "sqlite" else True,
    }


def test_health_fails_when_files_cannot_be_written(client, settings, tmp_path):
    (tmp_path / "occupied").write_text("a file where a folder should be")
    settings.MEDIA_ROOT = tmp_path / "occupied"

    response = client.get(reverse("portal:health"))

    assert response.status_code == 503
    assert json.loads(response.content) == {"status": "down"}


def test_health_leaves_no_file(client, settings):
    client.get(reverse("portal:health"))

    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_pages_hold_nothing_that_the_content_policy_refuses(client):
    for name in ("home", "legal", "accessibility", "privacy", "site_map"):
        text = client.get(reverse(f"portal:{name}")).content.decode()

        assert " style=" not in text
        assert " onclick=" not in text
        assert "<script>" not in text


def test_menu_marks_the_section_and_no_other(client):
    page = published()

    text = client.get(page.get_absolute_url()).content.decode()
    elsewhere = client.get("/registre/propositions/").content.decode()

    assert text.count('aria-current="true"') == 1
    assert 'href="/registre/" aria-current="true"' in text
    assert 'href="/propositions/" aria-current' not in elsewhere
