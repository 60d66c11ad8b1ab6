"""A date known by its year or month goes through every door without a day that nobody gave."""

import re
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from partnerships.document.difference import difference, three_way
from partnerships.document.projection import public_projection
from partnerships.document.schema import SCHEMA
from partnerships.document.validation import validate
from partnerships.models import Action, Dossier, Partnership, RowState
from partnerships.models.duplicate import RecordKind
from partnerships.pages.papers.dossier_paper import dossier_paper
from partnerships.precise_date import parse
from partnerships.publication.correct import correct
from partnerships.workflow.amendment import create_amendment
from tests.factories.accounts import reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.duplicates import merged
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.pdf import text_of_pdf
from tests.factories.roles import text_of
from tests.factories.spreadsheets import csv_of, row, sent, xlsx_of
from tests.partnerships.document.test_precise_date import precise_dates, spellings

pytestmark = pytest.mark.django_db
DATES = {
    "starts_on": "1988",
    "ends_on": "06/1995",
    "convention_signed_on": "juin 1987",
    "transmitted_to_prefect_on": "1er juillet 1987",
}
ISO = {
    "starts_on": "1988",
    "ends_on": "1995-06",
    "convention_signed_on": "1987-06",
    "transmitted_to_prefect_on": "1987-07-01",
}
WORDS = ("1988", "juin 1995", "juin 1987", "1er juillet 1987")
# A day that nobody gave: any but that of the transmission.
INVENTED = re.compile(r"\b\d{1,2}(?:er)? (?:janvier|juin) 19|01/(?:01|06)/19|19\d\d-0[16]-01")


def facts_of(page):
    """The definitions of the dates of a page, by term."""
    found = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)", page))
    terms = ("Début", "Fin", "Signature de la convention", "Transmission au préfet")
    return tuple(found[term] for term in terms)


def calendar_of(dossier):
    return reverse("partnerships:dossier_step", args=[dossier.uuid, "calendrier"])


def test_dates_go_from_the_form_to_the_page_and_back(client):
    member = MemberFactory()
    dossier = dossier_in("closed", member=member, **DATES)

    partnership = dossier.partnership
    document = dossier.submissions.get().document
    page = client.get(partnership.get_absolute_url()).content.decode()
    client.force_login(member.user)
    amendment = create_amendment(partnership, member.user)
    form = client.get(calendar_of(amendment)).content.decode()

    assert {name: document[name] for name in ISO} == ISO
    assert {name: partnership.current_version.content[name] for name in ISO} == ISO
    assert (partnership.start.iso, partnership.end.iso) == ("1988", "1995-06")
    assert (str(partnership.starts_on), partnership.starts_on_precision) == ("1988-01-01", "year")
    assert facts_of(page) == WORDS
    assert INVENTED.search(page) is None
    typed = ("1988", "06/1995", "06/1987", "01/07/1987")
    assert tuple(amendment.buffer[name] for name in DATES) == typed
    for name, text in zip(DATES, typed, strict=True):
        field = re.search(rf'<input[^>]+name="{name}"[^>]*>', form).group()
        assert f'value="{text}"' in field
        assert 'type="text"' in field


@examples(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(date=precise_dates(), data=st.data())
def test_any_date_goes_through_publication_and_back(client, date, data):
    member = MemberFactory()
    typed = data.draw(st.sampled_from(spellings(date)))

    partnership = dossier_in("closed", member=member, starts_on=typed).partnership

    assert partnership.start == date
    assert Partnership.objects.get(pk=partnership.pk).start == date
    assert partnership.current_version.content["starts_on"] == date.iso
    page = client.get(partnership.get_absolute_url()).content.decode()
    assert f"<dt>Début</dt><dd>{date.words}" in page
    assert create_amendment(partnership, member.user).buffer["starts_on"] == date.typed


def test_a_more_precise_date_is_a_change_that_is_shown(client):
    member = MemberFactory()
    partnership = dossier_in("closed", member=member, starts_on="1988").partnership
    amendment = create_amendment(partnership, member.user)
    amendment.buffer = {**amendment.buffer, "starts_on": "15/06/1988"}
    amendment.save()
    act(amendment, Action.SUBMIT, member.user)
    officer = reviewer()
    act(amendment, Action.START_REVIEW, officer)

    old, new = partnership.current_version.content, amendment.submissions.get().document
    change = next(each for each in difference(old, public_projection(new)))
    client.force_login(officer)
    page = client.get(reverse("partnerships:review_detail", args=[amendment.uuid])).content.decode()

    assert (change.path, change.old, change.new) == ("starts_on", "1988", "15 juin 1988")
    assert "15 juin" in page
    assert "1er janvier 1988" not in page
    assert three_way(old, {**old, "starts_on": "1988-06"}, new)[0].is_conflict


def test_private_date_of_the_state_keeps_its_precision():
    member = MemberFactory()
    dossier = dossier_in("closed", member=member, state_authorised_on="juin 1988")

    document = dossier.submissions.get().document
    amendment = create_amendment(dossier.partnership, member.user)

    assert document["state_authorised_on"] == "1988-06"
    assert amendment.buffer["state_authorised_on"] == "06/1988"
    change = difference({**document, "state_authorised_on": "1988"}, document)[0]
    assert (change.old, change.new) == ("1988", "juin 1988")


def test_merge_and_correction_keep_the_precision():
    authority, partner = LocalAuthorityFactory(), InternationalPartnerFactory()
    kept = published([authority], [partner], starts_on="2005", ends_on="2005-03")
    gone = published([authority], [partner], starts_on="2005-03-15")

    merged(RecordKind.PARTNERSHIP, kept, gone, chosen={"starts_on": "gone"})
    kept.refresh_from_db()
    number = kept.current_version.number
    correct(kept, number, {"title": "Sans faute"}, by=reviewer(), reason="Faute.")

    kept.refresh_from_db()
    assert (kept.title, kept.start.iso, kept.end.iso) == ("Sans faute", "2005-03-15", "2005-03")


def test_paper_says_what_is_known():
    text = text_of_pdf(dossier_paper(dossier_in("draft", **DATES)))

    for words in WORDS:
        assert words in text
    assert INVENTED.search(text) is None


def test_registry_filters_and_lists_by_year(client):
    published(starts_on="1988", ends_on="1995-06", title="Jumelage connu par son année")
    published(starts_on="1987", ends_on="1987-12-31", title="Avant")
    published(starts_on="1996-01", title="Après")

    def names(year):
        page = client.get(reverse("partnerships:registry"), {"annee": year})
        return "Jumelage connu par son année" in page.content.decode()

    assert [names(year) for year in ("1987", "1988", "1995", "1996")] == [False, True, True, False]
    assert "1988 – 1995" in text_of(client.get(reverse("partnerships:registry")))


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("1988", "1988"),
        ("1988-06", "1988-06"),
        ("06/1988", "1988-06"),
        ("juin 1988", "1988-06"),
        (1988, "1988"),
        (datetime(2024, 1, 15, 14, 30), "2024-01-15"),  # noqa: DTZ001
        (datetime(2024, 1, 15), "2024-01-15"),  # noqa: DTZ001
        ("2024-01-15 14:30", "2024-01-15"),
        ("1er janvier 2024", "2024-01-01"),
    ],
)
def test_spreadsheet_cell_gives_the_date_that_is_written(client, cell, iso):
    member = MemberFactory()
    client.force_login(member.user)
    filled = row(Début=cell)
    content = xlsx_of({"Partenariats": [filled]}) if not isinstance(cell, str) else csv_of([filled])

    good = sent(client, member.authority, content).rows.get()

    assert good.state == RowState.GOOD
    dossier = dossier_in("closed", member=member, starts_on=good.buffer["starts_on"])
    assert dossier.partnership.start.iso == iso


