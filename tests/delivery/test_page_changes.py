"""What changes shows at once: no kept page is shown that is no longer right."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cncd_portal.kept_pages.middleware import valid_until
from partnerships.models import Country, LocalAuthority, Partnership, PublicChange, Theme
from partnerships.publication.public_version import public_version
from partnerships.publication.suspend import resume, suspend
from proposals.models import ProposalText
from tests.delivery.public_pages import (
    REGISTRY,
    files_in,
    full_page,
    text_of,
)
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import ProposalFactory, ThemeFactory
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db


def rename(model, name):
    row = model.objects.order_by("pk").first()
    setattr(row, name, "Nom nouveau")
    row.save()


CHANGES = {
    "save": lambda page: rename(ProposalText, "title"),
    "update": lambda page: ProposalText.objects.update(title="Nom nouveau"),
    "in bulk": lambda page: ProposalText.objects.bulk_update(
        [ProposalText(pk=each.pk, title="Nom nouveau") for each in ProposalText.objects.all()],
        ["title"],
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
