"""Merging two public partnerships: a new version, a redirected address, and undoing it."""

import pytest

from partnerships.cleaning.merge import undo_merge
from partnerships.cleaning.suspension import suspend_page
from partnerships.models import (
    Action,
    Dossier,
    FacetCount,
    OutboxMail,
    Partnership,
    Provenance,
    RecordKind,
)
from partnerships.publication.confirm import confirm
from partnerships.publication.publish import OutdatedBase, publish
from partnerships.workflow.amendment import create_amendment
from partnerships.workflow.index_check import index_faults
from partnerships.workflow.refusals import NotAllowed, Refused
from partnerships.workflow.transitions import available_actions
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, changed_amendment, dossier_in, publish_with_files
from tests.factories.duplicates import merged
from tests.factories.files import JPEG, download, picture, send
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.roles import text_of
from tests.partnerships.cleaning.test_suspension import public_places

pytestmark = pytest.mark.django_db
PARTNERSHIP = RecordKind.PARTNERSHIP


@pytest.fixture
def pair():
    lille, oujda = LocalAuthorityFactory(name="Lille"), InternationalPartnerFactory(name="Oujda")
    kept = published([lille], [oujda], title="Plan climat", goals=[])
    gone = published(
        [lille, LocalAuthorityFactory(name="Roubaix")],
        [oujda],
        title="Zorglub",
        summary="Un résumé de Zorglub.",
        starts_on="2005-01-01",
        provenance=Provenance.WIKIDATA,
    )
    return kept, gone


def test_kept_partnership_has_a_new_version_and_the_other_address_redirects(client, pair):
    kept, gone = pair
    member = MemberFactory(authority=kept.lead_authority)

    merged(
        PARTNERSHIP,
        kept,
        gone,
        chosen={"summary": "gone", "starts_on": "gone", "authorities": "both"},
    )

    kept.refresh_from_db()
    version = kept.current_version
    assert (version.number, version.reason) == (2, "fusion avec Zorglub")
    assert (kept.title, kept.summary) == ("Plan climat", "Un résumé de Zorglub.")
    assert str(kept.starts_on) == "2005-01-01"
    assert [str(each) for each in kept.authorities.order_by("name")] == ["Lille", "Roubaix"]
    answer = client.get(gone.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, kept.get_absolute_url())
    assert answer["Cache-Control"] == "no-cache"
    assert (gone.versions.count(), FacetCount.objects.get(facet="all").count) == (1, 1)
    assert OutboxMail.objects.get().recipient == member.user.email


def test_merged_away_partnership_is_nowhere(client, pair):
    kept, gone = pair
    member = MemberFactory(authority=gone.lead_authority).user

    merged(PARTNERSHIP, kept, gone)

    for person in (None, member, reviewer()):
        if person:
            client.force_login(person)
        for place in public_places(gone)[:-1]:
            text = client.get(place).content.decode().replace('value="zorglub"', "")
            assert "Zorglub" not in text, place
    assert index_faults() == []
    assert not Partnership.objects.claimable_by(member).filter(pk=gone.pk).exists()
    with pytest.raises(NotAllowed):
        create_amendment(gone, member)


def test_undo_restores_both_partnerships(client, pair):
    kept, gone = pair
    counts = FacetCount.objects.order_by("pk").values_list("count", flat=True)
    before, contents = list(counts), [each.current_version.content for each in pair]
    made = merged(PARTNERSHIP, kept, gone, chosen={"summary": "gone", "authorities": "gone"})
    assert list(counts.all()) != before

    undo_merge(made, by=lead_reviewer(), reason="Deux projets.")

    for each in pair:
        each.refresh_from_db()
    assert [each.current_version.content for each in pair] == contents
    assert kept.current_version.number == 3
    assert kept.current_version.reason == "annulation de la fusion avec Zorglub"
    assert list(counts.all())[: len(before)] == before
    assert client.get(gone.get_absolute_url()).status_code == 200
    assert index_faults() == []


def test_undo_is_refused_once_the_kept_partnership_was_published_again(pair):
    kept = dossier_in("closed").partnership
    gone = published([kept.lead_authority], title="Zorglub")
    made = merged(PARTNERSHIP, kept, gone)
    member, officer = kept.versions.get(number=1).submission.dossier.created_by, reviewer()
    amendment = changed_amendment(kept, member)
    for action, by, details in (
        (Action.SUBMIT, member, {}),
        (Action.START_REVIEW, officer, {}),
        (Action.ACCEPT, officer, {"grounds": "Conforme."}),
    ):
        amendment = act(amendment, action, by, **details)

    with pytest.raises(Refused, match="publiée de nouveau"):
        undo_merge(made, by=lead_reviewer(), reason="Erreur.")

    gone.refresh_from_db()
    assert gone.merged_into == kept


def test_declared_page_is_never_replaced_by_an_imported_or_a_fictional_one(pair):
    declared, imported = pair
    fiction = published(provenance=Provenance.DEMONSTRATION)

    with pytest.raises(Refused, match="déclarée par sa collectivité"):
        merged(PARTNERSHIP, imported, declared)
    with pytest.raises(Refused, match="démonstration"):
        merged(PARTNERSHIP, declared, fiction)
    suspend_page(imported, 1, by=reviewer(), reason="Motif.")
    with pytest.raises(Refused, match="suspendue"):
        merged(PARTNERSHIP, declared, imported)


