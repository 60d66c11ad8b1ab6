"""The yearly campaign: set by a lead reviewer, one mail per person at each stage."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from partnerships.models import Campaign, Notification, OutboxMail, Partnership, Provenance
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.campaigns import CampaignFactory
from tests.factories.partnerships import published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
PAGE = reverse("partnerships:campaign")
THIS_YEAR = date.today().year  # noqa: DTZ011
SET = {
    "opens_on": f"{THIS_YEAR}-01-15",
    "due_on": f"31/03/{THIS_YEAR}",
    "reminder_days": "60 ; 30, 30",
    "message": "Merci de votre aide.",
}


def upkeep(day):
    call_command("daily_upkeep", date=date.fromisoformat(day), stdout=io.StringIO())


def mails():
    rows = OutboxMail.objects.order_by("pk").values_list("cause", "recipient")
    return [f"{cause.removeprefix('campaign:')} {recipient}" for cause, recipient in rows]


def test_one_mail_per_person_for_all_of_their_partnerships():
    CampaignFactory(message="Un mot de l’administration.")
    first, second = LocalAuthorityFactory(name="Lille"), LocalAuthorityFactory(name="Roubaix")
    user = MemberFactory(authority=first, user=UserFactory(email="a@example.org")).user
    MemberFactory(authority=second, user=user)
    for authority in (first, first, second):
        published([authority])

    upkeep("2026-01-15")

    mail = OutboxMail.objects.get()
    body = mail.body.replace("\u202f", " ")
    assert mail.recipient == "a@example.org"
    assert "3 partenariats publiés" in body
    assert "- Lille : 2\n- Roubaix : 1" in body
    assert "31 mars 2026" in body
    assert "Un mot de l’administration." in body
    assert reverse("partnerships:confirmation_list") in body


def test_each_stage_mails_once_and_only_those_with_something_left():
    CampaignFactory()
    for name in ("a", "b"):
        member = MemberFactory(user=UserFactory(email=f"{name}@example.org"))
        published([member.authority], title=name)

    upkeep("2026-01-14")
    assert mails() == []
    for day in ("2026-01-15", "2026-01-15", "2026-01-20"):
        upkeep(day)
    assert mails() == ["2026:0 a@example.org", "2026:0 b@example.org"]
    Partnership.objects.filter(title="a").update(confirmed_on=date(2026, 1, 20))
    for day in ("2026-02-14", "2026-02-15", "2026-05-01", "2026-12-31"):
        upkeep(day)

    assert mails()[2:] == ["2026:30 b@example.org", "2026:90 b@example.org"]
    subjects = [mail.subject.replace("\u202f", " ") for mail in OutboxMail.objects.order_by("pk")]
    assert subjects[2:] == [
        "Rappel : confirmez vos partenariats (2026)",
        "Confirmation 2026 : vos partenariats attendent encore",
    ]
    assert "rien n’est fermé" in OutboxMail.objects.last().body


def test_people_missed_by_a_killed_run_are_mailed_next_time():
    CampaignFactory()
    for name in ("a", "b"):
        member = MemberFactory(user=UserFactory(email=f"{name}@example.org"))
        published([member.authority])
    upkeep("2026-01-15")
    OutboxMail.objects.filter(recipient="b@example.org").delete()
    Notification.objects.filter(user__email="b@example.org").delete()

    upkeep("2026-01-15")

    assert mails() == ["2026:0 a@example.org", "2026:0 b@example.org"]


def test_person_with_nothing_to_confirm_gets_no_mail():
    CampaignFactory()
    lead, other = LocalAuthorityFactory(), LocalAuthorityFactory()
    published([lead, other])
    published([other], phase="completed")
    published([other], provenance=Provenance.WIKIDATA)
    MemberFactory(authority=lead, pending=True)
    MemberFactory(authority=lead, revoked=True)
    MemberFactory(authority=lead, user=UserFactory(is_active=False))
    MemberFactory(authority=other)
    reviewer()

    upkeep("2026-01-15")

    assert mails() == []


def test_next_campaign_asks_again():
    CampaignFactory()
    CampaignFactory(year=2027)
    member = MemberFactory(user=UserFactory(email="a@example.org"))
    published([member.authority])
    Partnership.objects.update(confirmed_on=date(2026, 1, 20))

    upkeep("2026-12-31")
    upkeep("2027-01-15")

    assert mails() == ["2027:0 a@example.org"]


def test_lead_reviewer_sets_the_campaign_and_the_history_says_who(client):
    lead = lead_reviewer(first_name="Maxime", last_name="Garnier")
    client.force_login(lead)

    client.post(PAGE, SET)
    client.post(PAGE, {**SET, "reminder_days": "45"})

    campaign = Campaign.objects.get()
    assert (campaign.year, campaign.opens_on) == (THIS_YEAR, date(THIS_YEAR, 1, 15))
    assert (campaign.due_on, campaign.reminder_days) == (date(THIS_YEAR, 3, 31), [45])
    page = text_of(client.get(PAGE))
    assert page.count("Maxime Garnier : ouverture") == 2
    assert "relances 30, 60" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"opens_on": ""}, "Ce champ est à remplir."),
        ({"due_on": f"{THIS_YEAR}-01-15"}, "Cette date vient après l’ouverture"),
        ({"opens_on": "1998-01-15"}, "corrigez l’année"),
        ({"opens_on": "\x00"}, "Cette date n’est pas valable"),
        ({"reminder_days": "bientôt"}, "Écrivez des nombres de jours"),
        ({"reminder_days": "0"}, "de 1 à 330 jours"),
        ({"reminder_days": "400"}, "de 1 à 330 jours"),
        ({"reminder_days": "1,2,3,4,5,6,7"}, "Six relances au plus"),
        ({"message": "x" * 2001}, "raccourcissez-le"),
        ({"message": "a\x00b"}, "caractère de contrôle"),
    ],
)
def test_wrong_settings_are_refused_with_a_sentence(client, fields, sentence):
    client.force_login(lead_reviewer())

    response = client.post(PAGE, {**SET, **fields})

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("year", ["1998", "x", "20261", "\x00", "-1"])
def test_a_year_without_campaign_is_not_found(client, year):
    client.force_login(lead_reviewer())

    assert client.get(PAGE, {"annee": year}).status_code == 404


@pytest.mark.parametrize("user", [reviewer, UserFactory, lambda: MemberFactory(manager=True).user])
def test_others_do_not_set_it(client, user):
    client.force_login(user())

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, SET).status_code == 403
    assert not Campaign.objects.exists()


def test_figures_by_region(client):
    CampaignFactory(year=THIS_YEAR, opens_on=f"{THIS_YEAR}-01-01", due_on=f"{THIS_YEAR}-12-31")
    for confirmed_on in (date(THIS_YEAR, 1, 1), None, date(THIS_YEAR - 1, 12, 31)):
        partnership = published()
        Partnership.objects.filter(pk=partnership.pk).update(confirmed_on=confirmed_on)
    published(phase="completed")
    client.force_login(lead_reviewer())

    response = client.get(PAGE)

    assert response.context["figures"] == [
        {"region": "Hauts-de-France", "asked": 3, "confirmed": 1, "left": 2}
    ]
    assert "il en reste <strong>2</strong>" in text_of(response)
