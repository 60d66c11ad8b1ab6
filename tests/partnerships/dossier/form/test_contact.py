"""The contact that the portal knows is to read again until somebody did."""

import pytest

from partnerships.workflow.creation import create_dossier
from tests.factories.accounts import reviewer
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.filling import post, saved
from tests.partnerships.dossier.form.test_states import empty_dossier, page_of, write

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("do", ["goto:relire", "save", "own-contact"])
def test_contact_is_no_longer_to_read_once_it_was_read(client, do):
    dossier = empty_dossier()
    client.force_login(dossier.created_by)

    for _click in range(2):
        post(client, dossier, "contact", do)

    page = page_of(client, dossier, "contact")
    assert "préremplie, à relire" not in page
    assert "1 étape remplie sur 9" in page
    assert "Dernières modifications" not in page


@pytest.mark.parametrize(("slug", "do"), [("contact", "leave"), ("identite", "goto:acteurs")])
def test_contact_that_was_not_read_is_still_to_read(client, slug, do):
    dossier = empty_dossier()
    client.force_login(dossier.created_by)

    post(client, dossier, slug, do)

    assert "préremplie, à relire" in page_of(client, dossier, "contact")


def test_contact_of_a_colleague_becomes_mine_in_one_click(client):
    dossier = empty_dossier()
    write(dossier, dossier.created_by, **{"contact.name": "Autre", "contact.phone": "0123"})
    client.force_login(dossier.created_by)

    post(client, dossier, "contact", "own-contact")

    buffer = saved(dossier)
    own = (dossier.created_by.get_full_name(), dossier.created_by.email, "0123")
    assert tuple(buffer[f"contact.{name}"] for name in ("name", "email", "phone")) == own
    assert "C’est moi" in page_of(client, dossier, "contact")
    assert "C’est moi" not in page_of(client, dossier, "identite")


def test_officer_is_not_the_contact_of_an_authority(client):
    officer = reviewer()
    dossier = create_dossier(LocalAuthorityFactory(), officer, is_entered_by_officer=True)
    client.force_login(officer)

    post(client, dossier, "contact", "own-contact")

    assert "contact.email" not in saved(dossier)
    assert "C’est moi" not in page_of(client, dossier, "contact")
