"""« En sommeil », « terminé »: a one-page amendment, deposited in one action."""

import pytest
from django.urls import reverse

from partnerships.models import Action, Dossier, Partnership, Provenance
from tests.factories.accounts import reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.partnerships import published
from tests.factories.roles import OUTSIDERS, outsider, text_of

pytestmark = pytest.mark.django_db


def phase_of(partnership):
    return reverse("partnerships:phase_change", args=[partnership.public_id])


def declared():
    """The author of a dossier that was published, and its partnership."""
    dossier = dossier_in("closed")
    return dossier.created_by, dossier.partnership


def test_dormant_is_deposited_in_one_action_then_published(client):
    user, partnership = declared()
    client.force_login(user)

    data = {"phase": "dormant", "ends_on": "", "word": "Plus de nouvelles."}
    response = client.post(phase_of(partnership), data)

    dossier = Dossier.objects.get(kind="amendment")
    assert response.url == dossier.get_absolute_url()
    assert (dossier.status, dossier.base_version) == ("submitted", partnership.current_version)
    assert dossier.messages.get().body == "Plus de nouvelles."
    officer = reviewer()
    for action, details in ((Action.START_REVIEW, {}), (Action.ACCEPT, {"grounds": "Noté."})):
        dossier = act(dossier, action, officer, **details)
    partnership.refresh_from_db()
    assert (partnership.phase, partnership.summary) == (
        "dormant",
        "Un éclairage sobre, pensé avec les habitants.",
    )


def test_ended_phase_needs_its_date(client):
    user, partnership = declared()
    client.force_login(user)

    client.post(phase_of(partnership), {"phase": "completed", "ends_on": "30/06/2025"})

    document = Dossier.objects.get(kind="amendment").submissions.get().document
    assert (document["phase"], document["ends_on"]) == ("completed", "2025-06-30")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"phase": ""}, "Choisissez une réponse."),
        ({"phase": "active"}, "n’est pas dans la liste"),
        ({"phase": "completed", "ends_on": "2020-01-01"}, "La fin précède le début"),
        ({"phase": "completed", "ends_on": "hier"}, "Cette date n’est pas valable"),
        ({"phase": "dormant", "word": "a\x00b"}, "caractère de contrôle"),
        ({"phase": "\x00"}, "n’est pas dans la liste"),
    ],
)
def test_invalid_form_is_refused_with_a_link_to_the_field(client, data, sentence):
    user, partnership = declared()
    client.force_login(user)

    response = client.post(phase_of(partnership), data)

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert 'href="#id_' in text_of(response)
    assert not Dossier.objects.filter(kind="amendment").exists()


def test_open_dossier_is_said_and_linked(client):
    user, partnership = declared()
    client.force_login(user)
    client.post(reverse("partnerships:dossier_amend", args=[partnership.public_id]))
    dossier = Dossier.objects.get(kind="amendment")

    page = text_of(client.get(phase_of(partnership)))
    client.post(phase_of(partnership), {"phase": "dormant"})

    assert "Un dossier est déjà ouvert" in page
    assert dossier.get_absolute_url() in page
    assert Dossier.objects.filter(kind="amendment").count() == 1
    dossier.refresh_from_db()
    assert (dossier.status, dossier.buffer["phase"]) == ("draft", "active")


def test_double_click_deposits_once(client):
    user, partnership = declared()
    client.force_login(user)

    for _click in range(2):
        client.post(phase_of(partnership), {"phase": "dormant"})

    assert Dossier.objects.filter(kind="amendment").count() == 1


def test_missing_fields_are_asked_for_in_the_form(client):
    member = MemberFactory()
    partnership = published([member.authority], phase="active")
    client.force_login(member.user)

    response = client.post(phase_of(partnership), {"phase": "dormant"}, follow=True)

    dossier = Dossier.objects.get()
    assert (dossier.status, dossier.buffer["phase"]) == ("draft", "dormant")
    assert "Votre changement est gardé" in text_of(response)
    assert "champ-summary" in text_of(response)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_others_may_not_change_the_phase(client, who):
    lead, other = LocalAuthorityFactory(), LocalAuthorityFactory()
    partnership = published([lead, other])
    client.force_login(outsider(who, lead, other))

    assert client.get(phase_of(partnership)).status_code == 404
    assert client.post(phase_of(partnership), {"phase": "dormant"}).status_code == 404
    assert not Dossier.objects.exists()


def test_phase_of_an_imported_or_ended_partnership_is_not_changed(client):
    member = MemberFactory()
    partnership = published([member.authority], provenance=Provenance.WIKIDATA)
    client.force_login(member.user)

    assert client.get(phase_of(partnership)).status_code == 404
    Partnership.objects.update(provenance="declared", phase="completed")
    assert client.get(phase_of(partnership)).status_code == 404


def test_reviewer_reads_what_changes(client):
    user, partnership = declared()
    client.force_login(user)
    client.post(phase_of(partnership), {"phase": "dormant"})
    client.force_login(reviewer())
    dossier = Dossier.objects.get(kind="amendment")

    page = text_of(client.get(reverse("partnerships:review_detail", args=[dossier.uuid])))

    assert "cours</del>" in page
    assert "sommeil</ins>" in page
