"""« Mes notifications »: the notifications of a person, and which ones they have read."""

import html
import re

import pytest
from django.urls import reverse

from partnerships.models import Notification
from partnerships.notifications.outbox import notify
from tests.factories.accounts import UserFactory
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
LIST = reverse("partnerships:notification_list")
READ = reverse("partnerships:notification_read")


def unread(client, user):
    client.force_login(user)
    return client.get(LIST).context["user"].unread_count


def test_list_is_personal_and_the_header_counts_unread(client):
    dossier = dossier_in("submitted", title="Titre gardé")
    stranger = UserFactory()

    assert unread(client, dossier.created_by) == 1
    page = text_of(client.get(LIST))
    assert "votre dossier est déposé" in page
    assert "(1 non lue)" in page
    assert unread(client, stranger) == 0
    assert "Titre gardé" not in text_of(client.get(LIST))
    client.logout()
    assert client.get(LIST).status_code == 302


def test_title_of_a_dossier_one_no_longer_sees_is_not_shown(client):
    dossier = dossier_in("submitted", title="Titre gardé")
    user = dossier.created_by
    client.force_login(user)
    before = text_of(client.get(LIST))

    user.memberships.update(status="revoked")

    assert "Titre gardé" in before
    assert "Titre gardé" not in text_of(client.get(LIST))


def test_marking_read_one_all_or_by_opening_the_dossier(client):
    member = MemberFactory()
    dossiers = [dossier_in("submitted", member=member) for _ in range(3)]
    rows = Notification.objects.filter(user=member.user).order_by("pk")
    assert unread(client, member.user) == 3

    client.post(READ, {"notification": rows[0].pk})
    one = unread(client, member.user)
    shown = client.get(dossiers[1].get_absolute_url())
    page = unread(client, member.user)
    client.post(READ)

    assert (one, shown.context["user"].unread_count, page) == (2, 1, 1)
    assert unread(client, member.user) == 0


def test_notification_of_another_person_is_not_marked(client):
    dossier = dossier_in("submitted")
    row = Notification.objects.get(user=dossier.created_by)
    client.force_login(UserFactory())

    client.post(READ, {"notification": row.pk})
    client.post(READ)

    row.refresh_from_db()
    assert row.read_at is None
    for text in ("x", "-1", "9" * 30, "²", "\x00"):
        assert client.post(READ, {"notification": text}).status_code == 404


def test_pages_and_filter_lose_nothing(client):
    user, dossier = UserFactory(), dossier_in("submitted")
    for number in range(32):
        notify(f"{number}", [user], "submit", dossier=dossier, by=user, link="/")
    client.force_login(user)

    kind = {"etat": "non-lues", "genre": "deposit"}
    first = client.get(LIST, kind)
    (after,) = re.findall(r'href="\?([^"]*apres=[^"]*)"', first.content.decode())
    second = client.get(f"{LIST}?{html.unescape(after)}").context["page"]

    seen = [row.notification.cause for row in [*first.context["page"].rows, *second.rows]]
    assert seen == [str(number) for number in reversed(range(32))]


@pytest.mark.parametrize("count", [3, 30])
def test_list_runs_as_many_queries_for_thirty_as_for_three(
    client, count, django_assert_num_queries
):
    member = MemberFactory()
    dossiers = [dossier_in("submitted", member=member) for _ in range(3)]
    for number in range(count):
        dossier = dossiers[number % 3]
        notify(f"{number}", [member.user], "submit", dossier=dossier, by="x", link="/")
    client.force_login(member.user)

    with django_assert_num_queries(6):
        client.get(LIST)


def test_hostile_subject_is_text_on_the_page(client):
    dossier = dossier_in("submitted")
    dossier.reference = "<script>alert(1)</script>"
    user = UserFactory()
    notify("c", [user], "submit", dossier=dossier, by="x", link="javascript:alert(1)")
    client.force_login(user)

    page = client.get(LIST).content.decode()

    assert "<script>alert" not in page
    assert 'href="javascript' not in page
