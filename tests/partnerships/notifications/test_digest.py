"""Digest mails: what they hold, when they are sent; nothing is lost or repeated."""

import io
from datetime import date, datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from partnerships.models import DossierMute, Frequency, Notification, OutboxMail
from partnerships.notifications.outbox import notify
from tests.factories.accounts import UserFactory
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.killing import Killed, killed_at

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 6, 8)


def moment(text):
    return timezone.make_aware(datetime.fromisoformat(text))


def notification(user, number, *, at, dossier=None, frequency=Frequency.DAILY, **fields):
    """Notify `user` at an instant of June 2026, such as « 7 22:30 »."""
    day, _space, hour = at.partition(" ")
    return Notification.objects.create(
        user=user,
        cause=f"c{number}",
        event="progress",
        subject=f"Nouvelle {number}",
        link=f"/nouvelle/{number}/",
        dossier=dossier,
        frequency=frequency,
        created_at=moment(f"2026-06-{int(day):02} {hour}"),
        **fields,
    )


def upkeep(day):
    call_command("daily_upkeep", date=date(2026, 6, day), stdout=io.StringIO())


def digests():
    return OutboxMail.objects.filter(cause__startswith="digest:").order_by("pk")


def test_daily_digest_groups_by_dossier_and_is_sent_once():
    member = MemberFactory()
    one, two = (dossier_in("submitted", member=member, title=name) for name in ("Un", "Deux"))
    notification(member.user, 1, at="8 09:00", dossier=one)
    notification(member.user, 2, at="8 10:00", dossier=two)
    notification(member.user, 3, at="8 23:59", dossier=one)
    notification(member.user, 4, at="9 00:00", dossier=one)

    for _time in range(2):
        upkeep(9)

    mail = digests().get()
    assert mail.recipient == member.user.email
    assert mail.subject == "3 nouvelles à lire"
    places = [mail.body.index(text) for text in ("– Un\n", "Nouvelle 1", "Nouvelle 3", "– Deux\n")]
    assert places == sorted(places)
    assert "http://127.0.0.1:8000/nouvelle/1/" in mail.body
    assert "http://127.0.0.1:8000/mon-espace/notifications/choix/" in mail.body
    assert "Nouvelle 4" not in mail.body
    upkeep(10)
    assert digests().count() == 2
    assert "Nouvelle 4" in digests().last().body


def test_weekly_digest_is_sent_on_monday_or_as_soon_as_possible():
    user = UserFactory()
    notification(user, 1, at="3 09:00", frequency=Frequency.WEEKLY)
    for day in (4, 5, 6, 7):
        upkeep(day)
    assert not digests().exists()

    notification(user, 2, at="8 00:00", frequency=Frequency.WEEKLY)
    for day in (10, 11):
        upkeep(day)

    assert [mail.cause for mail in digests()] == [f"digest:weekly:{MONDAY}"]
    assert "Nouvelle 1" in digests().get().body
    assert "Nouvelle 2" not in digests().get().body


def test_nothing_pending_sends_no_digest():
    member, gone = MemberFactory(), UserFactory(is_active=False)
    dossier = dossier_in("submitted", member=member)
    other = dossier_in("submitted", title="Titre gardé")
    DossierMute.objects.create(user=member.user, dossier=dossier)
    notification(member.user, 1, at="8 09:00", dossier=dossier)
    notification(member.user, 2, at="8 09:00", dossier=other)
    notification(member.user, 3, at="8 09:00", read_at=timezone.now())
    notification(member.user, 4, at="8 09:00", frequency=Frequency.NEVER)
    notification(gone, 5, at="8 09:00")

    upkeep(9)

    assert not digests().exists()
    waiting = Notification.objects.awaiting_digest(Frequency.DAILY, timezone.now())
    assert not waiting.filter(cause__startswith="c").exists()


