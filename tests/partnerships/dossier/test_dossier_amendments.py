"""How a published partnership is changed, from its page to a new deposit."""

import pytest
from django.urls import reverse

from partnerships.models import Action, Dossier, Partnership
from partnerships.workflow.amendment import create_amendment
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.filling import step_of, with_item
from tests.factories.partnerships import published
from tests.factories.roles import ask, text_of

pytestmark = pytest.mark.django_db


def amended():
    """A member, and a published partnership of their authority."""
    member = MemberFactory()
    return member, published([member.authority])


def test_amendment_opens_once_and_is_prefilled(client):
    member, partnership = amended()
    client.force_login(member.user)
    address = reverse("partnerships:dossier_amend", args=[partnership.public_id])

    for _click in range(2):
        response = client.post(address)

    dossier = Dossier.objects.get()
    assert response.url == dossier.get_absolute_url()
    assert (dossier.partnership, dossier.buffer["title"]) == (partnership, partnership.title)


def test_amendment_of_another_authority_is_not_found(client):
    _member, partnership = amended()
    client.force_login(MemberFactory().user)

    response = client.post(reverse("partnerships:dossier_amend", args=[partnership.public_id]))

    assert response.status_code == 404
    assert not Dossier.objects.exists()


def test_amendment_of_what_is_suspended_is_for_its_lead_authority_alone(client):
    _member, partnership = amended()
    Partnership.objects.update(is_suspended=True)
    client.force_login(MemberFactory().user)

    response = client.post(reverse("partnerships:dossier_amend", args=[partnership.public_id]))

    assert response.status_code == 404


def test_outdated_amendment_shows_the_three_texts_and_is_rebased(client):
    member, partnership = amended()
    dossier = create_amendment(partnership, member.user)
    dossier.buffer = {
        **dossier.buffer,
        "title": "Mon titre",
        "phase": "active",
        "summary": "Un résumé.",
        "contact.name": "Dominique Contact",
        "contact.email": "contact@example.org",
    }
    dossier.save()
    other = dossier_in("draft", member=member)
    Dossier.objects.filter(pk=dossier.pk).update(partnership=None, kind="registration")
    Dossier.objects.filter(pk=other.pk).update(
        partnership=partnership, kind="amendment", base_version=partnership.current_version
    )
    other.refresh_from_db()
    other.buffer = {**other.buffer, "title": "Leur titre"}
    other.save()
    officer = reviewer()
    for action, by, details in (
        (Action.SUBMIT, member.user, {}),
        (Action.START_REVIEW, officer, {}),
        (Action.ACCEPT, officer, {"grounds": "Bien."}),
    ):
        other = act(other, action, by, **details)
    Dossier.objects.filter(pk=dossier.pk).update(partnership=partnership, kind="amendment")
    client.force_login(member.user)

    page = text_of(client.get(dossier.get_absolute_url()))
    ask(client, dossier, "rebase")

    assert "Le partenariat a été publié de nouveau" in page
    assert "Mon titre" in page
    assert "Leur titre" in page
    rebased = Dossier.objects.get(pk=dossier.pk)
    assert {rebased.buffer["title"], rebased.buffer["conflict.title"]} == {
        "Mon titre",
        "Leur titre",
    }


def changes_shown(client, address):
    page = text_of(client.get(address))
    return page[page.index('id="changes-vous"') : page.index("</dl>", page.index("changes-vous"))]


def test_amendment_shows_what_it_changes_on_its_page_and_before_the_deposit(client):
    dossier = dossier_in("closed", budget=[])
    member = dossier.created_by
    amendment = create_amendment(dossier.partnership, member)
    client.force_login(member)
    assert "Rien n’a changé." in changes_shown(client, amendment.get_absolute_url())
    amendment.buffer = {**amendment.buffer, "summary": "Un éclairage sobre, pensé avec les élus."}
    amendment.save()

    for address in (amendment.get_absolute_url(), step_of(amendment, "relire")):
        shown = changes_shown(client, address)
        assert "habitants.</del>" in shown
        assert "élus.</ins>" in shown
        assert shown.count("changes__item") == 1


def test_changes_are_shown_even_with_errors(client):
    dossier = dossier_in("closed")
    amendment = create_amendment(dossier.partnership, dossier.created_by)
    with_line = with_item(amendment, "budget", year="bientôt", amount="12")
    amendment.buffer = {**amendment.buffer, "title": "Autre titre", "starts_on": "hier"}
    amendment.save()
    client.force_login(dossier.created_by)

    page = text_of(client.get(amendment.get_absolute_url()))
    shown = changes_shown(client, amendment.get_absolute_url())

    assert with_line in page
    assert "Autre titre</ins>" in shown
    assert shown.count("changes__item") == 1
    assert "Ce qui est à corriger n’y paraît pas encore." in page


def test_registration_has_nothing_to_compare(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)

    assert "Ce que vous changez" not in text_of(client.get(dossier.get_absolute_url()))
