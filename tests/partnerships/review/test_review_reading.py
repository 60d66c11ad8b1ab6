"""What an officer reads beside a dossier: checks, differences, documents, their own note."""

import pytest
from django.urls import reverse

from partnerships.document.canonical import canonical, digest
from partnerships.models import Action, OfficerNote, ScanState, StoredContent
from partnerships.workflow.change_requests import gather
from partnerships.workflow.officers.officer_note import save_note
from partnerships.workflow.refusals import NotAllowed, Refused
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.data_exports import archive_of
from tests.factories.dossiers import act, dossier_in
from tests.factories.files import PDF, download
from tests.factories.files import send as send_files
from tests.factories.filling import budget_lines, with_item
from tests.factories.lists import CountryFactory
from tests.factories.messages import review_page
from tests.factories.partnerships import InternationalPartnerFactory
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
SECRET = "Le maire m’a semblé pressé"


def page_of(client, officer, dossier, query=""):
    client.force_login(officer)
    return client.get(review_page(dossier) + query).context["page"]


def checks_of(client, dossier):
    page = page_of(client, reviewer(), dossier)
    return {check.text: check.state for group in page.checks.groups for check in group.checks}


def redeposit(dossier, **fields):
    dossier.buffer = {**dossier.buffer, **fields}
    dossier.save()
    return act(dossier, Action.SUBMIT, dossier.created_by)


def test_agreement_not_transmitted_is_flagged_with_its_legal_article(client):
    dossier = dossier_in("submitted", convention_signed_on="2024-01-10")

    found = [text for text, state in checks_of(client, dossier).items() if state == "warning"]

    assert len(found) == 1
    assert "L1115-1" in found[0]


@pytest.mark.parametrize(
    ("cost", "state", "sentence"),
    [("2000", "ok", "égalent"), ("2500", "warning", "reste"), ("1500", "warning", "dépassent")],
)
def test_budget_balance_is_checked(client, cost, state, sentence):
    dossier = dossier_in("submitted", total_cost=cost, **budget_lines(2))

    checks = checks_of(client, dossier)

    assert [checks[text] for text in checks if sentence in text] == [state]


def test_same_partner_at_the_same_time_is_a_probable_duplicate(client):
    member = MemberFactory()
    first = dossier_in("closed", member=member)
    partners = {path: value for path, value in first.buffer.items() if path.startswith("partners")}
    twin = dossier_in("submitted", member=member, **partners)
    other = dossier_in("submitted", member=member)

    duplicate_checks = page_of(client, reviewer(), twin).checks.groups[2].checks
    none = page_of(client, reviewer(), other).checks.groups[2].checks

    assert [check.links for check in duplicate_checks] == [
        [(first.partnership.title, first.partnership.get_absolute_url())]
    ]
    assert [check.state for check in none] == ["ok"]


def test_today_s_rules_are_checked_on_an_old_deposit(client):
    dossier = dossier_in("submitted")
    submission = dossier.submissions.get()
    document = {**submission.document, "kind": "turnkey"}
    submission.document_text = canonical(document)
    submission.save()

    errors = [text for text, state in checks_of(client, dossier).items() if state == "error"]

    assert len(errors) == 1
    assert "trois collectivités" in errors[0]


def test_differences_of_any_two_deposits_by_item(client):
    dossier = dossier_in("submitted", title="Premier", **budget_lines(1))
    line = dossier.buffer["budget"][0]
    act(dossier, Action.WITHDRAW, dossier.created_by)
    dossier.refresh_from_db()
    dossier = redeposit(dossier, title="Deuxième", **{f"budget.{line}.amount": "1500"})
    act(dossier, Action.WITHDRAW, dossier.created_by)
    dossier.refresh_from_db()
    with_item(dossier, "budget", year="2026", source="afd", nature="cash", amount="50")
    dossier = redeposit(dossier, title="Troisième")
    officer = reviewer()

    latest = page_of(client, officer, dossier)
    both = page_of(client, officer, dossier, "?de=1&a=2").differences
    absurd = page_of(client, officer, dossier, "?de=%00&a=99").differences

    added = next(path for path in dossier.buffer["budget"] if path != line)
    assert [each.path for each in latest.differences.changes] == ["title", f"budget.{added}"]
    assert [each.path for each in both.changes] == ["title", f"budget.{line}"]
    assert "1 500" in both.changes[1].new.replace("\u202f", " ").replace("\xa0", " ")
    assert (absurd.source, absurd.target) == ("2", "3")
    assert "<ins>" in latest.marked.title
    assert "<ins>" not in latest.reading.title


def test_marked_words_stay_text(client):
    dossier = dossier_in("submitted", summary="Avant <b>gras</b>")
    act(dossier, Action.WITHDRAW, dossier.created_by)
    dossier.refresh_from_db()
    dossier = redeposit(dossier, summary="Après <script>x</script>", objectives="Un\n\nDeux")
    client.force_login(reviewer())

    page = client.get(review_page(dossier)).content.decode()

    assert "<script>x" not in page
    assert "<b>gras" not in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page


def dossier_with_attachment(client, name="convention.pdf", content=PDF):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    send_files(client, dossier, (name, content))
    dossier.refresh_from_db()
    return act(dossier, Action.SUBMIT, dossier.created_by), dossier.attachments.get()


def inline_address(dossier, attachment):
    return reverse("partnerships:review_file", args=[dossier.uuid, attachment.uuid])


