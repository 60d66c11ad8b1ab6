"""Two proposed partners of one dossier are told apart, by removal or by an answer."""

import pytest
from django.urls import reverse

from partnerships.document.canonical import canonical
from partnerships.models import Action
from partnerships.workflow.refusals import Refused
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.filling import (
    errors_of,
    post,
    propose,
    question_of,
    save_fields,
    saved,
    step_of,
    text_of,
)
from tests.factories.partnerships import InternationalPartnerFactory

pytestmark = pytest.mark.django_db


def test_double_in_one_dossier_is_to_be_removed():
    dossier = dossier_in("draft")
    propose(dossier, "Sefrou")
    second = propose(dossier, "Ville de SÉFROU")

    assert list(errors_of(dossier)) == [f"partners.{second}"]
    assert "déjà dans la liste" in errors_of(dossier)[f"partners.{second}"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Sefru", "municipality"), ("Sefrou-Nord", "municipality"), ("Sefrou", "association")],
)
def test_partner_of_one_dossier_that_resembles_another_is_asked_about(client, name, kind):
    officer, member = reviewer(), MemberFactory()
    dossier = dossier_in("draft", member=member)
    first, second = propose(dossier, "Sefrou"), propose(dossier, name, kind=kind)
    client.force_login(member.user)

    assert question_of(client, dossier, first) is None
    (known,) = question_of(client, dossier, second).known
    assert (known.name, known.uuid, known.url) == ("Sefrou", first, "")
    page = text_of(client.get(step_of(dossier, "acteurs")))
    assert "ressemble à un autre partenaire. Est-ce le même" in page
    assert "Déjà dans ce dossier" in page
    assert list(errors_of(dossier)) == [f"partners.{second}"]
    post(client, dossier, "acteurs", do=f"other:partners:{second}:{first}")

    dossier.refresh_from_db()
    assert errors_of(dossier) == {}
    act(dossier, Action.SUBMIT, member.user)
    dossier = act(dossier, Action.START_REVIEW, officer)
    (told,) = dossier.events.get(action="submit").content["resemblances"]
    assert told["names"] == ["Sefrou (Maroc)"]
    client.force_login(officer)
    page = text_of(client.get(reverse("partnerships:review_detail", args=[dossier.uuid])))
    assert f"« {name} » est un autre partenaire que Sefrou (Maroc)" in page
    public = act(dossier, Action.ACCEPT, officer, grounds="Conforme.").partnership
    assert public.partners.filter(name__in=["Sefrou", name]).count() == 2


def test_partner_said_to_be_another_of_the_dossier_is_removed(client):
    dossier = dossier_in("draft")
    first, second = propose(dossier, "Sefrou"), propose(dossier, "Sefru")
    client.force_login(dossier.created_by)

    post(client, dossier, "acteurs", do=f"same:partners:{second}:{first}")

    assert second not in saved(dossier)["partners"]
    assert saved(dossier)[f"partners.{first}.proposed_name"] == "Sefrou"
    for value in (f"{first}:{first}", f"{first}:{second}"):
        post(client, dossier, "acteurs", do=f"same:partners:{value}")
    assert first in saved(dossier)["partners"]


def test_officer_answers_about_two_partners_of_an_older_deposit(client):
    officer, member = reviewer(), MemberFactory()
    dossier = dossier_in("draft", member=member)
    first, second = propose(dossier, "Sefrou"), propose(dossier, "Sefru")
    client.force_login(member.user)
    post(client, dossier, "acteurs", do=f"other:partners:{second}:{first}")
    dossier.refresh_from_db()
    dossier = act(dossier, Action.SUBMIT, member.user)
    submission = dossier.submissions.get()
    document = submission.document
    for each in document["partners"]:
        each.pop("resemblance", None)
    submission.document_text = canonical(document)
    type(submission).objects.filter(pk=submission.pk).update(document_text=canonical(document))
    dossier = act(dossier, Action.START_REVIEW, officer)
    with pytest.raises(Refused, match="ressemble à un partenaire proposé"):
        act(dossier, Action.ACCEPT, officer, grounds="Conforme.")
    dossier.refresh_from_db()
    client.force_login(officer)
    address = reverse("partnerships:review_detail", args=[dossier.uuid])
    assert "ressemble à un autre partenaire" in text_of(client.get(address))

    dossier = act(dossier, Action.COMPARE_PARTNERS, officer, item=second, partners=[first])

    assert client.get(address).context["page"].comparisons == []
    act(dossier, Action.ACCEPT, officer, grounds="Conforme.")


def test_partners_without_a_known_country_are_not_compared(client):
    dossier = dossier_in("draft")
    propose(dossier, "Sefrou", country="XX")
    propose(dossier, "Sefru", country="XX")
    client.force_login(dossier.created_by)

    assert client.get(step_of(dossier, "acteurs")).status_code == 200


def test_answer_about_a_partner_that_then_is_a_known_one_stops_no_deposit(client):
    member = MemberFactory()
    dossier = dossier_in("draft", member=member)
    first, second = propose(dossier, "Sefrou"), propose(dossier, "Sefru")
    client.force_login(member.user)
    post(client, dossier, "acteurs", do=f"other:partners:{second}:{first}")
    known = InternationalPartnerFactory(name="Fès", country_id="MA")
    save_fields(dossier, {f"partners.{first}.partner": str(known.uuid)}, {}, member.user)
    dossier.refresh_from_db()

    dossier = act(dossier, Action.SUBMIT, member.user)

    (told,) = dossier.events.get(action="submit").content["resemblances"]
    assert (told["item"], told["names"]) == (second, [])
    officer = reviewer()
    dossier = act(dossier, Action.START_REVIEW, officer)
    client.force_login(officer)
    page = client.get(reverse("partnerships:review_detail", args=[dossier.uuid]))
    assert (page.status_code, "Fès" in text_of(page)) == (200, True)
