"""The check of a spreadsheet: stored first, then checked outside of a transaction."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Dossier, RowAct, RowState, SpreadsheetImport
from partnerships.pages.spreadsheets import stored_check
from partnerships.pages.spreadsheets.drafts import ask
from partnerships.pages.spreadsheets.stored_check import check_waiting_rows, note_answers
from partnerships.pages.spreadsheets.tasks import do_what_is_asked
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.killing import Killed, killed_at
from tests.factories.roles import text_of
from tests.factories.spreadsheets import address, checked, choose, csv_of, row, send, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
OTHERS = "Autres collectivités françaises"
LONG = stored_check.AT_ONCE_MAX + 1


@pytest.fixture
def member(signed_in, member):
    return member


@pytest.fixture
def waiting_worker(settings):
    """Tasks wait for a worker that does not come."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def homonyms():
    """Two authorities of each of two names."""
    return {
        name: [LocalAuthorityFactory(name=name) for _rank in range(2)]
        for name in ("Saint-Denis", "Saint-Martin")
    }


def rows_naming(*names):
    return [row(number, **{OTHERS: name}) for number, name in enumerate(names)]


def identity_of(spreadsheet, text):
    return next(q["identity"] for q in spreadsheet.questions if q["text"] == text)


def answer(client, spreadsheet, text, authority):
    name = f"answer.{identity_of(spreadsheet, text)}"
    return client.post(address(spreadsheet, "answers"), {name: authority.key})


def states(spreadsheet):
    return list(spreadsheet.rows.order_by("line").values_list("state", flat=True))


def test_a_long_spreadsheet_is_stored_and_waits_for_its_check(client, member, waiting_worker):
    spreadsheet = sent(client, member.authority, [row(number) for number in range(LONG)])

    page = text_of(client.get(spreadsheet.get_absolute_url()))
    listed = text_of(client.get(reverse("partnerships:spreadsheet_list")))

    assert set(states(spreadsheet)) == {RowState.UNREAD}
    assert f"Relecture des lignes : 0 sur {LONG}" in page
    assert "Le fichier est enregistré" in page
    assert "Actualiser" in page
    assert "Créer les brouillons cochés" not in page
    assert "relecture en cours, 0 sur " in listed

    choose(client, spreadsheet)
    do_what_is_asked.func(spreadsheet.pk, member.user.pk)

    assert set(states(spreadsheet)) == {RowState.GOOD}
    assert Dossier.objects.count() == 0
    assert "Créer les brouillons cochés" in text_of(client.get(spreadsheet.get_absolute_url()))


def test_a_short_spreadsheet_is_checked_without_a_worker(client, member, waiting_worker):
    spreadsheet = sent(client, member.authority, [row(1), row(2, Phase="En cour")])

    assert states(spreadsheet) == [RowState.GOOD, RowState.FAULTY]


def test_a_check_killed_in_the_middle_is_resumed(client, member, waiting_worker, settings):
    spreadsheet = sent(client, member.authority, [row(number) for number in range(LONG)])
    with pytest.raises(Killed), killed_at('INSERT INTO "partnerships_spreadsheetrow"', 2):
        do_what_is_asked.func(spreadsheet.pk, member.user.pk)
    SpreadsheetImport.objects.update(advanced_at=timezone.now() - timedelta(minutes=2))

    page = text_of(client.get(spreadsheet.get_absolute_url()))
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    client.post(address(spreadsheet, "resume"))

    assert f"Relecture des lignes : {stored_check.SLICE} sur {LONG}" in page
    assert "Reprendre" in page
    assert set(states(spreadsheet)) == {RowState.GOOD}


@pytest.mark.django_db(transaction=True)
def test_nothing_is_checked_inside_a_transaction(client, member, homonyms, monkeypatch):
    """A check takes seconds: on SQLite, nobody else could write."""
    seen, check_rows = [], stored_check.check_rows

    def watched(*args):
        for each in check_rows(*args):
            seen.append(connection.in_atomic_block)
            yield each

    monkeypatch.setattr(stored_check, "check_rows", watched)
    spreadsheet = sent(client, member.authority, rows_naming("Saint-Denis", ""))
    answer(client, spreadsheet, "Saint-Denis", homonyms["Saint-Denis"][0])

    assert seen == [False] * 4


def test_two_tabs_answer_two_questions(client, member, homonyms):
    """Each sends its own answer, from a page read before the other's."""
    spreadsheet = checked(member, rows_naming("Saint-Denis", "Saint-Martin"))

    for text, found in homonyms.items():
        answer(client, spreadsheet, text, found[1])

    spreadsheet.refresh_from_db()
    assert sorted(spreadsheet.answers.values()) == sorted(f[1].key for f in homonyms.values())
    assert states(spreadsheet) == [RowState.GOOD] * 2


def test_an_answer_given_during_the_check_is_in_its_result(member, homonyms, monkeypatch):
    spreadsheet = checked(member, rows_naming("Saint-Denis", "Saint-Martin"))
    chosen = [found[0] for found in homonyms.values()]
    identities = [identity_of(spreadsheet, text) for text in homonyms]
    note_answers(spreadsheet, {identities[0]: chosen[0].key})
    check_rows, runs = stored_check.check_rows, []

    def interrupted(*args):
        runs.append(args)
        if len(runs) == 1:
            note_answers(spreadsheet, {identities[1]: chosen[1].key})
        yield from check_rows(*args)

    monkeypatch.setattr(stored_check, "check_rows", interrupted)
    check_waiting_rows(spreadsheet.pk, member.user)

    assert len(runs) == 2
    assert states(spreadsheet) == [RowState.GOOD] * 2


