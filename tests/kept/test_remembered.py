"""What a test begins with is written again as it was made, or made anew where it may differ."""

from itertools import count

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.models import DecisionLetter, Dossier, PublicChange, stored_path
from tests.database import undone
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, code_of
from tests.factories.decisions import PhraseFactory, two_people_decide
from tests.factories.dossiers import dossier_in
from tests.factories.lists import ThemeFactory
from tests.factories.opinions import AdvisoryBodyFactory
from tests.kept.remembered import MEMORY
from tests.kept.rows import all_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_remembered():
    MEMORY.forget()
    yield
    MEMORY.forget()


@pytest.fixture
def begin(settings, tmp_path):
    """Called: a test begins, without a row and without a file."""
    folders = (tmp_path / str(rank) for rank in count())

    def begin_one():
        settings.MEDIA_ROOT = next(folders)
        return undone()

    return begin_one


def made(begin, status="closed"):
    """A dossier, and the rows of the test that begins with it."""
    with begin():
        dossier = dossier_in(status, officer=reviewer())
        rows = all_rows()
    del rows[PublicChange._meta.db_table]
    return dossier, {table: sorted(map(repr, found)) for table, (_names, found) in rows.items()}


@pytest.fixture
def known(begin):
    """The dossier that is kept: that of the third call at the latest."""
    made(begin), made(begin)
    dossier = made(begin)[0]
    assert made(begin)[0].uuid == dossier.uuid
    return dossier


def test_what_is_asked_for_again_is_kept_and_written_again(begin):
    first, _second, third, fourth, fifth = (made(begin) for _call in range(5))

    assert first[0].uuid != third[0].uuid
    assert third == fourth == fifth


def test_dossier_written_again_has_its_people_and_its_files(known, begin):
    with begin():
        dossier = dossier_in("closed", officer=reviewer())

        assert Dossier.objects.get() == dossier == known
        assert dossier.reviewer.has_perm("partnerships.review_dossier")
        assert dossier.created_by == Dossier.objects.get().created_by
        assert storages["default"].exists(stored_path(DecisionLetter.objects.get().sha256))


def change_a_setting(settings, monkeypatch):
    settings.SITE_URL = "https://autre.example.org"


def change_the_code(settings, monkeypatch):
    monkeypatch.setattr("partnerships.workflow.times.ANSWERS", ())


def write_a_row(settings, monkeypatch):
    ThemeFactory()


def write_a_file(settings, monkeypatch):
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "pièce").write_text("")


@pytest.mark.parametrize("change", [change_a_setting, change_the_code, write_a_row, write_a_file])
def test_test_that_changed_something_makes_its_own(known, begin, settings, monkeypatch, change):
    with begin():
        change(settings, monkeypatch)

        assert dossier_in("closed", officer=reviewer()).uuid != known.uuid


def test_row_changed_between_two_calls_makes_the_next_one_anew(known, begin):
    with begin():
        officer = reviewer()
        officer.last_name = "Autre"
        officer.save()

        assert dossier_in("closed", officer=officer).uuid != known.uuid


def test_other_arguments_make_another(known, begin):
    assert made(begin, "draft")[0].status == "draft"


def test_queries_that_are_counted_are_those_of_the_workflow(known, begin):
    with begin(), CaptureQueriesContext(connection) as queries:
        dossier_in("closed", officer=reviewer())

    assert len(queries) > 100


NUMBERED = (UserFactory, LocalAuthorityFactory, AdvisoryBodyFactory, PhraseFactory)


@pytest.fixture
def new_process():
    """Called: the sequences begin as in another process; they go on where they were at the end."""
    counters = {each: each._meta.next_sequence() for each in NUMBERED}

    def begin():
        for each in NUMBERED:
            each.reset_sequence()

    yield begin
    for each, number in counters.items():
        each.reset_sequence(number + 1)


def test_sequences_go_on_after_the_rows_of_another_process(new_process):
    for _process in range(3):
        new_process()
        made = [each() for each in NUMBERED for _row in range(2)]

    assert len({str(row) for row in made}) == len(made)


def test_codes_of_communes_are_in_order_and_never_real():
    codes = [code_of(rank) for rank in range(12_000)]

    assert codes == sorted(codes)
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {5}
    assert not [code for code in codes if code[0].isdigit() and code < "59698"]


def test_closed_dossier_is_countersigned_where_the_rule_asks_for_it():
    two_people_decide()

    dossier = dossier_in("closed")

    assert dossier.status == "closed"
    assert dossier.decisions.get().countersigned_by