@pytest.mark.parametrize(
    ("form", "iso"),
    [
        ("mmm-yy", "1988-06"),
        ("mm/yyyy", "1988-06"),
        ('"vers" yyyy', "1988"),
        ("[$-40C]mmmm yyyy", "1988-06"),
        ("dd/mm/yyyy", "1988-06-01"),
        ("d mmm", "1988-06-01"),
        ("dd/mm/yyyy hh:mm", "1988-06-01"),
    ],
)
def test_date_cell_that_shows_a_month_is_a_month(client, form, iso):
    """Excel makes a day of « 06/1988 » and « 1988-06 », and shows the month."""
    member = MemberFactory()
    client.force_login(member.user)
    filled = row(Début=datetime(1988, 6, 1))  # noqa: DTZ001

    content = xlsx_of({"Partenariats": [filled]}, date_format=form)

    good = sent(client, member.authority, content).rows.get()
    assert parse(good.buffer["starts_on"]).iso == iso


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_valid"),
    [
        ("1988", "06/1988", True),
        ("15/06/1988", "1988", True),
        ("06/1988", "1988", True),
        ("15/06/1988", "06/1988", True),
        ("06/1988", "1987", False),
        ("1988", "31/12/1987", False),
        ("15/06/1988", "05/1988", False),
    ],
)
def test_the_end_precedes_the_start_only_when_it_is_certain(starts_on, ends_on, is_valid):
    if is_valid:
        dossier = dossier_in("closed", starts_on=starts_on, ends_on=ends_on)
        assert dossier.partnership.end is not None
        return
    dossier = dossier_in("draft", starts_on=starts_on, ends_on=ends_on)

    errors = validate(dossier).errors

    assert [(each.path, "précède le début" in each.message) for each in errors] == [
        ("ends_on", True)
    ]


@pytest.mark.parametrize(
    "columns",
    [
        {"starts_on": "1988-06-15", "starts_on_precision": "month"},
        {"starts_on": "1988-06-01", "starts_on_precision": "year"},
        {"starts_on": None, "starts_on_precision": "year"},
        {"starts_on": "1989-01-01", "ends_on": "1988-01-01", "ends_on_precision": "year"},
        {"starts_on": "1988-07-01", "ends_on": "1988-06-01", "ends_on_precision": "month"},
    ],
)
def test_the_database_refuses_a_day_that_the_precision_does_not_have(columns):
    partnership = published()

    with pytest.raises(IntegrityError), transaction.atomic():
        Partnership.objects.filter(pk=partnership.pk).update(**columns)


def test_phase_page_takes_a_year(client):
    dossier = dossier_in("closed", starts_on="15/06/1988")
    client.force_login(dossier.created_by)
    address = reverse("partnerships:phase_change", args=[dossier.partnership.public_id])

    client.post(address, {"phase": "completed", "ends_on": "1988"})

    amendment = Dossier.objects.get(kind="amendment")
    assert amendment.submissions.get().document["ends_on"] == "1988"


def test_documents_of_schema_2_have_days(client):
    dossier = dossier_in("closed", starts_on="15/06/1988")
    submission = dossier.submissions.get()

    older = {**submission.document, "schema": 2}

    assert SCHEMA == 3
    assert difference(older, submission.document) == []
    assert public_projection(older)["starts_on"] == "1988-06-15"