def test_an_answer_after_drafting_has_begun_leaves_those_rows(client, member, homonyms):
    spreadsheet = checked(member, rows_naming("Saint-Denis", ""))
    _asked, plain = spreadsheet.rows.order_by("line")
    ask(spreadsheet.rows.filter(pk=plain.pk), spreadsheet, RowAct.DRAFT)

    response = answer(client, spreadsheet, "Saint-Denis", homonyms["Saint-Denis"][0])
    acts = list(spreadsheet.rows.order_by("line").values_list("act", flat=True))
    do_what_is_asked.func(spreadsheet.pk, member.user.pk)

    assert response.status_code == 302
    assert acts == [RowAct.NONE, RowAct.DRAFT]
    assert states(spreadsheet) == [RowState.GOOD, RowState.KNOWN]
    assert Dossier.objects.get().title == plain.title


def test_rows_that_wait_for_their_check_are_not_drafted(client, member, homonyms):
    spreadsheet = checked(member, rows_naming("", ""))
    note_answers(spreadsheet, {})

    choose(client, spreadsheet)

    assert set(spreadsheet.rows.values_list("act", flat=True)) == {RowAct.CHECK}
    assert Dossier.objects.count() == 0


def test_a_spreadsheet_deleted_before_its_check_leaves_nothing_to_do(member):
    spreadsheet = checked(member, [row(1)])
    pk = spreadsheet.pk
    spreadsheet.delete()

    do_what_is_asked.func(pk, member.user.pk)

    assert SpreadsheetImport.objects.count() == Dossier.objects.count() == 0


def test_a_double_click_stores_the_file_once_and_another_file_is_another(client, member):
    page = client.get(reverse("partnerships:spreadsheet_list"))
    token = page.context["form"]["token"].value()

    def post(rows):
        file = SimpleUploadedFile("partenariats.csv", csv_of(rows))
        data = {"authority": member.authority.key, "token": str(token), "file": file}
        return client.post(reverse("partnerships:spreadsheet_list"), data)

    first, second, corrected = post([row(1)]), post([row(1)]), post([row(1, Titre="Corrigé")])

    assert first.url == second.url != corrected.url
    assert SpreadsheetImport.objects.count() == 2


def test_the_page_of_another_does_not_lead_to_their_file(client, member):
    token = "0d2f9c0e-5b0c-4c56-8f0f-0c3b5a7d9a11"
    other = MemberFactory()
    for person in (member, other):
        client.force_login(person.user)
        file = SimpleUploadedFile("partenariats.csv", csv_of([row(1)]))
        data = {"authority": person.authority.key, "token": token, "file": file}
        client.post(reverse("partnerships:spreadsheet_list"), data)

    owners = SpreadsheetImport.objects.order_by("pk").values_list("authority", flat=True)
    assert list(owners) == [member.authority.pk, other.authority.pk]


def test_an_older_file_does_not_write_over_the_draft_of_a_newer_one(client, member):
    older = checked(member, [row(1, Titre="Ancien titre")])
    newer = checked(member, [row(1, Titre="Nouveau titre")])
    choose(client, newer)

    choose(client, older)

    assert Dossier.objects.get().title == "Nouveau titre"
    assert "Un autre fichier a écrit" in text_of(client.get(older.get_absolute_url()))

    again = checked(member, [row(1, Titre="Ancien titre")])
    choose(client, again)

    assert Dossier.objects.get().title == "Ancien titre"


def test_a_changed_row_read_before_another_file_was_drafted_is_refused(client, member):
    choose(client, checked(member, [row(1)]))
    one = checked(member, [row(1, Titre="Un")])
    two = checked(member, [row(1, Titre="Deux")])
    assert states(one) == states(two) == [RowState.CHANGED]

    choose(client, two)
    choose(client, one)

    assert Dossier.objects.get().title == "Deux"
    assert one.rows.get().is_refused


@pytest.mark.parametrize("name", ["answers", "drafts", "deposit", "resume", "delete"])
def test_who_lost_their_session_signs_in_and_finds_the_page_again(client, member, name):
    spreadsheet = checked(member, [row(1)])
    client.logout()

    response = client.post(
        address(spreadsheet, name),
        {"row": spreadsheet.rows.get().pk},
        headers={"referer": f"http://testserver{spreadsheet.get_absolute_url()}"},
    )

    assert response.url == f"{reverse('account_login')}?next={spreadsheet.get_absolute_url()}"
    assert set(spreadsheet.rows.values_list("act", flat=True)) == {RowAct.NONE}


def test_a_file_sent_without_a_session_is_not_stored(client, member):
    client.logout()

    response = send(client, member.authority, csv_of([row(1)]))

    assert response.status_code == 302
    assert "next=/mon-espace/tableur/" in response.url
    assert SpreadsheetImport.objects.count() == 0


@pytest.mark.parametrize("name", ["answers", "resume", "drafts", "deposit", "delete"])
def test_another_person_has_none_of_it_while_it_is_checked(client, member, waiting_worker, name):
    spreadsheet = sent(client, member.authority, [row(number) for number in range(LONG)])
    client.force_login(MemberFactory().user)

    assert client.post(address(spreadsheet, name)).status_code == 404
    assert client.get(address(spreadsheet, "progress")).status_code == 404
    assert client.get(spreadsheet.get_absolute_url()).status_code == 404
    assert set(spreadsheet.rows.values_list("act", flat=True)) == {RowAct.CHECK}
