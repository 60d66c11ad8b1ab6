"""Long lists of members fold after their first rows, and lose none."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Dossier, LocalAuthorityMember, Message, Visibility
from partnerships.workflow.creation import create_dossier
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MemberFactory(manager=True)


def folded(client, user, address, heading):
    """(what shows, the words of the fold, what it hides) of the first list after `heading`."""
    client.force_login(user)
    text = client.get(address).content.decode()
    shown, _fold, rest = text.partition(heading)[2].partition('<details class="fr-m')
    summary, _end, hidden = rest.partition("</details>")[0].partition("</summary>")
    return shown, summary, hidden


def check(parts, names, count, words):
    """`names` are in their order: the first `count` show, the others are behind `words`."""
    shown, summary, hidden = parts
    assert [name for name in names if name in shown] == names[:count]
    assert [name for name in names if name in hidden] == names[count:]
    assert summary.endswith(f">{words}")


@pytest.mark.parametrize(("total", "words"), [(6, "1 autre date"), (9, "4 autres dates")])
def test_dates_beyond_five_are_folded(client, member, total, words):
    today = timezone.localdate()
    for number in range(total):
        published(
            [member.authority],
            title=f"Fin {number}",
            ends_on=(today + timedelta(days=30 + number)).isoformat(),
        )
    names = [f"Fin {number}" for number in range(total)]

    parts = folded(client, member.user, reverse("partnerships:workspace"), 'id="dates"')

    check(parts, names, 5, words)


def write_message(dossier):
    Message.objects.create(
        dossier=dossier, author=reviewer(), body="Bonjour", visibility=Visibility.SHARED
    )


def test_dossiers_that_wait_beyond_three_are_folded_the_most_urgent_first(client, member):
    read = create_dossier(member.authority, member.user)
    Dossier.objects.filter(pk=read.pk).update(title="À lire")
    write_message(read)
    waiting = [
        dossier_in("changes_requested", member=member, title=f"À revoir {number}")
        for number in range(4)
    ]
    for number, dossier in enumerate(waiting):
        changed = timezone.now() - timedelta(days=9 - number)
        Dossier.objects.filter(pk=dossier.pk).update(updated_at=changed)
    write_message(waiting[3])
    names = [f"À revoir {number}" for number in range(4)] + ["À lire"]

    parts = folded(client, member.user, reverse("partnerships:workspace"), 'id="asked"')

    check(parts, names, 3, "2 autres dossiers")
    assert "5 dossiers vous attendent, dont 4 à compléter." in parts[0]


def test_three_dossiers_that_wait_are_all_shown(client, member):
    for _number in range(3):
        write_message(create_dossier(member.authority, member.user))
    client.force_login(member.user)

    page = client.get(reverse("partnerships:workspace"))

    assert "autre dossier" not in page.content.decode()
    assert len(page.context["page"].asked.shown) == 3


@pytest.mark.parametrize(("total", "words"), [(11, "1 autre personne"), (13, "3 autres personnes")])
def test_people_of_a_dossier_beyond_ten_are_folded(client, member, total, words):
    for number in range(1, total):
        user = UserFactory(first_name="Agent", last_name=f"Numéro{number:02}")
        MemberFactory(authority=member.authority, user=user)
    dossier = create_dossier(member.authority, member.user)
    names = [str(member.user), *(f"Agent Numéro{number:02}" for number in range(1, total))]

    heading = "Qui peut modifier ce dossier"
    parts = folded(client, member.user, dossier.get_absolute_url(), heading)

    check(parts, names, 10, words)


@pytest.mark.parametrize(("total", "words"), [(11, "1 autre dossier"), (12, "2 autres dossiers")])
def test_followed_dossiers_beyond_ten_are_folded(client, member, total, words):
    dossiers = [create_dossier(member.authority, member.user) for _number in range(total)]
    names = [each.reference for each in reversed(dossiers)]
    address = reverse("partnerships:membership_end", args=[member.pk])

    check(folded(client, member.user, address, "dossiers suivis"), names, 10, words)


def test_short_lists_have_no_fold(client, member):
    create_dossier(member.authority, member.user)
    address = reverse("partnerships:membership_end", args=[member.pk])

    parts = folded(client, member.user, address, "dossier suivi")

    assert parts[1:] == ("", "")
    assert LocalAuthorityMember.objects.count() == 1
