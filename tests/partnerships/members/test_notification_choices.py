"""Who is notified of what, how often, and the page of these preferences."""

from functools import partial

import pytest
from django.urls import reverse

from partnerships.models import (
    Action,
    DossierMute,
    Frequency,
    Notification,
    NotificationPreference,
    OutboxMail,
    Visibility,
)
from partnerships.notifications.events import EVENTS, Side
from partnerships.notifications.outbox import notify
from partnerships.workflow.messages import post_message
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
CHOICES = reverse("partnerships:notification_choices")


def notified(user):
    return [row.cause.rpartition(":")[2] for row in Notification.objects.filter(user=user)][::-1]


def mailed(user):
    mails = OutboxMail.objects.filter(recipient=user.email)
    return [cause.rpartition(":")[2] for cause in mails.values_list("cause", flat=True)]


def prefer(user, event, frequency):
    NotificationPreference.objects.create(user=user, event=event, frequency=frequency)


def muting(dossier):
    return reverse("partnerships:dossier_mute", args=[dossier.uuid])


def test_defaults_mail_at_once_what_needs_an_action_and_group_the_rest():
    officer = lead_reviewer()
    member = dossier_in("changes_requested", officer=officer).created_by

    assert notified(member) == ["submit", "start_review", "request_changes"]
    assert mailed(member) == ["submit", "request_changes"]
    assert notified(officer) == ["submit"]
    assert mailed(officer) == []


@pytest.mark.parametrize("frequency", Frequency.values)
def test_frequency_is_applied(frequency):
    member = MemberFactory()
    prefer(member.user, "changes_requested", frequency)

    dossier_in("changes_requested", member=member)

    assert "request_changes" in notified(member.user)
    assert ("request_changes" in mailed(member.user)) == (frequency == "at_once")
    row = Notification.objects.get(cause__endswith="request_changes")
    assert row.frequency == frequency
    assert bool(row.mailed_at) == (frequency == "at_once")


def test_preference_is_of_one_person_and_one_event():
    one = MemberFactory()
    other = MemberFactory(authority=one.authority).user
    prefer(one.user, "deposit", Frequency.NEVER)

    dossier_in("changes_requested", member=one)

    assert mailed(one.user) == ["request_changes"]
    assert mailed(other) == ["submit", "request_changes"]


def test_decision_is_mailed_even_to_those_who_muted_everything():
    member = MemberFactory()
    for event in EVENTS:
        prefer(member.user, event.name, Frequency.NEVER)
    dossier = dossier_in("decided", member=member)
    DossierMute.objects.create(user=member.user, dossier=dossier)

    act(dossier, Action.RELEASE, dossier.reviewer)

    assert mailed(member.user) == ["release"]


def test_muted_dossier_sends_nothing_and_the_others_still_do(client):
    dossier = dossier_in("submitted")
    member, officer = dossier.created_by, lead_reviewer()
    for user in (member, officer):
        client.force_login(user)
        assert client.post(muting(dossier), {"is_muted": "1"}).status_code == 302
    colleague = MemberFactory(authority=dossier.lead_authority).user
    Notification.objects.all().delete()

    dossier = act(dossier, Action.START_REVIEW, officer)
    act(dossier, Action.REQUEST_CHANGES, officer, messages=[("", "Précisez.")])
    post_message(dossier, by=colleague, body="Un mot", visibility=Visibility.SHARED)

    assert notified(member) == notified(officer) == []
    assert notified(colleague) == ["start_review", "request_changes"]


def test_mute_is_shown_on_both_pages_and_can_be_undone(client):
    dossier = dossier_in("submitted")
    for user in (dossier.created_by, reviewer()):
        client.force_login(user)
        client.post(muting(dossier), {"is_muted": "1"})
        client.post(muting(dossier), {"is_muted": "1"})
        muted = text_of(client.get(dossier.get_absolute_url(), follow=True))
        choices = text_of(client.get(CHOICES))
        client.post(muting(dossier), {"is_muted": "0", "from": "choices"})

        assert "Vous n’êtes plus prévenu" in muted
        assert dossier.reference in choices
        assert "Vous n’êtes plus prévenu" not in text_of(
            client.get(dossier.get_absolute_url(), follow=True)
        )
    assert not DossierMute.objects.exists()


