"""Decisions awaiting release: list, release of those selected, reasons for the others."""

import pytest
from django.urls import reverse

from partnerships.models import Decision, DecisionLetter, OutboxMail
from tests.factories.absences import AbsenceFactory
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.decisions import decided_change, two_people_decide
from tests.factories.dossiers import dossier_in
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
OUTBOX = "/instruction/decisions/"


def release(client, user, dossiers, **seen):
    client.force_login(user)
    data = {"d": [str(each.uuid) for each in dossiers]}
    for each in dossiers:
        data[f"seen-{each.uuid}"] = each.last_sequence
    return client.post(reverse("partnerships:outbox_release"), {**data, **seen}, follow=True)


@pytest.mark.parametrize("count", [3, 30])
def test_outbox_runs_as_many_queries_for_thirty_decisions_as_for_three(
    client, count, django_assert_num_queries
):
    officer, member = reviewer(), MemberFactory()
    for _rank in range(count):
        dossier_in("decided", officer=officer, member=member)
    client.force_login(officer)

    with django_assert_num_queries(15):
        response = client.get(OUTBOX)

    assert response.content.decode().count('name="d"') == count


def test_outbox_says_what_is_left_to_do_for_each(client):
    officer = reviewer()
    mine = dossier_in("decided", officer=officer, title="Prête à partir")
    theirs = dossier_in("decided", title="Chez une collègue")
    own = dossier_in("decided", title="De ma collectivité")
    MemberFactory(user=officer, authority=own.lead_authority)
    client.force_login(officer)

    page = text_of(client.get(OUTBOX))
    two_people_decide()
    waits = dossier_in("decided", officer=officer)
    both = text_of(client.get(f"{OUTBOX}?etat=a-contresigner"))
    settled = text_of(client.get(f"{OUTBOX}?etat=a-regler"))

    assert page.count('name="d"') == 1
    assert str(mine.uuid) in page
    assert theirs.title in page
    assert f"<td>{theirs.reviewer} doit la notifier</td>" in page
    assert "De ma collectivité" not in page
    assert "Un responsable doit contresigner" in both
    assert 'type="checkbox" id="d-' not in both
    assert str(waits.uuid) in both
    assert str(mine.uuid) not in both
    assert "Aucune décision dans cet état" in settled


def test_what_is_ready_comes_first_and_has_its_list(client):
    officer = reviewer()
    theirs = dossier_in("decided", title="Chez une collègue")
    waits = dossier_in("decided", officer=officer, title="À contresigner")
    Decision.objects.filter(dossier=waits).update(needs_countersign=True)
    mine = dossier_in("decided", officer=officer, title="Prête à partir")
    client.force_login(officer)

    page = text_of(client.get(OUTBOX))
    ready = text_of(client.get(f"{OUTBOX}?etat=pretes"))

    table = page.partition("<tbody>")[2]
    places = [table.find(each.title) for each in (mine, theirs, waits)]
    assert -1 not in places
    assert places == sorted(places)
    assert 'etat=pretes"><span class="numbers__value">1</span> prête à notifier' in page
    assert mine.title in ready
    assert theirs.title not in ready
    assert waits.title not in ready


def test_each_decision_is_in_one_state_and_what_is_to_settle_comes_before_the_countersign(client):
    change = decided_change({"title": "Un"}, {"title": "Deux"})
    officer, lead = change.reviewer, lead_reviewer()
    waits = dossier_in("decided", officer=officer)
    Decision.objects.filter(dossier__in=[change, waits]).update(needs_countersign=True)
    mine, theirs = dossier_in("decided", officer=officer), dossier_in("decided")
    client.force_login(officer)

    states = client.get(OUTBOX).context["page"].states
    found = {
        name: [row.dossier for row in client.get(f"{OUTBOX}?etat={name}").context["page"].rows]
        for name, *_rest in states
    }
    client.force_login(lead)
    decision = text_of(client.get(reverse("partnerships:decision_detail", args=[change.uuid])))
    listed = text_of(client.get(f"{OUTBOX}?etat=a-regler"))
    signable = client.get(f"{OUTBOX}?etat=a-contresigner").context["page"].to_countersign

    assert {name: count for name, _label, count, _shown in states} == {
        name: len(rows) for name, rows in found.items()
    }
    every = found.pop("")
    assert {row for rows in found.values() for row in rows} == {*every}
    assert sum(map(len, found.values())) == len(every)
    assert found == {
        "pretes": [mine],
        "a-un-collegue": [theirs],
        "a-contresigner": [waits],
        "a-regler": [change],
    }
    assert signable == 1
    assert f"Des différences avec la fiche publiée sont à régler ; {officer} doit la" in listed
    assert "réglées ensuite, elles la feraient contresigner de nouveau." in decision


def test_row_says_who_stands_in_for_the_one_who_notifies(client):
    absence = AbsenceFactory()
    dossier_in("decided", officer=absence.officer)
    client.force_login(reviewer())

    page = text_of(client.get(OUTBOX))

    assert f"{absence.officer} doit la notifier" in page
    assert f"{absence.delegate} peut le faire en son absence" in page


def test_selected_decisions_are_released_together_and_the_others_say_why(client):
    officer = reviewer()
    ready = [dossier_in("decided", officer=officer) for _rank in range(2)]
    theirs = dossier_in("decided")
    late = dossier_in("decided", officer=officer)
    client.force_login(officer)

    shown = text_of(
        client.get(
            reverse("partnerships:outbox_release"),
            {"d": [str(each.uuid) for each in (*ready, theirs)]},
        )
    )
    page = text_of(release(client, officer, [*ready, theirs, late], **{f"seen-{late.uuid}": 1}))

    assert "Notifier ces 2 décisions" in shown
    assert f"{theirs.reference} – {theirs.title}</a> : {theirs.reviewer} doit la notifier" in shown
    assert "2 décisions sont notifiées." in page
    assert f"{theirs.reference} : vous ne pouvez pas" in page
    assert f"{late.reference} : Ce dossier a changé" in page
    for each, status in ((ready[0], "closed"), (ready[1], "closed"), (theirs, "decided")):
        each.refresh_from_db()
        assert each.status == status
    assert DecisionLetter.objects.count() == 2


