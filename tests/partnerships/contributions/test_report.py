"""« Signaler une erreur »: what anyone sends, and what is refused as spam with every word kept."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Notification, OutboxMail, ReaderReport
from partnerships.publication.suspend import suspend
from proposals.models import Proposal
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.lists import CountryFactory, ProposalFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.roles import text_of
from tests.partnerships.contributions.reports import (
    SENT,
    WORDS,
    ReaderReportFactory,
    form_of,
    send_report,
    token_of_page,
)

pytestmark = pytest.mark.django_db
SITE = reverse("partnerships:report_site")


@pytest.fixture
def partnership():
    return published(title="Lille et Oujda")


def test_anyone_reports_an_error_without_an_account(client, partnership):
    response = send_report(client, form_of(partnership), part="dates", source="exemple.fr/preuve")

    assert (response.status_code, response.url) == (302, partnership.get_absolute_url())
    report = ReaderReport.objects.get()
    assert (report.subject_kind, report.subject_key) == ("partnership", partnership.public_id)
    assert (report.topic, report.part, report.status) == ("date", "dates", "new")
    assert (report.text, report.source) == (SENT["text"], "https://exemple.fr/preuve")
    assert (report.email, report.sent_by) == ("", None)
    assert "votre signalement est arrivé" in text_of(client.get(response.url))


def test_form_sets_no_cookie_and_is_not_kept(client, partnership):
    response = client.get(form_of(partnership))

    assert response.cookies == {}
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"


def test_browsers_cut_nothing_that_is_pasted(client, partnership):
    assert "maxlength" not in text_of(client.get(form_of(partnership))).partition("<main")[2]


def test_form_works_where_cookies_are_refused(partnership):
    client = Client(enforce_csrf_checks=True)

    assert send_report(client, form_of(partnership)).status_code == 302
    assert ReaderReport.objects.count() == 1


def subjects():
    authority, partner = LocalAuthorityFactory(), InternationalPartnerFactory()
    return {
        "collectivite": authority,
        "partenaire": partner,
        "pays": CountryFactory(),
        "proposition": ProposalFactory(),
    }


def key_of(row):
    for name in ("key", "uuid", "iso2", "number", "code"):
        if hasattr(row, name):
            return getattr(row, name)
    raise AssertionError


@pytest.mark.parametrize("kind", ["collectivite", "partenaire", "pays", "proposition"])
def test_each_page_leads_to_its_own_form(client, kind):
    row = subjects()[kind]
    address = reverse("partnerships:report_create", args=[kind, key_of(row)])

    assert f'href="{address}"' in text_of(client.get(row.get_absolute_url()))
    name = getattr(row, "name_with_wording", str(row))
    assert name in text_of(client.get(address))
    response = send_report(client, address)

    assert response.url == row.get_absolute_url()
    assert ReaderReport.objects.get().subject_label == name


@pytest.mark.parametrize(("kind", "name"), [("region", "region"), ("departement", "departement")])
def test_region_and_departement_lead_to_their_form(client, kind, name):
    place = getattr(LocalAuthorityFactory(), name)
    address = reverse("partnerships:report_create", args=[kind, place.code])

    assert f'href="{address}"' in text_of(client.get(place.get_absolute_url()))
    assert send_report(client, address).url == place.get_absolute_url()


def test_the_site_itself_may_be_reported(client):
    assert send_report(client, SITE).url == reverse("portal:home")
    assert ReaderReport.objects.get().subject_kind == "site"


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("fiche", "zzzzzzzz"),
        ("collectivite", "absente"),
        ("partenaire", "pas-un-uuid"),
        ("partenaire", "00000000-0000-4000-8000-000000000000"),
        ("pays", "zz"),
        ("region", "999"),
        ("departement", "999"),
        ("proposition", "99"),
        ("proposition", "cinq"),
        ("site", "x"),
        ("inconnu", "x"),
    ],
)
def test_what_is_not_there_has_no_form(client, kind, key):
    address = reverse("partnerships:report_create", args=[kind, key])

    assert client.get(address).status_code == 404
    assert send_report(client, address).status_code == 404


def test_suspended_partnership_and_unlisted_proposition_have_no_form(client, partnership):
    suspend(partnership, 1, by=reviewer(), reason="À vérifier")
    hidden = ProposalFactory(wording="working")
    assert hidden not in Proposal.objects.listed()

    assert client.get(form_of(partnership)).status_code == 404
    address = reverse("partnerships:report_create", args=["proposition", hidden.number])
    assert client.get(address).status_code == 404


def test_merged_authority_leads_to_the_form_of_its_heir(client):
    heir = LocalAuthorityFactory()
    old = LocalAuthorityFactory(successor=heir)

    response = client.get(reverse("partnerships:report_create", args=["collectivite", old.key]))

    assert response.url == reverse("partnerships:report_create", args=["collectivite", heir.key])


def test_double_click_makes_one_report(client, partnership):
    token = token_of_page()

    for _click in range(2):
        response = send_report(client, form_of(partnership), token=token, email="moi@a.fr")
        assert response.status_code == 302

    assert ReaderReport.objects.count() == 1
    assert OutboxMail.objects.filter(recipient="moi@a.fr").count() == 1


def test_other_words_sent_after_a_step_back_are_another_report(client, partnership):
    token = token_of_page()
    send_report(client, form_of(partnership), token=token)

    send_report(client, form_of(partnership), token=token, text="Et la fin est en 2001.")

    assert ReaderReport.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("topic", ""),
        ("topic", "tout"),
        ("part", "contact"),  # of an authority, not of a partnership
        ("text", ""),
        ("text", "   "),
        ("text", "x" * 2001),
        ("source", "pas une adresse"),
        ("source", "https://exemple.fr/" + "x" * 500),
        ("source", "ftp://exemple.fr/"),
        ("source", "javascript:alert(1)"),
        ("email", "moi@"),
    ],
)
def test_invalid_field_is_said_and_the_others_are_kept(client, partnership, field, value):
    response = send_report(client, form_of(partnership), **{**WORDS, field: value})

    page = text_of(response)
    assert response.status_code == 422
    for name, word in WORDS.items():
        assert name == field or word in page
    assert not ReaderReport.objects.exists()


def test_markup_and_line_ends_are_shown_as_text(client, partnership):
    text = "<script>alert(1)</script>\r\nBcc: x@example.org"
    send_report(client, form_of(partnership), text=text, email="moi@a.fr")
    officer = lead_reviewer()
    client.force_login(officer)

    page = text_of(client.get(ReaderReport.objects.get().get_absolute_url()))

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_signed_in_person_is_known_and_gives_no_other_address(client, partnership):
    person = UserFactory()
    client.force_login(person)
    assert person.email in text_of(client.get(form_of(partnership)))

    send_report(client, form_of(partnership), user=person, email="autre@a.fr")

    report = ReaderReport.objects.get()
    assert (report.sent_by, report.email) == (person, "")
    assert not OutboxMail.objects.filter(recipient="autre@a.fr").exists()


def test_members_of_the_lead_authority_and_lead_officers_are_notified(client):
    lead, other = MemberFactory(), MemberFactory()
    partnership = published([lead.authority, other.authority])
    officer, _plain = lead_reviewer(), reviewer()
    former = MemberFactory(authority=lead.authority, revoked=True)

    send_report(client, form_of(partnership))

    told = set(Notification.objects.values_list("user", flat=True))
    assert told == {lead.user.pk, officer.pk}
    assert former.user.pk not in told
    link = Notification.objects.get(user=lead.user).link
    client.force_login(lead.user)
    assert SENT["text"] in text_of(client.get(link))


def test_who_reports_is_not_notified_of_their_own_report(client):
    member = MemberFactory()
    partnership = published([member.authority])
    officer = lead_reviewer()
    client.force_login(member.user)

    send_report(client, form_of(partnership), user=member.user)

    assert set(Notification.objects.values_list("user", flat=True)) == {officer.pk}


def test_nothing_leaves_by_itself(client, partnership):
    send_report(client, form_of(partnership), email="moi@a.fr")

    assert mail.outbox == []


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "moi@a.fr", "sent_by": True},
        {"email_confirmed_at": True},
        {"email": "Moi@a.fr"},
        {"status": "corrected"},
        {"closed_at": True},
    ],
)
def test_rows_that_contradict_themselves_are_refused(fields):
    values = {"sent_by": UserFactory(), "email_confirmed_at": timezone.now()}
    values["closed_at"] = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReaderReportFactory(**{k: values[k] if v is True else v for k, v in fields.items()})
