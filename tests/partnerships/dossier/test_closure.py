"""Closing a partnership: a short form, its results, the same publication."""

import pytest
from django.urls import reverse

from partnerships.models import Action, Dossier, Provenance
from tests.factories.accounts import reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.filling import step_of
from tests.factories.partnerships import published
from tests.factories.roles import OUTSIDERS, ask, outsider, text_of

pytestmark = pytest.mark.django_db


def close(client, partnership):
    return client.post(reverse("partnerships:partnership_close", args=[partnership.public_id]))


@pytest.fixture
def closing(client):
    """A closure dossier that a member has opened."""
    dossier = dossier_in("closed")
    client.force_login(dossier.created_by)
    close(client, dossier.partnership)
    return Dossier.objects.get(kind="closure")


def write(client, dossier, do="goto:relire", **fields):
    return client.post(step_of(dossier, "cloture"), {"do": do, **fields})


def test_page_offers_three_lines_and_starts_from_what_is_published(client, closing):
    page = text_of(client.get(step_of(closing, "cloture")))

    assert closing.partnership.title in page
    assert len(closing.buffer["indicators"]) == 3
    assert page.count('name="indicators.') == 15
    assert closing.buffer["summary"] == "Un éclairage sobre, pensé avec les habitants."
    assert "results_here" in page
    assert "results_there" in page
    assert page.count("(obligatoire s’il est terminé : ici, là-bas ou un indicateur)") == 2


def test_closure_with_its_results_is_published_like_any_dossier(client, closing):
    line = closing.buffer["indicators"][0]
    response = write(
        client,
        closing,
        phase="completed",
        ends_on="30/06/2026",
        results_here="Trois quartiers mieux éclairés.",
        results_there="Une équipe formée.",
        **{
            f"indicators.{line}.name": "Agents formés",
            f"indicators.{line}.target": "10",
            f"indicators.{line}.reached": "12",
        },
    )
    assert response.url == step_of(closing, "relire")
    assert "Le dossier est complet" in text_of(client.get(response.url))
    ask(client, closing, "submit")
    officer = reviewer()
    dossier = Dossier.objects.get(pk=closing.pk)
    for action, details in ((Action.START_REVIEW, {}), (Action.ACCEPT, {"grounds": "Noté."})):
        dossier = act(dossier, action, officer, **details)

    partnership = dossier.partnership
    partnership.refresh_from_db()
    assert (partnership.phase, str(partnership.ends_on)) == ("completed", "2026-06-30")
    assert partnership.results_there == "Une équipe formée."
    assert partnership.indicators.get().name == "Agents formés"
    assert partnership.current_version.reason == "clôture"
    assert partnership.current_version.number == 2


def test_without_phase_date_and_results_it_is_not_deposited(client, closing):
    ask(client, closing, "submit")
    write(client, closing, phase="completed")

    page = text_of(client.get(step_of(closing, "cloture"), {"verifier": "1"}))

    assert "Indiquez quand il s’est terminé." in page
    assert "Dites en une phrase ce qui a changé" in page
    assert 'cloture/?verifier=1#champ-ends_on"' in page
    closing.refresh_from_db()
    assert closing.status == "draft"


def test_abandoned_partnership_needs_no_result(client, closing):
    write(client, closing, phase="cancelled", ends_on="2026-06-30")

    ask(client, closing, "submit")

    closing.refresh_from_db()
    assert closing.status == "submitted"


def test_ongoing_phase_does_not_close(client, closing):
    client.post(step_of(closing, "identite"), {"do": "save", "phase": "active"})

    page = text_of(client.get(step_of(closing, "relire")))

    assert "Une clôture dit comment le partenariat s’est terminé" in page


def test_wrong_text_stays_on_the_page_with_its_error(client, closing):
    write(client, closing, do="save", ends_on="hier", results_here="Un mot.\x00")

    page = text_of(client.get(step_of(closing, "cloture"), {"verifier": "1"}))

    assert "Cette date n’est pas valable" in page
    assert 'value="hier"' in page
    assert "caractère de contrôle" in page


def test_end_of_session_keeps_what_was_sent_and_asks_to_sign_in(client, closing):
    client.logout()

    response = write(client, closing, do="save", results_here="Écrit sans session.")

    assert response.url.startswith(reverse("account_login"))
    assert "Écrit sans session." in str(dict(client.session.items()))
    assert Dossier.objects.get(pk=closing.pk).buffer["results_here"] == ""


def test_closing_twice_makes_one_dossier_and_an_open_amendment_is_linked(client):
    dossier = dossier_in("closed")
    client.force_login(dossier.created_by)

    for _click in range(2):
        response = close(client, dossier.partnership)
    closure = Dossier.objects.get(kind="closure")
    assert response.url == step_of(closure, "cloture")

    act(closure, Action.DISCARD, dossier.created_by)
    client.post(reverse("partnerships:dossier_amend", args=[dossier.partnership.public_id]))
    amendment = Dossier.objects.get(kind="amendment")
    response = close(client, dossier.partnership)
    assert response.url == amendment.get_absolute_url()
    assert "a déjà ouvert un dossier" in text_of(client.get(response.url))
    assert Dossier.objects.open().filter(partnership=dossier.partnership).count() == 1


@pytest.mark.parametrize("who", OUTSIDERS)
def test_others_may_not_close(client, who):
    lead, other = LocalAuthorityFactory(), LocalAuthorityFactory()
    partnership = published([lead, other])
    client.force_login(outsider(who, lead, other))

    assert close(client, partnership).status_code == 404
    assert not Dossier.objects.exists()


def test_imported_or_ended_partnership_is_not_closed(client):
    member = MemberFactory()
    client.force_login(member.user)

    for fields in ({"provenance": Provenance.WIKIDATA}, {"phase": "completed"}):
        assert close(client, published([member.authority], **fields)).status_code == 404


def test_closure_page_is_for_closures_only(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)

    assert client.get(step_of(dossier, "cloture")).status_code == 404
    assert write(client, dossier, phase="completed").status_code == 404


def test_stranger_does_not_see_the_closure(client, closing):
    client.force_login(MemberFactory().user)

    assert client.get(step_of(closing, "cloture")).status_code == 404
    assert write(client, closing, results_here="Faux.").status_code == 404


def test_page_is_checked_and_saved_as_one_types(client, closing):
    help_of = reverse("partnerships:dossier_help", args=[closing.uuid, "cloture"])

    assert help_of in text_of(client.get(step_of(closing, "cloture")))
    page = text_of(client.get(help_of, {"verifier": "1"}))
    assert "Indiquez quand il s’est terminé." in page