def test_pdf_is_read_in_the_page_of_officers_alone(client):
    dossier, attachment = dossier_with_attachment(client)
    own = MemberFactory(authority=dossier.lead_authority, user=reviewer()).user

    for person, status in ((dossier.created_by, 403), (own, 404), (reviewer(), 200)):
        client.force_login(person)
        response, content = download(client, inline_address(dossier, attachment))
        assert response.status_code == status
    page = client.get(review_page(dossier))

    assert content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Cache-Control"] == "private, no-store"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert inline_address(dossier, attachment) in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]


def test_infected_document_is_never_shown(client):
    dossier, attachment = dossier_with_attachment(client)
    StoredContent.objects.update(scan_state=ScanState.INFECTED, scanned_at="2026-01-01T00:00Z")
    client.force_login(reviewer())

    assert client.get(inline_address(dossier, attachment)).status_code == 403
    assert (
        inline_address(dossier, attachment) not in client.get(review_page(dossier)).content.decode()
    )


def test_attachment_that_no_deposit_names_is_not_found(client):
    dossier, _attachment = dossier_with_attachment(client)
    act(dossier, Action.WITHDRAW, dossier.created_by)
    client.force_login(dossier.created_by)
    send_files(client, dossier, ("brouillon.pdf", PDF + b"\n"))
    client.force_login(reviewer())

    draft = dossier.attachments.order_by("pk").last()

    assert dossier.attachments.count() == 2
    assert client.get(inline_address(dossier, draft)).status_code == 404


def write(client, officer, dossier, text, was="", person=None):
    client.force_login(officer)
    data = {"note": text, "was": digest(was), "person": str((person or officer).journal_id)}
    return client.post(reverse("partnerships:officer_note", args=[dossier.uuid]), data)


def test_note_is_read_by_its_author_alone_and_in_no_export(client):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)
    assert write(client, officer, dossier, SECRET).status_code == 302

    assert page_of(client, officer, dossier).note.body == SECRET
    for person in (reviewer(), dossier.created_by):
        client.force_login(person)
        for address in (
            review_page(dossier),
            dossier.get_absolute_url(),
            reverse("partnerships:workspace"),
            reverse("partnerships:queue"),
        ):
            assert SECRET not in text_of(client.get(address, follow=True))
    for person in (dossier.created_by, officer):
        for content in archive_of(person).values():
            assert SECRET.encode() not in content
            assert "pressé".encode("unicode_escape") not in content


def test_note_of_two_tabs_loses_neither_text(client):
    officer = reviewer()
    dossier = dossier_in("submitted")
    write(client, officer, dossier, "Du premier onglet")

    response = write(client, officer, dossier, "Du second onglet")

    note = response.context["page"].note
    assert response.status_code == 409
    assert (note.body, note.other) == ("Du second onglet", "Du premier onglet")
    assert OfficerNote.objects.get().body == "Du premier onglet"
    assert write(client, officer, dossier, "Les deux", was="Du premier onglet").status_code == 302
    assert OfficerNote.objects.get().body == "Les deux"


def test_note_sent_without_a_session_waits_for_its_author(client):
    officer, other = reviewer(), reviewer()
    dossier = dossier_in("submitted")
    client.logout()
    data = {"note": SECRET, "was": digest(""), "person": str(officer.journal_id)}
    client.post(reverse("partnerships:officer_note", args=[dossier.uuid]), data)
    session = client.session["unsent"]

    for person, body in ((other, ""), (officer, SECRET)):
        client.force_login(person)
        stored_session = client.session
        stored_session["unsent"] = session
        stored_session.save()
        assert client.get(review_page(dossier)).context["page"].note.body == body


def test_note_is_for_officers_who_may_review_and_is_their_own(client):
    officer = reviewer()
    dossier = dossier_in("submitted")
    own = MemberFactory(authority=dossier.lead_authority, user=reviewer()).user

    assert write(client, dossier.created_by, dossier, SECRET).status_code == 403
    assert write(client, own, dossier, SECRET).status_code == 404
    assert write(client, officer, dossier, SECRET, person=own).status_code == 404
    with pytest.raises(NotAllowed):
        save_note(dossier, by=own, body=SECRET, was=digest(""))
    with pytest.raises(Refused):
        save_note(dossier, by=officer, body="é" * 20_001, was=digest(""))
    assert not OfficerNote.objects.exists()


def test_link_beside_a_field_opens_the_box_of_requests_at_its_place(client):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)
    gather(dossier, by=officer, body="Précisez", field_path="summary")

    page = page_of(client, officer, dossier, "?demander=summary")

    assert page.exchanges.box.field_path == "summary"
    assert page.exchanges.requests.gathered[0].url == "#lu-summary"
    shown = client.get(review_page(dossier)).content.decode()
    assert 'id="lu-summary"' in shown
    assert 'data-ask="summary"' in shown


@pytest.mark.parametrize("count", [3, 30])
def test_review_page_runs_as_many_queries_for_thirty_of_everything(
    client, count, django_assert_num_queries
):
    dossier = dossier_in("submitted", total_cost="9000", **budget_lines(count))
    act(dossier, Action.WITHDRAW, dossier.created_by)
    dossier.refresh_from_db()
    for rank in range(count):
        with_item(
            dossier,
            "partners",
            proposed_name=f"Douar {rank}",
            proposed_kind="municipality",
            proposed_country="MA",
        )
        with_item(dossier, "indicators", name=f"Mesure {rank}", target="3")
    dossier.save()
    dossier = redeposit(dossier, title="Autre titre")
    InternationalPartnerFactory(name="Douar 0", country=CountryFactory(iso2="MA"))
    client.force_login(reviewer())

    with django_assert_num_queries(41):
        client.get(review_page(dossier))
