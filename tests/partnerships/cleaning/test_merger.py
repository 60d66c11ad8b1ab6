"""An authority merges into another: nothing is lost, nobody is duplicated."""

import pytest
from django.urls import reverse

from partnerships.cleaning.merge import merge_authorities
from partnerships.models import Dossier, Invitation, LocalAuthorityMember, OutboxMail, Takeover
from partnerships.pages.components.search_box import find_authorities
from partnerships.people.takeover import ask_takeover
from partnerships.publication.authorities import merged_by_officers
from partnerships.workflow.refusals import NotAllowed, Refused
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import document_of
from tests.factories.invitations import invited
from tests.factories.partnerships import published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
MERGER = reverse("partnerships:merger")


def declare(client, by, old, heir, source="Arrêté préfectoral"):
    client.force_login(by)
    return client.post(MERGER, {"old": old.key, "heir": heir.key, "source": source})


@pytest.fixture
def pair():
    return LocalAuthorityFactory(name="Vieilleville"), LocalAuthorityFactory(name="Grandville")


def test_members_move_to_the_heir_with_their_strongest_role(client, pair):
    old, heir = pair
    alone = MemberFactory(authority=old, manager=True)
    both = MemberFactory(authority=old, manager=True)
    MemberFactory(authority=heir, user=both.user)
    stronger = MemberFactory(authority=old, revoked=True)
    kept = MemberFactory(authority=heir, user=stronger.user, manager=True)
    waiting = MemberFactory(authority=old, pending=True)

    declare(client, reviewer(), old, heir)

    rows = LocalAuthorityMember.objects.values_list("user", "authority", "status", "role")
    assert set(rows) == {
        (alone.user_id, heir.pk, "active", "manager"),
        (both.user_id, heir.pk, "active", "manager"),
        (kept.user_id, heir.pk, "active", "manager"),
        (waiting.user_id, heir.pk, "pending", "contributor"),
    }
    mails = OutboxMail.objects.filter(cause=f"merger:{old.pk}")
    assert {mail.recipient for mail in mails} == {each.user.email for each in (alone, both, kept)}


def test_dossiers_move_to_the_heir_and_can_still_be_deposited(client, pair):
    old, heir = pair
    member = MemberFactory(authority=old)
    draft = dossier_in("draft", member=member)
    shared = dossier_in("submitted", member=MemberFactory(authority=heir))
    shared.dossier_authorities.create(authority=old)
    led = dossier_in("submitted", member=member)
    led.dossier_authorities.create(authority=heir)

    declare(client, reviewer(), old, heir)

    for dossier in (draft, shared, led):
        dossier = Dossier.objects.get(pk=dossier.pk)
        assert dossier.lead_authority == heir
        links = dossier.dossier_authorities.values_list("authority", "is_lead")
        assert list(links) == [(heir.pk, True)]
    draft = Dossier.objects.get(pk=draft.pk)
    assert document_of(draft)["lead_authority"] == heir.key
    client.force_login(member.user)
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_public_pages_and_search_follow(client, pair):
    old, heir = pair
    published([old], title="Le parc partagé")

    declare(client, reviewer(), old, heir)

    assert "Le parc partagé" in text_of(client.get(heir.get_absolute_url()))
    assert [found.value for found in find_authorities("vieilleville").found] == [heir.key]
    old.refresh_from_db()
    assert (old.successor, old.closed_on is not None) == (heir, True)
    assert merged_by_officers() == {old.key}


def test_pending_requests_move_too(client, pair):
    old, heir = pair
    ours, theirs = (MemberFactory(authority=each, manager=True) for each in (old, heir))
    invitation = invited(ours, email="a@example.org")
    invited(ours, email="b@example.org")
    invited(theirs, email="b@example.org")
    person = MemberFactory(authority=old)
    ask_takeover(old, by=person.user, reason="Parti.")

    declare(client, reviewer(), old, heir)

    waiting = Invitation.objects.pending().values_list("authority", "email")
    assert set(waiting) == {(heir.pk, "a@example.org"), (heir.pk, "b@example.org")}
    invitation.refresh_from_db()
    assert invitation.is_open
    assert Takeover.objects.get().authority == heir


def test_inconsistent_merger_is_refused(client, pair):
    old, heir = pair
    officer = reviewer()

    with pytest.raises(Refused, match="elle-même"):
        merge_authorities(old, old, by=officer, source="Arrêté")
    with pytest.raises(Refused, match="d’où vient"):
        merge_authorities(old, heir, by=officer, source=" \x00")
    merge_authorities(old, heir, by=officer, source="Arrêté")
    with pytest.raises(Refused, match="déjà fusionné"):
        merge_authorities(old, heir, by=officer, source="Arrêté")
    old.refresh_from_db()
    with pytest.raises(Refused, match="elle-même"):
        merge_authorities(heir, old, by=officer, source="Arrêté")


def test_merger_is_declared_by_officers_and_never_of_their_own_authority(client, pair):
    old, heir = pair
    for person in (UserFactory(), MemberFactory(authority=old, manager=True).user):
        assert declare(client, person, old, heir).status_code == 403
    for own in pair:
        officer = MemberFactory(authority=own, user=reviewer()).user
        assert "un collègue" in text_of(declare(client, officer, old, heir))
        with pytest.raises(NotAllowed):
            merge_authorities(old, heir, by=officer, source="Arrêté")

    old.refresh_from_db()
    assert old.successor is None


def test_both_are_searched_and_what_was_typed_stays(client, pair):
    client.force_login(reviewer())

    found = text_of(client.get(MERGER, {"q.old": "vieille", "q.heir": "grande"}))
    nothing = client.post(MERGER, {"old": "", "heir": "\x00", "source": "Mon arrêté", "q.old": "v"})

    assert "Vieilleville" in found
    assert nothing.status_code == 200
    assert text_of(nothing).count("Choisissez une collectivité") == 1
