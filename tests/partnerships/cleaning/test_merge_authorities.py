"""Merging two records of one authority, with its people and dossiers; and undoing it."""

import pytest

from partnerships.cleaning.merge import merge_authorities, undo_merge
from partnerships.models import (
    Action,
    Dossier,
    DossierAuthority,
    Invitation,
    LocalAuthority,
    LocalAuthorityMember,
    Merge,
    OutboxMail,
    RecordKind,
    Takeover,
)
from partnerships.pages.components.search_box import find_authorities
from partnerships.people.takeover import ask_takeover
from partnerships.publication.authorities import merged_by_officers
from partnerships.workflow.index_check import index_faults
from partnerships.workflow.refusals import NotAllowed, Refused
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.duplicates import merged
from tests.factories.invitations import invited
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
AUTHORITY = RecordKind.AUTHORITY
MODELS = (LocalAuthority, LocalAuthorityMember, Dossier, DossierAuthority, Invitation, Takeover)


def everything():
    """All rows that a merge moves."""
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


@pytest.fixture
def pair():
    return (
        LocalAuthorityFactory(name="Grandville", website=""),
        LocalAuthorityFactory(
            name="Vieilleville", siren="213105554", website="https://vieille.example/"
        ),
    )


@pytest.fixture
def people(pair):
    """Members of both in every state, their requests, and their dossiers."""
    kept, gone = pair
    both = MemberFactory(authority=gone, manager=True)
    MemberFactory(authority=kept, user=both.user)
    stronger = MemberFactory(authority=gone, revoked=True)
    MemberFactory(authority=kept, user=stronger.user, manager=True)
    manager = MemberFactory(authority=kept, manager=True)
    for member in (both, manager):
        invited(member, email="a@example.org")
    ask_takeover(gone, by=MemberFactory(authority=gone).user, reason="Parti.")
    led = dossier_in("submitted", member=both)
    led.dossier_authorities.create(authority=kept)
    shared = dossier_in("draft", member=manager)
    shared.dossier_authorities.create(authority=gone)
    return both


def test_undo_gives_each_its_people_and_dossiers_back(pair, people):
    kept, gone = pair
    partnership = published([gone], title="Le parc partagé")
    before = everything()
    made = merged(AUTHORITY, kept, gone, chosen={"siren": "gone", "website": "gone"})
    kept.refresh_from_db()
    assert (kept.siren, kept.website) == ("213105554", "https://vieille.example/")
    assert everything() != before
    assert list(kept.partnerships.all()) == [partnership]

    undo_merge(made, by=lead_reviewer(), reason="Deux communes.")

    assert everything() == before
    assert list(gone.partnerships.all()) == [partnership]
    assert index_faults() == []
    assert merged_by_officers() == set()
    assert [found.value for found in find_authorities("vieilleville").found] == [gone.key]
    recipients = OutboxMail.objects.filter(cause=f"merge:{made.uuid}:undone")
    assert people.user.email in {mail.recipient for mail in recipients}


def test_undo_keeps_the_former_names_known_before(pair):
    kept, gone = pair
    kept.former = [{"insee_code": gone.insee_code, "name": gone.name}]
    kept.save()
    before = list(kept.former)

    undo_merge(merged(AUTHORITY, kept, gone), by=lead_reviewer(), reason="Deux communes.")

    kept.refresh_from_db()
    assert kept.former == before


def test_merger_declared_by_a_reviewer_is_undone_by_a_lead_reviewer(pair, people):
    kept, gone = pair
    before = everything()
    officer = reviewer()
    merge_authorities(gone, kept, by=officer, source="Arrêté préfectoral")
    made = Merge.objects.get()

    with pytest.raises(NotAllowed):
        undo_merge(made, by=officer, reason="Erreur.")
    undo_merge(made, by=lead_reviewer(), reason="Erreur.")

    assert everything() == before


def test_undo_is_refused_once_a_dossier_moved_on(pair, people):
    kept, gone = pair
    made = merged(AUTHORITY, kept, gone)
    dossier = Dossier.objects.get(status="submitted")
    act(dossier, Action.START_REVIEW, reviewer())

    with pytest.raises(Refused, match=f"{dossier.reference} a avancé"):
        undo_merge(made, by=lead_reviewer(), reason="Erreur.")

    gone.refresh_from_db()
    assert gone.successor == kept


def test_member_whose_role_changed_since_keeps_it(pair):
    kept, gone = pair
    changed = MemberFactory(authority=gone)
    other = MemberFactory(authority=gone)
    made = merged(AUTHORITY, kept, gone)
    LocalAuthorityMember.objects.filter(pk=changed.pk).update(role="manager")

    undo_merge(made, by=lead_reviewer(), reason="Erreur.")

    changed.refresh_from_db()
    other.refresh_from_db()
    assert (changed.authority, other.authority) == (kept, gone)


def test_chains_are_undone_one_by_one(pair):
    second, first = pair
    last = LocalAuthorityFactory(name="Métropole")
    member = MemberFactory(authority=first)
    one = merged(AUTHORITY, second, first)
    two = merged(AUTHORITY, last, second)
    assert [found.value for found in find_authorities("vieilleville").found] == [last.key]

    with pytest.raises(Refused, match="annulez cela"):
        undo_merge(one, by=lead_reviewer(), reason="Erreur.")
    undo_merge(two, by=lead_reviewer(), reason="Erreur.")
    undo_merge(one, by=lead_reviewer(), reason="Erreur.")

    member.refresh_from_db()
    assert member.authority == first
    second.refresh_from_db()
    assert second.former == []


def test_never_by_a_member_of_either(pair):
    kept, gone = pair
    for authority in pair:
        own = MemberFactory(authority=authority, user=lead_reviewer()).user
        with pytest.raises(NotAllowed):
            merged(AUTHORITY, kept, gone, by=own)
    with pytest.raises(NotAllowed):
        merged(AUTHORITY, kept, gone, by=reviewer())
    assert not Merge.objects.exists()
