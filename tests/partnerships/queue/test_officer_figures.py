"""Figures for officers: what is counted, for whom, in how many queries."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from partnerships.models import Action, Dossier, DossierEvent, DossierTimes
from partnerships.pages.queue.figures.officer_figures_page import quantile
from partnerships.workflow.times import fill_missing_times, update_times
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.anchors import raw
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.lists import CountryFactory
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
PAGE = "/instruction/chiffres/"
PERIOD = {"du": "2026-01-01", "au": "2026-12-31"}


def with_dates(dossier, **days):
    """Date the last event of each action as `days` says: action → day."""
    for action, day in days.items():
        event = dossier.events.filter(action=action).order_by("-sequence").first()
        at = timezone.make_aware(timezone.datetime.fromisoformat(f"{day}T12:00"))
        raw("UPDATE partnerships_dossierevent SET at = %s WHERE id = %s", at, event.pk)
    update_times(dossier)
    return dossier.times


def times(dossier):
    row = DossierTimes.objects.get(dossier=dossier)
    return row.came_on, row.answered_on, row.left_on, row.left_as


def test_times_follow_the_dossier_through_its_statuses():
    today = timezone.localdate()
    dossier = dossier_in("changes_requested")
    assert times(dossier) == (today, today, None, "")

    dossier = act(dossier, Action.WITHDRAW, dossier.created_by)
    assert times(dossier)[2:] == (today, "withdrawn")
    dossier = act(dossier, Action.SUBMIT, dossier.created_by)
    assert times(dossier)[2:] == (None, "")
    dossier = act(dossier, Action.START_REVIEW, dossier.reviewer)
    dossier = act(dossier, Action.REJECT, dossier.reviewer, grounds="Hors champ.")
    assert times(dossier)[2:] == (today, "rejected")
    dossier = act(dossier, Action.REOPEN, lead_reviewer(), reason="À revoir.")
    assert times(dossier)[2:] == (None, "")


def test_draft_never_deposited_has_no_times_and_missing_times_are_computed():
    dossier_in("draft")
    deposited = dossier_in("submitted")
    DossierTimes.objects.all().delete()

    assert fill_missing_times() == 1
    assert DossierTimes.objects.get().dossier == deposited
    assert fill_missing_times() == 0


def test_days_are_counted_as_calendar_days_and_as_working_days():
    row = with_dates(
        dossier_in("closed"), submit="2026-04-30", start_review="2026-05-05", release="2026-05-11"
    )

    assert (row.answered_on, row.left_on) == (date(2026, 5, 11), date(2026, 5, 11))
    # Without 1 May, 8 May and two week-ends.
    assert (row.decision_days, row.decision_working_days) == (11, 5)


@given(st.dictionaries(st.integers(0, 400), st.integers(1, 9), min_size=1))
def test_quantile_is_the_fewest_days_within_which_that_share_was_decided(histogram):
    every = sorted(days for days, count in histogram.items() for _time in range(count))

    for share in (0.5, 0.9):
        found = quantile(histogram, share)
        assert sum(days <= found for days in every) >= share * len(every)
        assert sum(days < found for days in every) < share * len(every)


def shown(client, user, **query):
    client.force_login(user)
    response = client.get(PAGE, {**PERIOD, **query})
    return response.context["page"], text_of(response)


def test_page_counts_deposits_and_decisions_by_month_and_by_group(client):
    officer, lead = reviewer(last_name="Alpha"), lead_reviewer()
    for day, release in (("2026-01-10", "2026-02-09"), ("2026-01-20", "2026-01-30")):
        with_dates(dossier_in("closed", officer=officer), submit=day, release=release)
    with_dates(dossier_in("submitted"), submit="2026-02-01")
    with_dates(dossier_in("submitted"), submit="2025-12-31")

    page, text = shown(client, lead, par="instructeur")

    months = [(month.came, month.left_total) for month in page.months]
    assert months == [(2, 1), (1, 1)]
    assert (page.decision.count, page.decision.median, page.decision.p90) == (2, 10, 30)
    rows = {row.name: (row.came, row.left) for row in page.rows}
    assert rows == {"Camille Alpha": (2, 2), "non précisé": (1, 0)}
    assert "10 jours" in text


def test_officers_see_their_own_row_and_leads_all(client):
    alpha, beta = reviewer(last_name="Alpha"), reviewer(last_name="Beta")
    for officer in (alpha, beta):
        with_dates(dossier_in("closed", officer=officer), submit="2026-03-02", release="2026-03-09")

    page, text = shown(client, alpha, par="instructeur")
    csv = client.get(f"{PAGE}detail.csv", {**PERIOD, "par": "instructeur"}).content.decode()
    of_lead, _text = shown(client, lead_reviewer(), par="instructeur")

    assert [row.name for row in page.rows] == ["Camille Alpha"]
    assert page.came_count == 2
    assert "Beta" not in text + csv
    assert [row.name for row in of_lead.rows] == ["Camille Alpha", "Camille Beta"]


@pytest.mark.parametrize("group", ["objet", "region", "pays", "organisme", "instructeur"])
@pytest.mark.parametrize("count", [3, 30])
def test_page_runs_the_same_queries_for_any_number_of_dossiers(
    client, group, count, django_assert_num_queries
):
    authority, officer, country = LocalAuthorityFactory(), reviewer(), CountryFactory()
    for rank in range(count):
        dossier = Dossier.objects.create(reference=f"CD-{rank}", lead_authority=authority)
        row = DossierTimes.objects.create(
            dossier=dossier,
            officer=officer,
            came_on=date(2026, 1, 1) + timedelta(days=7 * rank),
            answered_on=date(2026, 6, 1),
            answer_days=rank,
            answer_working_days=rank,
        )
        row.countries.add(country)
    client.force_login(lead_reviewer())

    with django_assert_num_queries(15 if group in {"objet", "organisme"} else 16):
        client.get(PAGE, {**PERIOD, "par": group})


def test_csv_starts_no_formula_and_holds_the_table(client):
    region = LocalAuthorityFactory().region
    type(region).objects.filter(pk=region.pk).update(name="=Région")
    authority = LocalAuthorityFactory(region=region)
    dossier = dossier_in("submitted", member=MemberFactory(authority=authority))
    with_dates(dossier, submit="2026-03-02")
    client.force_login(reviewer())

    response = client.get(f"{PAGE}detail.csv", {**PERIOD, "par": "region"})

    text = response.content.decode()
    assert "'=Région;1;0" in text
    assert "attachment" in response["Content-Disposition"]
    assert client.get(f"{PAGE}mois.csv", PERIOD).content.decode().count("\n") == 2
    assert client.get(f"{PAGE}autre.csv", PERIOD).status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"du": "2026-12-31", "au": "2026-01-01"}, 422),
        ({"du": "x\x00", "au": "31/31/2026"}, 422),
        ({"par": "mot-de-passe"}, 422),
        ({"du": "1990-01-01", "au": "1990-02-01"}, 200),
    ],
)
def test_invalid_period_is_refused_with_a_sentence(client, query, status):
    client.force_login(reviewer())
    dossier_in("submitted")

    response = client.get(PAGE, query)

    assert response.status_code == status
    if status == 200:
        assert "Rien dans cette période" in text_of(response)


def test_figures_are_for_officers(client):
    client.force_login(MemberFactory().user)

    assert client.get(reverse("partnerships:officer_figures")).status_code == 403
    assert client.get(f"{PAGE}mois.csv").status_code == 403
    assert DossierEvent.objects.count() == 0
