"""Reminders of opinions, by officers and by the portal; requests withdrawn."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from partnerships.models import Action, Opinion, OutboxMail
from partnerships.workflow.opinions.asking import remind
from partnerships.workflow.refusals import Refused
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.opinions import (
    action_of,
    ask,
    do,
    fill,
    links_to,
    pass_days,
    reply,
    request_of,
)
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db


def people(dossier):
    own = reviewer()
    MemberFactory(authority=dossier.lead_authority, user=own)
    return {
        "member": dossier.created_by,
        "other reviewer": reviewer(),
        "lead": lead_reviewer(),
        "reviewer, member": own,
    }


@pytest.mark.parametrize(
    ("role", "asks", "acts"),
    [
        ("member", 403, 403),
        ("other reviewer", 404, 404),
        ("lead", 404, 404),
        ("reviewer, member", 404, 404),
    ],
)
def test_only_the_officer_in_charge_asks_reminds_and_withdraws(client, role, asks, acts):
    dossier = dossier_in("under_review")
    opinion = pass_days(ask(dossier)[0], 1)
    client.force_login(people(dossier)[role])

    assert client.get(request_of(dossier)).status_code == asks
    assert client.post(request_of(dossier), fill(dossier)).status_code == asks
    for action in ("relancer", "retirer"):
        data = {"seen": dossier.last_sequence}
        assert client.post(action_of(opinion, action), data).status_code == acts

    opinion.refresh_from_db()
    assert opinion.is_awaited
    assert len(links_to()) == 1


def test_officer_who_asked_may_still_remind_once_another_reviews(client):
    dossier = dossier_in("under_review")
    asker = dossier.reviewer
    opinion = pass_days(ask(dossier)[0], 1)
    dossier.reviewer = reviewer()
    dossier.save()

    assert "est relancé" in text_of(do(client, asker, opinion, "relancer"))
    assert do(client, asker, opinion, "retirer").status_code == 404
    assert "courriel est déjà parti" in text_of(do(client, dossier.reviewer, opinion, "relancer"))


def test_reminder_brings_a_new_link_and_the_first_one_stays_good(client):
    dossier = dossier_in("under_review")
    opinion = pass_days(ask(dossier)[0], 1)

    do(client, dossier.reviewer, opinion, "relancer")
    do(client, dossier.reviewer, opinion, "relancer")

    client.logout()
    links = links_to()
    assert len(links) == 2
    assert {client.get(link).status_code for link in links} == {200}


def test_withdrawn_answered_or_closed_opinion_is_not_reminded(client):
    for end in ("withdrawn", "answered", "closed", "back to a draft"):
        dossier = dossier_in("under_review")
        email = f"{uuid4()}@example.org"
        opinion = ask(dossier, email, due_in=5)[0]
        if end == "withdrawn":
            do(client, dossier.reviewer, opinion, "retirer")
        elif end == "answered":
            reply(client, links_to(email)[0])
        elif end == "closed":
            act(dossier, Action.REJECT, dossier.reviewer, grounds="Non.", override="Urgent.")
        else:
            act(dossier, Action.WITHDRAW, dossier.created_by)
        pass_days(Opinion.objects.get(pk=opinion.pk), 6)

        call_command("daily_upkeep", verbosity=0)
        dossier.refresh_from_db()
        with pytest.raises(Refused):
            remind(dossier, by=dossier.reviewer)

        assert len(links_to(email)) == 1, end


def test_portal_reminds_before_and_after_the_date_once_each():
    dossier = dossier_in("under_review")
    opinion = ask(dossier, due_in=10)[0]
    sent = {}

    for day in range(30):
        today = timezone.localdate() + timedelta(days=day)
        before = len(links_to())
        # On days eight and nine, the daily upkeep did not run.
        if day not in (11, 12):
            for _rank in range(2):
                call_command("daily_upkeep", date=today, verbosity=0)
        sent[day] = len(links_to()) - before

    assert [day for day, count in sent.items() if count] == [7, 13, 17]
    assert set(sent.values()) == {0, 1}
    reminders = opinion.links.filter(is_reminder=True)
    assert [link.sent_by for link in reminders] == [None, None, None]
    assert OutboxMail.objects.filter(subject__contains="en retard").count() == 2


def test_no_automatic_reminder_the_day_after_a_short_request():
    dossier = dossier_in("under_review")
    ask(dossier, due_in=2)

    for day in (0, 1, 2):
        call_command("daily_upkeep", date=timezone.localdate() + timedelta(days=day), verbosity=0)

    assert len(links_to()) == 1
