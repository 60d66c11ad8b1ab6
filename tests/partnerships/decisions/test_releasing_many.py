"""Notifying several decisions from the queue: messages that nobody has seen are told before."""

import pytest
from django.urls import reverse

from partnerships.models import Action, Dossier
from tests.factories.decisions import send_decision, send_on_decision
from tests.factories.dossiers import act, dossier_in
from tests.factories.messages import review_page, say
from tests.factories.roles import text_of
from tests.partnerships.decisions.test_release_question import FINAL
from tests.partnerships.queue.test_bulk import ask, confirm, states

pytestmark = pytest.mark.django_db
UNSHOWN = "Des messages qui n’étaient pas annoncés sont à voir avant de notifier."
TITLE, LEAVE = "Des messages sont à voir avant", "Laisser ces dossiers de côté"


def told(dossier, count="1 message non lu ou écrit"):
    return f"{dossier.reference}</a> : {count} depuis la décision"


def shown_by(response):
    """What the form of a page says that it told."""
    return response.context["page"].to_see.shown


@pytest.fixture
def dossiers(officer):
    """A decision with a message of its authority, then two without one to see."""
    decided = [dossier_in("decided", officer=officer) for _rank in range(3)]
    say(decided[0], decided[0].created_by)
    say(decided[1], officer)
    return decided


def page_of(client, run):
    return text_of(client.get(run.get_absolute_url()))


def test_plan_tells_messages_as_the_list_of_decisions_does(client, officer, dossiers):
    run = ask(client, officer, "release", dossiers)
    chosen = {"d": [each.uuid for each in dossiers]}

    plan = page_of(client, run)
    grouped = text_of(client.get(reverse("partnerships:outbox_release"), chosen))
    say(dossiers[0], dossiers[0].created_by)
    later = page_of(client, run)

    for page in (plan, grouped):
        assert [TITLE in page, LEAVE in page, told(dossiers[0]) in page] == [True] * 3
        assert f"{dossiers[1].reference}</a> :" not in page
        assert FINAL in page
    assert told(dossiers[0], "2 messages non lus ou écrits") in later


def test_those_with_messages_are_left_out_and_the_others_notified(client, officer, dossiers):
    undecided = dossier_in("under_review", officer=officer)
    run = ask(client, officer, "release", [*dossiers, undecided])

    without = text_of(confirm(client, run, do="leave"))
    kept = [item.pk for item in run.items.all() if item.is_planned]
    confirm(client, run, keep=kept)
    confirm(client, run, do="leave")

    assert TITLE not in without
    assert "Notifier 3 décisions</h1>" in without
    ends = dict(zip(dossiers, ["left", "done", "done"], strict=True))
    assert states(run) == ends | {undecided: "not_concerned"}
    assert [Dossier.objects.get(pk=each.pk).status for each in dossiers] == [
        "decided",
        "closed",
        "closed",
    ]


def test_a_message_that_comes_after_the_plan_was_read_stops_the_start(client, officer, dossiers):
    """Also where as many as came are not to see any more, since their dossier is left out."""
    run = ask(client, officer, "release", dossiers)
    kept = [item.pk for item in run.items.all() if item.dossier != dossiers[0]]
    read = shown_by(client.get(run.get_absolute_url()))
    say(dossiers[1], dossiers[1].created_by)

    refused = text_of(confirm(client, run, keep=kept, messages_shown=read))
    is_started = bool(run.started_at)
    confirm(client, run, keep=kept, messages_shown=shown_by(client.get(run.get_absolute_url())))

    assert not is_started
    assert UNSHOWN in refused
    assert states(run) == dict(zip(dossiers, ["left", "done", "done"], strict=True))


