"""Suspending a published page: hidden everywhere, for a reason, then restored as it was."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from partnerships.cleaning.suspension import resume_page, suspend_page
from partnerships.models import Action, Dossier, FacetCount, OutboxMail, Provenance, Suspension
from partnerships.publication.counts import key_figures
from partnerships.workflow.amendment import create_amendment, create_claim, create_closure
from partnerships.workflow.index_check import index_faults
from partnerships.workflow.refusals import NotAllowed, Refused
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
LIST = reverse("partnerships:suspension_list")
CONTRIBUTION = {"uuid": "1" * 32, "proposal": 5, "statement": "Zorglub ouvre ses données."}


def address_of(partnership):
    return reverse("partnerships:suspension_detail", args=[partnership.public_id])


def public_places(partnership):
    """The public addresses that mention `partnership`."""
    return (
        reverse("portal:home"),
        reverse("partnerships:registry"),
        f"{reverse('partnerships:registry')}?q=zorglub",
        f"{reverse('partnerships:registry')}?pays=MA",
        partnership.lead_authority.get_absolute_url(),
        partnership.partners.get().get_absolute_url(),
        "/pays/MA/",
        "/propositions/5/",
    )


def mentions_at(client, partnership):
    texts = {
        place: client.get(place).content.decode().replace('value="zorglub"', "")
        for place in public_places(partnership)
    }
    return {place for place, text in texts.items() if "Zorglub" in text}


@pytest.fixture
def partnership():
    ProposalFactory(number=5)
    return published(title="Zorglub", contributions=[CONTRIBUTION])


def test_suspended_partnership_is_nowhere_and_comes_back_everywhere(client, partnership):
    officer, counts = reviewer(), FacetCount.objects.order_by("pk").values_list("count", flat=True)
    before, figures = list(counts), key_figures()
    assert mentions_at(client, partnership) == set(public_places(partnership))

    suspension = suspend_page(partnership, 1, by=officer, reason="Un nom y figure.")

    answer = client.get(partnership.get_absolute_url())
    assert answer.status_code == 410
    assert "n’est pas publique" in text_of(answer)
    assert "Zorglub" not in text_of(answer)
    assert "Un nom" not in text_of(answer)
    wrong_slug = f"/registre/{partnership.public_id}-autre/"
    assert client.get(wrong_slug).status_code == 410
    assert mentions_at(client, partnership) == set()
    assert set(counts.all()) == {0}
    assert index_faults() == []

    resume_page(suspension, 1, by=lead_reviewer(), reason="Corrigé.")

    assert mentions_at(client, partnership) == set(public_places(partnership))
    assert client.get(partnership.get_absolute_url()).status_code == 200
    assert (list(counts.all()), key_figures()) == (before, figures)
    assert index_faults() == []


def test_members_of_the_lead_authority_get_the_reason_and_see_their_page(client, partnership):
    member = MemberFactory(authority=partnership.lead_authority)
    gone = MemberFactory(authority=partnership.lead_authority, revoked=True)
    other = MemberFactory()

    suspension = suspend_page(partnership, 1, by=reviewer(), reason="Le nom d’une personne.")

    mail = OutboxMail.objects.get()
    assert mail.recipient == member.user.email
    assert "Le nom d’une personne." in mail.body
    assert "\n" not in mail.subject
    for person, status in ((member.user, 200), (gone.user, 410), (other.user, 410)):
        client.force_login(person)
        assert client.get(partnership.get_absolute_url()).status_code == status
    client.force_login(member.user)
    assert "Le nom d’une personne." in text_of(client.get(partnership.get_absolute_url()))
    resume_page(suspension, 1, by=reviewer(), reason="Retiré.")
    assert "Retiré." in OutboxMail.objects.latest("pk").body


def test_who_may_suspend(client, partnership):
    """A table by hand: reviewers and lead reviewers, except members of its authorities."""
    member = MemberFactory(authority=partnership.lead_authority)
    own = MemberFactory(authority=partnership.lead_authority, user=reviewer()).user
    asleep = reviewer(is_active=False)
    expected = {
        reviewer(): True,
        lead_reviewer(): True,
        own: False,
        asleep: False,
        member.user: False,
        UserFactory(): False,
        UserFactory(is_staff=True): False,
    }

    for person, allowed in expected.items():
        if allowed:
            suspension = suspend_page(partnership, 1, by=person, reason="Motif.")
            resume_page(suspension, 1, by=person, reason="Retour.")
        else:
            with pytest.raises(NotAllowed):
                suspend_page(partnership, 1, by=person, reason="Motif.")
    suspension = suspend_page(partnership, 1, by=reviewer(), reason="Motif.")
    with pytest.raises(NotAllowed):
        resume_page(suspension, 1, by=own, reason="Retour.")

    for person in (member.user, UserFactory()):
        client.force_login(person)
        assert client.get(LIST).status_code == 403
        assert client.post(address_of(partnership), {"reason": "x", "seen": 1}).status_code == 403
    client.force_login(own)
    data = {"reason": "Retour.", "seen": 1, "suspension": suspension.pk}
    assert client.post(address_of(partnership), data).status_code == 404
    assert "collectivité" in text_of(client.get(address_of(partnership)))


def test_pages_suspend_and_resume_with_a_history(client, partnership):
    officer = reviewer()
    client.force_login(officer)
    assert address_of(partnership) in text_of(client.get(partnership.get_absolute_url()))

    empty = client.post(address_of(partnership), {"reason": " \x00", "seen": 1})
    long = client.post(address_of(partnership), {"reason": "x" * 1001, "seen": 1})
    for _click in range(2):
        client.post(address_of(partnership), {"reason": "Un\x00 motif.", "seen": 1})

    assert (empty.status_code, long.status_code) == (422, 422)
    suspension = Suspension.objects.get()
    assert (suspension.reason, suspension.suspended_by) == ("Un motif.", officer)
    assert "Un motif." in text_of(client.get(LIST))
    back = {"reason": "Retour.", "seen": 1, "suspension": suspension.pk}
    for _click in range(2):
        client.post(address_of(partnership), back)
    suspension.refresh_from_db()
    assert (suspension.resumed_because, suspension.resumed_by) == ("Retour.", officer)
    assert "Retour." in text_of(client.get(address_of(partnership)))
    assert OutboxMail.objects.count() == 0


@pytest.mark.parametrize("key", ["9" * 5000, "²", "-1"])
def test_unknown_suspension_is_not_found(client, partnership, key):
    client.force_login(reviewer())
    data = {"reason": "Retour.", "seen": 1, "suspension": key}

    assert client.post(address_of(partnership), data).status_code == 404


def test_an_outdated_page_suspends_nothing(client, partnership):
    first = suspend_page(partnership, 1, by=reviewer(), reason="Motif.")

    with pytest.raises(Refused, match="a changé"):
        suspend_page(partnership, 1, by=reviewer(), reason="Un autre.")
    with pytest.raises(Refused, match="a changé"):
        resume_page(first, 2, by=reviewer(), reason="Retour.")
    resume_page(first, 1, by=reviewer(), reason="Retour.")
    with pytest.raises(Refused, match="a changé"):
        resume_page(first, 1, by=reviewer(), reason="Un autre.")
    with pytest.raises(Refused, match="a changé"):
        suspend_page(partnership, 7, by=reviewer(), reason="Motif.")
    client.force_login(reviewer())
    data = {"reason": "Retour.", "seen": 1, "suspension": "9" * 8}
    assert client.post(address_of(partnership), data).status_code == 404


def test_page_has_one_current_suspension(partnership):
    suspension = suspend_page(partnership, 1, by=reviewer(), reason="Motif.")
    fields = {"partnership": partnership, "version": suspension.version, "reason": "x"}

    for wrong in ({}, {"resumed_at": suspension.suspended_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Suspension.objects.create(**fields, **wrong, suspended_at=suspension.suspended_at)


def test_suspended_partnership_is_amended_by_its_authority_and_stays_suspended(client):
    """Its lead authority and officers may correct it; only an officer may restore it."""
    dossier = dossier_in("closed", title="Zorglub")
    partnership, member = dossier.partnership, dossier.created_by
    suspension = suspend_page(partnership, 1, by=reviewer(), reason="Motif.")
    client.force_login(member)

    client.post(reverse("partnerships:dossier_amend", args=[partnership.public_id]))
    amendment = Dossier.objects.open().get()
    amendment.buffer = {**amendment.buffer, "title": "Zorglub corrigé"}
    amendment.save()
    amendment = act(amendment, Action.SUBMIT, member)
    officer = reviewer()
    amendment = act(amendment, Action.START_REVIEW, officer)
    act(amendment, Action.ACCEPT, officer, grounds="Conforme.")

    partnership.refresh_from_db()
    assert (partnership.title, partnership.is_suspended) == ("Zorglub corrigé", True)
    client.logout()
    assert client.get(partnership.get_absolute_url()).status_code == 410
    assert index_faults() == []
    with pytest.raises(Refused, match="a changé"):
        resume_page(suspension, 1, by=officer, reason="Corrigé.")
    resume_page(suspension, 2, by=officer, reason="Corrigé.")
    assert "Zorglub corrigé" in text_of(client.get(partnership.get_absolute_url()))


def test_suspended_partnership_is_neither_closed_nor_claimed(client):
    authority = LocalAuthorityFactory()
    member = MemberFactory(authority=authority)
    imported = published([authority], provenance=Provenance.WIKIDATA)
    declared = published([authority])
    for each in (imported, declared):
        suspend_page(each, 1, by=reviewer(), reason="Motif.")

    with pytest.raises(NotAllowed):
        create_claim(imported, member.user, authority)
    with pytest.raises(NotAllowed):
        create_closure(declared, member.user)
    with pytest.raises(NotAllowed):
        create_amendment(declared, MemberFactory().user)
    client.force_login(member.user)
    for name in ("claim", "phase_change", "joining"):
        address = reverse(f"partnerships:{name}", args=[declared.public_id])
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_list_of_suspensions_runs_the_same_queries_for_any_number(
    client, count, django_assert_num_queries
):
    client.force_login(reviewer())
    for rank in range(count):
        suspension = suspend_page(published(), 1, by=reviewer(), reason="Motif.")
        if rank % 2:
            resume_page(suspension, 1, by=reviewer(), reason="Retour.")
    client.get(LIST)

    with django_assert_num_queries(7):
        client.get(LIST)