def test_dossier_one_cannot_see_cannot_be_muted(client):
    dossier = dossier_in("draft")
    for user in (UserFactory(), reviewer(), MemberFactory().user):
        client.force_login(user)
        assert client.post(muting(dossier), {"is_muted": "1"}).status_code == 404
    client.logout()
    assert client.post(muting(dossier)).status_code == 302
    assert not DossierMute.objects.exists()


def test_closed_dossier_notifies_of_its_reopening_only():
    dossier = dossier_in("closed", outcome="rejected")
    Notification.objects.all().delete()

    post_message(dossier, by=dossier.created_by, body="Merci.", visibility=Visibility.SHARED)
    silent = Notification.objects.count()
    lead = lead_reviewer()
    act(dossier, Action.REOPEN, lead, reason="Erreur de notre part.")

    assert silent == 0
    assert notified(dossier.created_by) == ["reopen"]


def test_one_cause_is_notified_once_whatever_changes_meanwhile():
    user, dossier = UserFactory(), dossier_in("submitted")
    for _time in range(2):
        notify("c", [user], "submit", dossier=dossier, by=user, link="https://x.example/a/?b#c")
    prefer(user, "deposit", Frequency.DAILY)
    notify("c", [user, user], "submit", dossier=dossier, by=user, link="https://x.example/a/")

    [row] = Notification.objects.filter(user=user)
    assert row.link == "/a/?b#c"
    assert OutboxMail.objects.filter(cause="c").count() == 1


def test_notifying_runs_as_many_queries_for_thirty_as_for_three(django_assert_num_queries):
    dossier = dossier_in("submitted")
    for count in (3, 30):
        people = [UserFactory() for _ in range(count)]
        with django_assert_num_queries(7):
            notify(f"{count}", people, "submit", dossier=dossier, by="x", link="/a/")


def choose(client, user, **choices):
    client.force_login(user)
    fields = client.get(CHOICES).context["form"].fields
    data = {name: field.initial for name, field in fields.items()}
    return client.post(CHOICES, {**data, **choices})


def test_choices_depend_on_the_role(client):
    names = {side: {e.name for e in EVENTS if e.side == side and not e.always} for side in Side}
    curator = partial(UserFactory, codenames=["curate_proposals"])
    for make, sides in (
        (UserFactory, [Side.MEMBER]),
        (reviewer, [Side.MEMBER, Side.OFFICER]),
        (curator, [Side.MEMBER, Side.CURATOR]),
    ):
        client.force_login(make())

        fields = set(client.get(CHOICES).context["form"].fields)

        assert fields == set().union(*(names[side] for side in sides))


def test_choice_is_saved_and_applies_to_pending_notifications(client):
    member = dossier_in("under_review").created_by
    waiting = Notification.objects.filter(user=member, cause__endswith="start_review")
    assert waiting.get().frequency == Frequency.DAILY

    assert choose(client, member, progress="weekly", deposit="never").status_code == 302

    assert waiting.get().frequency == Frequency.WEEKLY
    rows = NotificationPreference.objects.filter(user=member).order_by("event")
    assert list(rows.values_list("event", "frequency")) == [
        ("deposit", "never"),
        ("progress", "weekly"),
    ]
    choose(client, member, progress="at_once", deposit="at_once")
    assert waiting.get().frequency == Frequency.DAILY
    assert not rows.filter(event="deposit").exists()


@pytest.mark.parametrize("value", ["", "toujours", "\x00", "at_once "])
def test_unknown_frequency_is_refused(client, value):
    response = choose(client, UserFactory(), deposit=value)

    assert response.status_code == 422
    assert not NotificationPreference.objects.exists()


def test_decision_cannot_be_muted_by_a_forged_form(client):
    choose(client, UserFactory(), decision="never", takeover="never")

    assert not NotificationPreference.objects.exists()