def test_a_message_that_comes_while_the_list_is_read_keeps_its_decision(client, officer, dossiers):
    client.force_login(officer)
    address = reverse("partnerships:outbox_release")
    shown = client.get(address, {"d": [each.uuid for each in dossiers]})
    sent = {"d": [each.uuid for each in dossiers], "messages_shown": shown_by(shown)}
    sent |= {f"seen-{row.dossier.uuid}": row.seen for row in shown.context["page"].leaving}
    say(dossiers[1], dossiers[1].created_by)

    refused = text_of(client.post(address, sent, follow=True))
    again = client.get(address, {"d": dossiers[1].uuid})
    client.post(address, sent | {"messages_shown": shown_by(again)})

    assert f"{dossiers[1].reference} : {UNSHOWN}" in refused
    assert "2 décisions sont notifiées." in refused
    assert {Dossier.objects.get(pk=each.pk).status for each in dossiers} == {"closed"}


@pytest.mark.parametrize("forged", ["", "x 0 999999999"])
def test_a_message_that_comes_while_one_decision_is_read_keeps_it(client, officer, forged):
    dossier = dossier_in("decided", officer=officer)
    say(dossier, dossier.created_by)

    refused = send_on_decision(client, officer, dossier, "release", messages_shown=forged)
    dossier.refresh_from_db()
    is_kept = dossier.status == "decided"
    send_on_decision(client, officer, dossier, "release", messages_shown=shown_by(refused))

    dossier.refresh_from_db()
    assert (refused.status_code, is_kept) == (409, True)
    assert UNSHOWN in text_of(refused)
    assert dossier.status == "closed"


def test_a_message_that_comes_before_deciding_and_notifying_at_once_is_shown(client, officer):
    dossier = dossier_in("under_review", officer=officer)
    say(dossier, dossier.created_by)
    details = {"outcome": "accepted", "grounds": "Conforme."}

    refused = send_decision(client, officer, dossier, "accept", **details)
    dossier.refresh_from_db()
    is_kept = dossier.status == "under_review"
    send_decision(client, officer, dossier, "accept", **details)

    dossier.refresh_from_db()
    assert (refused.status_code, is_kept) == (409, True)
    assert UNSHOWN in text_of(refused)
    assert dossier.status == "closed"


def test_link_of_the_list_of_decisions_leaves_them_out(client, officer, dossiers):
    client.force_login(officer)
    address = reverse("partnerships:outbox_release")
    page = client.get(address, {"d": [each.uuid for each in dossiers]}).context["page"]

    others = client.get(f"{address}?{page.others_query}").context["page"]
    alone = text_of(client.get(address, {"d": dossiers[0].uuid}))

    assert [row.dossier for row in others.leaving] == dossiers[1:]
    assert others.to_see.count == 0
    assert TITLE in alone
    assert LEAVE not in alone


def test_taking_back_and_messages_already_read_tell_nothing(client, officer, dossiers):
    taking_back = page_of(client, ask(client, officer, "take_back", dossiers))
    read = dossier_in("under_review", officer=officer)
    say(read, read.created_by)
    client.get(review_page(read))
    act(read, Action.DECIDE, officer, outcome="accepted", grounds="Conforme.")

    release = page_of(client, ask(client, officer, "release", [read]))

    assert [FINAL in taking_back, FINAL in release] == [False, True]
    for page in (taking_back, release):
        assert "Confirmer et lancer" in page
        assert TITLE not in page


def test_who_wrote_nothing_is_not_told_that_it_is_kept(client, officer):
    dossier = dossier_in("decided", officer=officer)
    stale, kept = "relisez-le, puis recommencez.", "Ce que vous avez écrit est conservé"
    client.force_login(officer)
    address = reverse("partnerships:outbox_release")

    listed = text_of(client.post(address, {"d": dossier.uuid, "seen": 0}, follow=True))
    written = {"seen": 0, "reason": "Une pièce manque."}
    taken_back = text_of(send_on_decision(client, officer, dossier, "take_back", **written))

    assert [stale in listed, kept in listed] == [True, False]
    assert [stale in taken_back, kept in taken_back] == [True, True]
