"""Prefilled contact; an earlier declaration fills empty fields, and overwrites nothing."""

import pytest

from partnerships.document.projection import item
from partnerships.models import Action
from partnerships.workflow.creation import create_dossier
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.filling import post, saved, step_of, text_of, with_item
from tests.factories.lists import ProposalFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return InternationalPartnerFactory(name="Oujda")


@pytest.fixture
def belonging():
    user = UserFactory(first_name="Dominique", last_name="Durand", email="d@lille.example")
    return MemberFactory(user=user)


def link_to(partner):
    link = item(partner=str(partner.uuid))
    return {"partners": [link["uuid"]], f"partners.{link['uuid']}.partner": link["partner"]}


def earlier(belonging, partner, **fields):
    """A dossier of the same authority with the same partner, deposited before."""
    return dossier_in("submitted", member=belonging, **link_to(partner), **fields)


def draft_with(belonging, partner, **fields):
    dossier = create_dossier(belonging.authority, belonging.user)
    dossier.buffer = {**dossier.buffer, **link_to(partner), **fields}
    dossier.save()
    return dossier


def test_contact_is_the_person_of_the_account(belonging):
    buffer = create_dossier(belonging.authority, belonging.user).buffer

    assert (buffer["contact.name"], buffer["contact.email"]) == (
        "Dominique Durand",
        "d@lille.example",
    )


def test_contact_is_as_the_person_last_typed_it(belonging, partner):
    typed = {"contact.name": "Service Europe", "contact.email": "e@l.example"}
    earlier(belonging, partner, **typed, **{"contact.phone": "01 02 03 04 05"})

    buffer = create_dossier(belonging.authority, belonging.user).buffer

    assert buffer["contact.name"] == "Service Europe"
    assert buffer["contact.phone"] == "01 02 03 04 05"


def test_contact_of_a_colleague_gives_the_telephone_alone(belonging, partner):
    earlier(belonging, partner, **{"contact.phone": "01 02 03 04 05"})
    colleague = MemberFactory(authority=belonging.authority)

    buffer = create_dossier(belonging.authority, colleague.user).buffer

    assert buffer["contact.email"] == colleague.user.email
    assert buffer["contact.phone"] == "01 02 03 04 05"


def test_contact_of_another_authority_is_not_known(belonging, partner):
    earlier(belonging, partner, **{"contact.phone": "01 02 03 04 05"})
    other = MemberFactory()

    assert "contact.phone" not in create_dossier(other.authority, other.user).buffer


def test_officer_who_enters_is_no_contact(belonging):
    officer = reviewer()

    dossier = create_dossier(belonging.authority, officer, is_entered_by_officer=True)

    assert not any(path.startswith("contact.") for path in dossier.buffer)


def test_earlier_declaration_fills_empty_fields(client, belonging, partner):
    ThemeFactory(slug="eau")
    earlier(belonging, partner, themes=["eau"])
    again = draft_with(belonging, partner, title="Mon titre")
    client.force_login(belonging.user)

    offered = text_of(client.get(step_of(again, "sujet")))
    response = post(client, again, "sujet", "take-up", objectives="Mes objectifs")

    assert "Reprendre ce qui était déclaré en" in offered
    assert "avec Oujda" in offered
    assert response.status_code == 302
    filled = saved(again)
    assert (filled["title"], filled["objectives"]) == ("Mon titre", "Mes objectifs")
    assert filled["summary"] == "Un éclairage sobre, pensé avec les habitants."
    assert (filled["kind"], filled["themes"]) == ("agreement", ["eau"])
    assert "starts_on" not in filled
    assert len(filled["authorities"]) == 1
    assert "Reprendre ce qui" not in text_of(client.get(step_of(again, "sujet")))


def test_items_are_copied_with_new_uuids(client, belonging, partner):
    ProposalFactory(number=5)
    other = LocalAuthorityFactory()
    before = dossier_in("draft", member=belonging, **link_to(partner))
    with_item(before, "authorities", authority=other.key)
    copied = with_item(before, "contributions", proposal="5", statement="Par des données.")
    before.save()
    act(before, Action.SUBMIT, belonging.user)
    again = draft_with(belonging, partner)
    client.force_login(belonging.user)

    for _click in range(2):
        post(client, again, "identite", "take-up")

    filled = saved(again)
    (uuid,) = filled["contributions"]
    assert f"contributions.{uuid}" != copied
    assert filled[f"contributions.{uuid}.statement"] == "Par des données."
    named = [filled[f"authorities.{each}.authority"] for each in filled["authorities"]]
    assert named == [belonging.authority.key, other.key]


def test_published_twinning_is_copied_where_nothing_was_deposited(client, belonging, partner):
    published([belonging.authority], [partner], title="Jumelage", summary="Depuis longtemps")
    dossier = draft_with(belonging, partner)
    client.force_login(belonging.user)

    post(client, dossier, "identite", "take-up")

    assert (saved(dossier)["title"], saved(dossier)["summary"]) == ("Jumelage", "Depuis longtemps")


def test_deposits_of_another_authority_are_never_offered(client, belonging, partner):
    earlier(MemberFactory(), partner, title="Secret d’un autre")
    dossier = draft_with(belonging, partner)
    client.force_login(belonging.user)

    page = text_of(client.get(step_of(dossier, "identite")))
    post(client, dossier, "identite", "take-up")

    assert "Reprendre ce qui" not in page
    assert "title" not in saved(dossier)
