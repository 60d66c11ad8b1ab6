"""The settings of the site: who writes them, two at once, what public pages then say."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cncd_portal.checks import check_site_settings
from partnerships.management.commands.set_up_roles import CURATORS
from partnerships.models import SiteSettings
from tests.factories.accounts import UserFactory, lead_reviewer, sign_in
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
CHANGE = reverse("admin:partnerships_sitesettings_change", args=[1])
PAGES = ("legal", "accessibility", "privacy")
FILLED = {
    "publisher_name": "Direction des collectivités",
    "publisher_address": "1 rue Haute\n75000 Paris",
    "publication_director": "La directrice",
    "host_name": "Hébergeur public",
    "host_address": "2 rue Basse",
    "contact_email": "registre@example.org",
    "complaints": "Le médiateur, sous deux mois",
    "data_controller": "Le ministère",
    "data_protection_contact": "dpo@example.org",
    "legal_basis": "Mission d’intérêt public",
    "retention": "Un an",
}


@pytest.fixture
def settings_row():
    return SiteSettings.objects.create()


def curator_client():
    call_command("set_up_roles", stdout=io.StringIO())
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=CURATORS))
    client = Client()
    sign_in(client, user)
    return client, user


def seen_by(client, address=CHANGE):
    return client.get(address).context["adminform"].form["seen"].value()


def page(name):
    text = text_of(Client().get(reverse(f"portal:{name}")))
    return " ".join(text.replace("\xa0", " ").replace("\u202f", " ").split())


def save(client, seen, **fields):
    return client.post(CHANGE, {"seen": seen, **fields})


def test_curators_write_the_settings_and_the_history_says_who(settings_row):
    client, user = curator_client()

    assert save(client, seen_by(client), **FILLED).status_code == 302

    settings_row.refresh_from_db()
    assert settings_row.missing == []
    last = settings_row.history.latest()
    assert (last.history_user, last.host_name) == (user, "Hébergeur public")


@pytest.mark.parametrize("make", [UserFactory, lead_reviewer, lambda: UserFactory(is_staff=True)])
def test_others_do_not(client, settings_row, make):
    sign_in(client, make())

    assert client.get(CHANGE).status_code in (302, 403)
    save(client, "", publisher_name="Imposteur")

    assert not SiteSettings.objects.get().publisher_name


def test_second_of_two_people_is_told_and_may_save_all_the_same(settings_row):
    (one, by), (other, _second) = curator_client(), curator_client()
    seen = seen_by(other)
    save(one, seen_by(one), publisher_name="Le premier")

    refused = save(other, seen, publisher_name="Le second")

    assert refused.status_code == 200
    text = text_of(refused)
    assert "Ce n’est pas enregistré" in text
    assert str(by) in text
    assert "Le second" in text
    assert SiteSettings.objects.get().publisher_name == "Le premier"
    again = refused.context["adminform"].form["seen"].value()
    assert save(other, again, publisher_name="Le second").status_code == 302
    assert SiteSettings.objects.get().publisher_name == "Le second"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"contact_email": "pas une adresse"}, "Saisissez une adresse"),
        ({"note": "Travaux"}, "Une note a un premier et un dernier jour"),
        (
            {"note": "Travaux", "note_from": "02/05/2026", "note_until": "01/05/2026"},
            "Le dernier jour de la note vient après le premier",
        ),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings_row, fields, said):
    client, _user = curator_client()

    answer = save(client, seen_by(client), **fields)

    assert answer.status_code == 200
    assert said in text_of(answer)
    assert SiteSettings.objects.get().history.count() == 1


def test_settings_stand_once(settings_row):
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteSettings.objects.create(id=2)


@pytest.mark.parametrize("name", PAGES)
def test_pages_say_plainly_what_is_not_published(name):
    assert "publié" in page(name)
    assert "À compléter" not in page(name)


def test_pages_say_what_the_settings_say(settings_row):
    SiteSettings.objects.update(**FILLED)

    assert "Direction des collectivités" in page("legal")
    assert "1 rue Haute<br>75000 Paris" in page("legal")
    assert 'href="mailto:registre@example.org"' in page("legal")
    assert "Le médiateur, sous deux mois" in page("legal")
    assert "dpo@example.org" in page("privacy")
    assert "Mission d’intérêt public" in page("privacy")
    assert 'href="mailto:registre@example.org"' in page("accessibility")
    assert "Direction des collectivités s’engage" in page("accessibility")
    assert not any("on publié à ce jour" in page(name) for name in PAGES)


def test_what_is_typed_is_shown_as_text(settings_row):
    SiteSettings.objects.update(publisher_name="<script>alert(1)</script>", complaints="<b>x")

    assert "<script>alert" not in page("legal") + page("accessibility")
    assert "<b>x" not in page("legal")


def test_change_shows_at_once_on_kept_pages(kept_pages, settings_row):
    before = page("legal")
    assert before == page("legal")

    SiteSettings.objects.update(host_name="Nouvel hébergeur")

    assert "Nouvel hébergeur" in page("legal")


@pytest.mark.parametrize(
    ("first", "last", "is_shown"), [(-1, 1, True), (0, 0, True), (1, 2, False), (-2, -1, False)]
)
def test_note_is_shown_from_its_first_day_to_its_last(settings_row, first, last, is_shown):
    today = timezone.localdate()
    SiteSettings.objects.update(
        note="Le registre ouvre",
        note_from=today + timedelta(days=first),
        note_until=today + timedelta(days=last),
    )

    assert ("Le registre ouvre" in page("home")) == is_shown


def test_check_names_what_a_site_in_service_lacks(settings, settings_row):
    assert check_site_settings(databases=None) == []
    [warning] = check_site_settings(databases=["default"])
    assert warning.id == "cncd_portal.W002"
    assert "hébergeur" in warning.msg

    settings.DEMONSTRATION = True
    assert check_site_settings(databases=["default"]) == []

    settings.DEMONSTRATION = False
    SiteSettings.objects.update(**FILLED)
    assert check_site_settings(databases=["default"]) == []