def test_double_click_notifies_once(client):
    dossier = dossier_in("decided")
    seen = {f"seen-{dossier.uuid}": dossier.last_sequence}

    pages = [release(client, dossier.reviewer, [dossier], **seen) for _ in range(2)]

    assert all("Une décision est notifiée." in text_of(page) for page in pages)
    assert DecisionLetter.objects.count() == 1
    assert OutboxMail.objects.filter(cause__endswith=":release").count() == 1


@pytest.mark.parametrize("chosen", [[], ["x"], ["\x00"], ["0" * 32]])
def test_invalid_selection_releases_nothing(client, chosen):
    client.force_login(reviewer())
    address = reverse("partnerships:outbox_release")

    assert "Rien ne partira" in text_of(client.get(address, {"d": chosen}))
    assert client.post(address, {"d": chosen}).status_code == 302


@pytest.mark.parametrize("name", ["outbox", "outbox_release"])
def test_outbox_is_for_officers(client, name):
    client.force_login(MemberFactory().user)
    assert client.get(reverse(f"partnerships:{name}")).status_code == 403


@pytest.mark.parametrize("version", ["9" * 5000, "²", ""])
def test_settlement_with_a_version_that_no_page_sends_is_refused(client, version):
    dossier = decided_change({"title": "Un"}, {"title": "Deux"})
    client.force_login(dossier.reviewer)
    address = reverse("partnerships:decision_action", args=[dossier.uuid, "settle"])

    answer = client.post(address, {"seen": dossier.last_sequence, "version": version})

    assert answer.status_code == 409


def settle(client, user, dossier, version, **choices):
    client.force_login(user)
    data = {"seen": dossier.last_sequence, "version": version}
    for rank, (path, side) in enumerate(choices.items()):
        data |= {f"path-{rank}": path, f"choice-{rank}": side}
    address = reverse("partnerships:decision_action", args=[dossier.uuid, "settle"])
    return client.post(address, data)


def conflicting():
    return decided_change(
        {"title": "Notre titre", "objectives": "Nos objectifs."},
        {"title": "Leur titre", "summary": "Leur résumé.", "ends_on": "2024-06-01"},
    )


@pytest.mark.parametrize(
    ("side", "title"), [("proposed", "Notre titre"), ("published", "Leur titre")]
)
def test_settled_differences_are_published_and_the_deposit_is_not_touched(client, side, title):
    dossier = conflicting()
    officer, deposit = dossier.reviewer, dossier.submissions.get().document_text
    refused = release(client, officer, [dossier])

    settle(client, officer, dossier, 2, title=side)
    release(client, officer, [dossier])

    dossier.refresh_from_db()
    version = dossier.partnership.current_version
    content = version.content
    assert "réglez les différences" in text_of(refused)
    assert dossier.status == "closed"
    assert (version.number, content["title"]) == (3, title)
    assert content["objectives"] == "Nos objectifs."
    assert (content["summary"], content["ends_on"]) == ("Leur résumé.", "2024-06-01")
    assert "différences avec la version 2 réglées" in version.reason
    assert dossier.submissions.get().document_text == deposit
    recorded = dossier.events.get(action="release").content["settlement"]
    assert recorded["choices"] == {"title": side}
    assert recorded == dossier.events.get(action="settle").content["settlement"]
    chosen = {"proposed": "ce dossier", "published": "la fiche publiée"}[side]
    page = text_of(client.get(reverse("partnerships:review_detail", args=[dossier.uuid])))
    assert f"version 2<br>titre : {chosen}" in page


def test_settling_needs_every_choice_the_current_version_and_a_valid_dossier(client):
    dossier = conflicting()
    officer = dossier.reviewer

    missing = settle(client, officer, dossier, 2)
    stale = settle(client, officer, dossier, 1, title="proposed")
    forged = settle(client, officer, dossier, 2, title="both", budget="proposed")

    assert [each.status_code for each in (missing, stale, forged)] == [409] * 3
    assert "Choisissez ce qui reste pour : titre" in text_of(missing)
    assert "encore été publiée" in text_of(stale)
    assert dossier.decisions.standing().get().settlement is None


def test_inconsistent_choices_are_refused(client):
    dossier = decided_change({"starts_on": "2026-01-01"}, {"ends_on": "2025-01-01"})

    response = settle(client, dossier.reviewer, dossier, 2)

    assert response.status_code == 409
    assert "Ensemble, ces choix ne tiennent pas" in text_of(response)


def test_settling_is_for_the_reviewer_and_is_countersigned_anew(client):
    dossier = conflicting()
    two_people_decide("amendment")
    leader = lead_reviewer()
    page = reverse("partnerships:decision_action", args=[dossier.uuid, "countersign"])
    client.force_login(leader)
    client.post(page, {"seen": dossier.last_sequence})

    by_leader = settle(client, leader, dossier, 2, title="proposed")
    settle(client, dossier.reviewer, dossier, 2, title="proposed")

    decision = dossier.decisions.standing().get()
    assert by_leader.status_code == 404
    assert decision.settlement["choices"] == {"title": "proposed"}
    assert decision.countersigned_by is None
