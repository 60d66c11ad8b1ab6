"""Correcting a typing error of a published page: preview, confirmation, journal, mail."""

import pytest
from django.urls import reverse

from partnerships.models import Action, ChangeRequest, Dossier, OutboxMail, Partnership, Provenance
from partnerships.workflow.amendment import create_amendment
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, complete_buffer, dossier_in
from tests.factories.partnerships import published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "Éclairage pubic partagé", "Éclairage public partagé"


@pytest.fixture(scope="module")
def made(shared_rows):
    return dossier_in("closed", title=WRONG)


def address_of(partnership):
    return reverse("partnerships:correction", args=[partnership.public_id])


def send(client, partnership, do="confirm", seen=None, shown="", **texts):
    seen = partnership.current_version.number if seen is None else seen
    data = {"do": do, "seen": seen, "shown": shown, "reason": "Coquille", **texts}
    return client.post(address_of(partnership), data)


def correct(client, partnership, by=None, **texts):
    """Correct through both pages: the preview, then « corriger »."""
    client.force_login(by or reviewer())
    page = send(client, partnership, "preview", **texts).context["page"]
    return send(client, partnership, shown=page.shown, **texts)


def test_correction_is_previewed_then_published_recorded_and_notified(client, dossier):
    partnership, officer = dossier.partnership, reviewer()
    client.force_login(officer)
    preview = send(client, partnership, "preview", title=RIGHT)
    before = Partnership.objects.get().title

    response = correct(client, partnership, officer, title=RIGHT)

    version = Partnership.objects.get().current_version
    event = dossier.events.order_by("sequence").last()
    mail = OutboxMail.objects.get(cause=f"correction:{version.pk}")
    assert "pubic</del>" in text_of(preview)
    assert "public</ins>" in text_of(preview)
    assert before == WRONG
    assert response.status_code == 302
    assert Partnership.objects.get().title == RIGHT
    assert (version.number, version.reason, version.created_by) == (2, "Coquille", officer)
    assert version.submission == dossier.submissions.get()
    assert (event.action, event.actor) == ("correct", officer.journal_id)
    assert event.content["version_digest"] == version.digest
    assert event.content["paths"] == ["title"]
    assert mail.recipient == dossier.created_by.email
    assert WRONG in mail.body
    assert RIGHT in mail.body
    assert "Coquille" in mail.body
    found = client.get(reverse("partnerships:registry"), {"q": "public"})
    assert RIGHT in text_of(found).replace("<mark>", "").replace("</mark>", "")
    page = client.get(Partnership.objects.get().get_absolute_url())
    assert "Coquille" in page.content.decode()


def test_double_click_makes_one_correction(client, dossier):
    partnership, officer = dossier.partnership, reviewer()
    client.force_login(officer)
    shown = send(client, partnership, "preview", title=RIGHT).context["page"].shown

    for _click in range(2):
        send(client, partnership, shown=shown, seen=1, title=RIGHT)

    assert partnership.versions.count() == 2
    assert OutboxMail.objects.filter(cause__startswith="correction:").count() == 1


def test_outdated_page_is_refused_and_keeps_what_was_typed(client, dossier):
    correct(client, dossier.partnership, title=RIGHT)
    partnership = Partnership.objects.get()
    client.force_login(reviewer())

    response = send(client, partnership, seen=1, title="Une autre correction")

    assert response.status_code == 409
    assert "Une autre correction" in response.content.decode()
    assert partnership.versions.count() == 2


def test_only_the_previewed_text_is_published(client, dossier):
    client.force_login(reviewer())
    shown = send(client, dossier.partnership, "preview", title=RIGHT).context["page"].shown

    response = send(client, dossier.partnership, shown=shown, title="Tout autre chose")

    assert response.status_code == 200
    assert Partnership.objects.get().title == WRONG


@pytest.mark.parametrize(
    ("texts", "status"),
    [
        ({"title": ""}, 422),
        ({"title": "é" * 201}, 422),
        ({"title": RIGHT, "reason": " \x00"}, 409),
        ({"title": RIGHT, "reason": "é" * 301}, 409),
        ({"title": WRONG}, 409),
        ({"kind": "twinning", "contact.email": "x@example.org", "total_cost": "9"}, 409),
    ],
)
def test_change_that_is_no_correction_is_refused(client, dossier, texts, status):
    response = correct(client, dossier.partnership, **texts)

    assert response.status_code == status
    assert dossier.partnership.versions.count() == 1


def test_nul_does_not_stop_it(client, dossier):
    response = correct(client, dossier.partnership, title="A\x00b")

    assert response.status_code in (302, 422)


def test_officer_corrects_no_page_of_their_own_authority(client, dossier):
    own = MemberFactory(authority=dossier.lead_authority, user=lead_reviewer()).user

    for person, status in ((own, 404), (dossier.created_by, 403)):
        client.force_login(person)
        assert client.get(address_of(dossier.partnership)).status_code == status
        assert send(client, dossier.partnership, title=RIGHT).status_code == status
    assert Partnership.objects.get().title == WRONG


def test_imported_page_is_corrected_without_a_dossier(client):
    authority = LocalAuthorityFactory()
    member = MemberFactory(authority=authority).user
    imported = published([authority], title=WRONG, provenance=Provenance.WIKIDATA)
    known = set(OutboxMail.objects.values_list("pk", flat=True))

    assert correct(client, imported, title=RIGHT).status_code == 302

    assert Partnership.objects.get(pk=imported.pk).title == RIGHT
    assert OutboxMail.objects.exclude(pk__in=known).get().recipient == member.email


def test_partnership_of_a_reopened_dossier_is_not_corrected(client, dossier):
    act(dossier, Action.REOPEN, lead_reviewer(), reason="Erreur.")

    assert correct(client, dossier.partnership, title=RIGHT).status_code == 409
    assert Partnership.objects.get().title == WRONG


def deposited_amendment(dossier, **fields):
    amendment = create_amendment(dossier.partnership, dossier.created_by)
    contact = {"contact.name": "Dominique", "contact.email": "contact@example.org"}
    amendment.buffer = complete_buffer(amendment, **{**amendment.buffer, **contact, **fields})
    amendment.save()
    return act(amendment, Action.SUBMIT, dossier.created_by)


def test_open_amendment_is_rebased_on_the_correction_in_one_click(client, dossier):
    amendment = deposited_amendment(dossier, summary="Un résumé tout neuf")
    officer = reviewer()
    amendment = act(amendment, Action.START_REVIEW, officer)
    correct(client, dossier.partnership, officer, title=RIGHT)

    prepared = ChangeRequest.objects.gathered().get()
    amendment = act(amendment, Action.REQUEST_CHANGES, officer, requests=[str(prepared.uuid)])
    amendment = act(amendment, Action.REBASE, dossier.created_by)
    amendment = act(amendment, Action.SUBMIT, dossier.created_by)
    amendment = act(amendment, Action.START_REVIEW, officer)
    amendment = act(amendment, Action.ACCEPT, officer, grounds="Conforme.")

    partnership = Partnership.objects.get()
    assert "Repartir de la version publiée" in prepared.body.replace("\u202f", " ")
    assert (partnership.title, partnership.summary) == (RIGHT, "Un résumé tout neuf")
    assert Dossier.objects.open().count() == 0