def test_chosen_dates_must_be_consistent(pair):
    kept, _gone = pair
    ended = published([kept.lead_authority], starts_on="1990-01-01", ends_on="1995-01-01")

    with pytest.raises(Refused, match="précède le début"):
        merged(PARTNERSHIP, ended, published(starts_on="2005-01-01"), chosen={"starts_on": "gone"})


def test_open_dossier_follows_and_its_base_becomes_outdated(client):
    member = MemberFactory()
    kept = dossier_in("closed", member=member).partnership
    gone = dossier_in("closed", member=member, title="Zorglub").partnership
    draft = create_amendment(gone, member.user)
    closed = Dossier.objects.get(partnership=gone, status="closed")

    made = merged(PARTNERSHIP, kept, gone)

    draft.refresh_from_db()
    assert draft.partnership == kept
    assert Action.REBASE in available_actions(draft, member.user)
    assert available_actions(closed, lead_reviewer()) == []
    with pytest.raises(OutdatedBase):
        publish(closed.submissions.get(), by=reviewer(), reason="x")
    undone = undo_merge(made, by=lead_reviewer(), reason="Erreur.")
    draft.refresh_from_db()
    assert draft.partnership == gone
    assert Action.REBASE not in available_actions(draft, member.user)
    assert undone.undone_at
    made = merged(PARTNERSHIP, kept, gone)
    draft.refresh_from_db()
    act(draft, Action.REBASE, member.user)
    with pytest.raises(Refused, match=draft.reference):
        undo_merge(made, by=lead_reviewer(), reason="Erreur.")


def test_open_dossier_that_cannot_move_prevents_the_merge():
    member = MemberFactory()
    kept, gone = (dossier_in("closed", member=member).partnership for _rank in range(2))
    opened = [create_amendment(each, member.user) for each in (kept, gone)]
    other = dossier_in("closed").partnership

    with pytest.raises(Refused, match=opened[1].reference):
        merged(PARTNERSHIP, kept, gone)
    with pytest.raises(Refused, match=opened[1].reference):
        merged(PARTNERSHIP, other, gone)


def test_old_documents_stay_for_officers_and_pass_to_the_kept_partnership(client):
    member = MemberFactory()
    kept, gone = (dossier_in("draft", member=member) for _rank in range(2))
    client.force_login(member.user)
    send(client, kept, ("a.jpg", JPEG))
    send(client, gone, ("b.jpg", picture("JPEG", (90, 90))))
    ours, theirs = kept.attachments.get(), gone.attachments.get()
    kept, gone = (publish_with_files(each).partnership for each in (kept, gone))
    old, new = (f"/registre/{each.public_id}/images/{theirs.uuid}/" for each in (gone, kept))

    made = merged(PARTNERSHIP, kept, gone, chosen={"images": "both"})

    client.logout()
    width = theirs.renditions[0]["width"]
    assert download(client, f"{old}{width}.jpg")[0].status_code == 404
    assert download(client, f"{new}{width}.jpg")[0].status_code == 200
    client.force_login(reviewer())
    assert download(client, f"{old}{width}.jpg")[0].status_code == 200
    page = text_of(client.get(made.get_absolute_url()))
    assert old in page
    assert gone.reference in page
    amendment = create_amendment(kept, member.user)
    attachments = amendment.attachments.values_list("uuid", flat=True)
    assert set(attachments) == {ours.uuid, theirs.uuid}
    assert amendment.buffer["contact.email"] == "contact@example.org"


def test_versions_and_confirmations_of_the_other_stay():
    member = MemberFactory()
    kept, gone = (dossier_in("closed", member=member).partnership for _rank in range(2))
    confirmation = confirm(gone, 1, by=member.user)
    versions = list(gone.versions.values())

    merged(PARTNERSHIP, kept, gone)

    assert list(gone.versions.values()) == versions
    assert gone.confirmations.get() == confirmation


def test_chained_merges_redirect_to_the_last_one(client, pair):
    second, first = pair
    last = published([second.lead_authority], title="Dernier")
    one = merged(PARTNERSHIP, second, first)

    two = merged(PARTNERSHIP, last, second)

    for each in pair:
        assert client.get(each.get_absolute_url())["Location"] == last.get_absolute_url()
    with pytest.raises(Refused, match="annulez cela"):
        undo_merge(one, by=lead_reviewer(), reason="Erreur.")
    undo_merge(two, by=lead_reviewer(), reason="Erreur.")
    assert client.get(first.get_absolute_url())["Location"] == second.get_absolute_url()


def test_address_redirecting_to_a_suspended_page_reveals_nothing(client, pair):
    kept, gone = pair
    merged(PARTNERSHIP, kept, gone)
    suspend_page(kept, 2, by=reviewer(), reason="Motif.")

    answer = client.get(gone.get_absolute_url())

    assert answer.status_code == 410
    assert "Plan climat" not in text_of(answer)


def test_never_of_ones_own_authority(pair):
    kept, gone = pair
    side = gone.authorities.exclude(pk=kept.lead_authority_id).get()
    own = MemberFactory(authority=side, user=lead_reviewer()).user

    with pytest.raises(NotAllowed):
        merged(PARTNERSHIP, kept, gone, by=own)
    made = merged(PARTNERSHIP, kept, gone)
    with pytest.raises(NotAllowed):
        undo_merge(made, by=own, reason="Erreur.")