def test_late_notification_of_a_sent_day_waits_for_the_next_digest():
    user = UserFactory()
    notification(user, 1, at="8 09:00")
    upkeep(9)
    notification(user, 2, at="8 23:00")

    upkeep(9)
    upkeep(10)

    assert [mail.subject for mail in digests()] == ["1 nouvelle à lire"] * 2
    assert "Nouvelle 2" in digests().last().body


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize(
    "statement", ['INTO "partnerships_outboxmail"', 'UPDATE "partnerships_notification"']
)
def test_killed_run_neither_loses_nor_repeats_a_notification(rank, statement):
    people = [UserFactory() for _ in range(3)]
    for number, user in enumerate(people):
        notification(user, number, at="8 09:00")
    with pytest.raises(Killed), killed_at(statement, rank):
        upkeep(9)
    before = digests().count()

    upkeep(9)

    assert before == rank - 1
    assert [mail.recipient for mail in digests()] == [user.email for user in people]
    assert Notification.objects.filter(mailed_at__isnull=True).count() == 0


def test_kill_between_the_row_and_its_mail_leaves_neither():
    user, dossier = UserFactory(), dossier_in("submitted")
    with pytest.raises(Killed), killed_at('INTO "partnerships_outboxmail"', 1):
        notify("c", [user], "submit", dossier=dossier, by=user, link="/")
    assert not Notification.objects.filter(user=user).exists()

    notify("c", [user], "submit", dossier=dossier, by=user, link="/")

    assert OutboxMail.objects.filter(cause="c").count() == 1


def test_old_notifications_are_deleted():
    user = UserFactory()
    recent, old = notification(user, 1, at="8 09:00"), notification(user, 2, at="8 09:00")
    Notification.objects.filter(pk=old.pk).update(created_at=moment("2025-05-03 12:00"))

    upkeep(8)

    assert list(Notification.objects.all()) == [recent]


def test_digest_of_a_dossier_in_the_bin_is_deleted_with_it():
    dossier = dossier_in("draft")
    notification(dossier.created_by, 1, at="8 09:00", dossier=dossier)
    upkeep(9)
    assert digests().count() == 1

    dossier.discarded_at = moment("2026-06-09 12:00")
    dossier.save()
    call_command("daily_upkeep", date=date(2026, 8, 9), stdout=io.StringIO())

    assert not digests().exists()
    assert not Notification.objects.exists()


def test_digest_of_three_hundred_of_one_kind_names_the_first_and_links_to_them_all():
    member = MemberFactory()
    dossier = dossier_in("submitted", member=member, title="Un")
    other = dossier_in("submitted", title="D’ailleurs")
    Notification.objects.bulk_create(
        Notification(
            user=member.user,
            cause=f"c{number}",
            event="progress",
            subject=f"Nouvelle {number}.",
            link="/",
            dossier=dossier,
            frequency=Frequency.DAILY,
            created_at=moment("2026-06-08 09:00"),
        )
        for number in range(300)
    )
    notification(member.user, 400, at="8 10:00", dossier=other)

    upkeep(9)

    mail = digests().get()
    assert mail.subject == "300 nouvelles à lire"
    assert "Dossier pris en instruction, ou retiré par un collègue\u202f: 300" in mail.body
    assert "Nouvelle 4." in mail.body
    assert "Nouvelle 5." not in mail.body
    assert "et 295 autres" in mail.body
    assert "/mon-espace/notifications/?genre=progress&etat=non-lues" in mail.body
    assert "400" not in mail.body
    assert mail.dossier == dossier
    assert not Notification.objects.filter(mailed_at=None, frequency=Frequency.DAILY).exists()


def test_three_of_one_kind_are_named_with_their_dossier():
    member = MemberFactory()
    dossier = dossier_in("submitted", member=member, title="Un")
    for number in range(3):
        notification(member.user, number, at="8 09:00", dossier=dossier)

    upkeep(9)

    assert "– Un\n" in digests().get().body
    assert "genre=" not in digests().get().body


def test_muted_dossiers_are_not_counted_in_a_kind():
    member = MemberFactory()
    dossier, muted = (dossier_in("submitted", member=member) for _ in range(2))
    DossierMute.objects.create(user=member.user, dossier=muted)
    for number in range(4):
        notification(member.user, number, at="8 09:00", dossier=dossier)
    for number in range(4, 9):
        notification(member.user, number, at="8 09:00", dossier=muted)

    upkeep(9)

    assert digests().get().subject == "4 nouvelles à lire"
    assert "un collègue\u202f: 4" in digests().get().body
