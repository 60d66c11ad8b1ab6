"""« C’est nous »: claiming an imported partnership."""

import pytest
from django.urls import reverse

from partnerships.models import Action, Dossier, Provenance
from partnerships.workflow.amendment import ASSERTION, create_claim
from partnerships.workflow.refusals import NotAllowed
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act
from tests.factories.partnerships import published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
COMPLETED = {
    "kind": "twinning",
    "phase": "active",
    "summary": "Un jumelage vivant.",
    "contact.name": "Camille Contact",
}


def imported(*authorities, **fields):
    return published(
        authorities,
        provenance=Provenance.WIKIDATA,
        draft={"source_text": "Wikidata", "source_url": "https://www.wikidata.org/wiki/Q1"},
        **{"title": "Lille – Leeds", "kind": "unknown", **fields},
    )


def claim_of(partnership):
    return reverse("partnerships:claim", args=[partnership.public_id])


def test_member_claims_completes_and_deposits_then_it_is_declared(client):
    member = MemberFactory()
    partnership = imported(member.authority)
    client.force_login(member.user)

    page = text_of(client.get(partnership.get_absolute_url()))
    assert "C’est nous : déclarer ce partenariat" in page
    response = client.post(claim_of(partnership), {"asserted": "1"})

    dossier = Dossier.objects.get()
    assert response.url == dossier.get_absolute_url()
    assert (dossier.kind, dossier.partnership) == ("claim", partnership)
    assert dossier.buffer["contact.email"] == member.user.email
    assert (dossier.buffer["phase"], dossier.buffer["kind"]) == ("", "")
    assert dossier.events.get().content == {"asserted": str(ASSERTION)}
    dossier.buffer = {**dossier.buffer, **COMPLETED}
    dossier.save()
    officer = reviewer()
    for action, by, details in (
        (Action.SUBMIT, member.user, {}),
        (Action.START_REVIEW, officer, {}),
    ):
        dossier = act(dossier, action, by, **details)
    client.force_login(officer)
    review = text_of(client.get(reverse("partnerships:review_detail", args=[dossier.uuid])))
    assert str(ASSERTION) in review
    act(dossier, Action.ACCEPT, officer, grounds="Conforme.")

    partnership.refresh_from_db()
    assert partnership.provenance == Provenance.DECLARED
    assert partnership.current_version.number == 2
    client.logout()
    page = text_of(client.get(partnership.get_absolute_url()))
    assert "D’abord repris de" in page
    assert "https://www.wikidata.org/wiki/Q1" in page
    assert "Déclaration" in page


def test_without_the_sentence_nothing_is_claimed(client):
    member = MemberFactory()
    partnership = imported(member.authority)
    client.force_login(member.user)

    response = client.post(claim_of(partnership))

    assert response.status_code == 422
    assert "Cochez la phrase" in text_of(response)
    assert 'href="#asserted"' in text_of(response)
    assert not Dossier.objects.exists()


def test_authority_that_does_not_lead_the_import_becomes_the_lead(client):
    first, second = LocalAuthorityFactory(name="Lille"), LocalAuthorityFactory(name="Roubaix")
    partnership = imported(first, second)
    member = MemberFactory(authority=second)
    client.force_login(member.user)

    client.post(claim_of(partnership), {"asserted": "1"})
    dossier = Dossier.objects.get()
    dossier.buffer = {**dossier.buffer, **COMPLETED}
    dossier.save()
    officer = reviewer()
    for action, by, details in (
        (Action.SUBMIT, member.user, {}),
        (Action.START_REVIEW, officer, {}),
        (Action.ACCEPT, officer, {"grounds": "Conforme."}),
    ):
        dossier = act(dossier, action, by, **details)

    partnership.refresh_from_db()
    assert dossier.lead_authority == second
    assert partnership.lead_authority == second
    assert list(partnership.authorities.order_by("pk")) == [first, second]


def test_second_authority_is_sent_to_the_open_dossier(client):
    first, second = LocalAuthorityFactory(name="Lille"), LocalAuthorityFactory(name="Roubaix")
    partnership = imported(first, second)
    dossier = create_claim(partnership, MemberFactory(authority=first).user, first)
    client.force_login(MemberFactory(authority=second).user)

    page = text_of(client.get(claim_of(partnership)))
    response = client.post(claim_of(partnership), {"asserted": "1"}, follow=True)

    assert "Lille l’a commencée" in page
    assert dossier.get_absolute_url() in page
    assert "Lille a déjà ouvert un dossier" in text_of(response)
    assert response.redirect_chain == [(dossier.get_absolute_url(), 302)]
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize("who", ["stranger", "other", "pending", "revoked", "reviewer"])
def test_stranger_cannot_claim(client, who):
    authority = LocalAuthorityFactory()
    partnership = imported(authority)
    user = {
        "stranger": UserFactory,
        "other": lambda: MemberFactory().user,
        "pending": lambda: MemberFactory(authority=authority, pending=True).user,
        "revoked": lambda: MemberFactory(authority=authority, revoked=True).user,
        "reviewer": reviewer,
    }[who]()
    client.force_login(user)

    assert client.get(claim_of(partnership)).status_code == 404
    assert client.post(claim_of(partnership), {"asserted": "1"}).status_code == 404
    assert "C’est nous" not in text_of(client.get(partnership.get_absolute_url()))
    with pytest.raises(NotAllowed):
        create_claim(partnership, user, authority)
    assert not Dossier.objects.exists()


def test_member_cannot_claim_for_an_authority_that_is_not_named(client):
    named, unnamed = LocalAuthorityFactory(), LocalAuthorityFactory()
    partnership = imported(named)
    member = MemberFactory(authority=named)
    MemberFactory(authority=unnamed, user=member.user)

    with pytest.raises(NotAllowed):
        create_claim(partnership, member.user, unnamed)


def test_declared_partnership_is_not_claimed(client):
    member = MemberFactory()
    partnership = published([member.authority])
    client.force_login(member.user)

    assert client.get(claim_of(partnership)).status_code == 404


def test_changing_an_imported_partnership_leads_to_the_claim(client):
    member = MemberFactory()
    partnership = imported(member.authority)
    client.force_login(member.user)

    response = client.post(reverse("partnerships:dossier_amend", args=[partnership.public_id]))

    assert response.url == claim_of(partnership)
    assert not Dossier.objects.exists()


def test_workspace_lists_imported_partnerships_of_ones_authorities(client):
    lead, named = LocalAuthorityFactory(), LocalAuthorityFactory()
    partnership = imported(lead, named)
    other = imported(LocalAuthorityFactory(), title="D’autres")
    client.force_login(MemberFactory(authority=named).user)

    page = text_of(client.get(reverse("partnerships:workspace")))

    assert claim_of(partnership) in page
    assert claim_of(other) not in page


def test_which_of_several_authorities_is_asked(client):
    first, second = LocalAuthorityFactory(name="Lille"), LocalAuthorityFactory(name="Roubaix")
    partnership = imported(first, second)
    member = MemberFactory(authority=first)
    MemberFactory(authority=second, user=member.user)
    client.force_login(member.user)

    refused = client.post(claim_of(partnership), {"asserted": "1", "authority": "\x00"})
    assert refused.status_code == 422
    assert "Choisissez la collectivité" in text_of(refused)

    client.post(claim_of(partnership), {"asserted": "1", "authority": second.key})
    assert Dossier.objects.get().lead_authority == second
