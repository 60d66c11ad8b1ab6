"""The charts of officers' figures: what they count, their files, and who may have them."""

import importlib
from datetime import date, timedelta

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.models import Dossier, DossierTimes, InstructionRule, Opinion
from partnerships.workflow.times import update_times
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.opinions import ask
from tests.partnerships.queue.test_officer_figures import PAGE, PERIOD, with_dates

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
TIMES = st.lists(
    st.tuples(
        st.integers(-90, 200), st.none() | st.integers(0, 120), st.none() | st.integers(-20, 20)
    ),
    max_size=12,
)


def charts(client, user, **query):
    client.force_login(user)
    response = client.get(PAGE, {**PERIOD, **query})
    return {each.slug: each for each in response.context["charts"]}


def numbers(chart):
    return [mark.value for mark in chart.marks]


def times_of(authority, rank, came, took, spare):
    """The row of a dossier that came `came` days after FIRST, was decided `took` days later, with
    `spare` days left.
    """
    came_on = FIRST + timedelta(days=came)
    left_on = came_on + timedelta(days=took) if took is not None else None
    return DossierTimes.objects.create(
        dossier=Dossier.objects.create(reference=f"CD-{rank}", lead_authority=authority),
        came_on=came_on,
        left_on=left_on,
        left_as="accepted" if left_on else "",
        decision_days=took,
        decision_working_days=took,
        decision_due_on=left_on + timedelta(days=spare) if left_on and spare is not None else None,
    )


@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=TIMES)
def test_charts_are_those_of_a_count_by_hand(client, rows):
    DossierTimes.objects.all().delete()
    Dossier.objects.all().delete()
    authority = LocalAuthorityFactory()
    times = [times_of(authority, rank, *row) for rank, row in enumerate(rows)]

    found = charts(client, lead_reviewer(), par="region")

    came = [each for each in times if FIRST <= each.came_on <= LAST]
    left = [each for each in times if each.left_on and FIRST <= each.left_on <= LAST]
    assert ("flux" in found) == bool(came or left)
    if "flux" in found:
        flow = [sum(mark.value for mark in each.marks) for each in found["flux"].series]
        assert flow == [len(came), len(left)]
        in_hand = [e for e in times if e.came_on <= LAST and not (e.left_on and e.left_on <= LAST)]
        assert numbers(found["stock"])[-1] == len(in_hand)
    if left:
        due = [each.decision_due_on for each in left]
        late = [e for e in left if e.decision_due_on and e.left_on > e.decision_due_on]
        in_time = len(left) - len(late) - due.count(None)
        assert numbers(found["delai"]) == [in_time, len(late), due.count(None)]
        assert sum(numbers(found["delais"])) == len(left)
        assert numbers(found["issues"]) == [len(left), 0, 0, 0]
    if came:
        assert numbers(found["groupes"]) == [len(came)]


def test_day_to_decide_is_that_of_the_release_and_is_read_in_the_journal():
    InstructionRule.objects.update_or_create(kind="registration", defaults={"working_days": 40})
    dossier = dossier_in("closed")
    due_on = dossier.events.get(action="release").content["due_on"]
    assert str(dossier.times.decision_due_on) == due_on

    DossierTimes.objects.update(decision_due_on=None)
    migration = importlib.import_module("partnerships.migrations.0019_map_and_figures")
    migration.write_due_dates(apps, None)

    assert str(DossierTimes.objects.get().decision_due_on) == due_on
    update_times(Dossier.objects.get(pk=dossier.pk))
    assert str(DossierTimes.objects.get().decision_due_on) == due_on


def test_dossiers_are_counted_by_the_bodies_asked_once_each(client):
    dossier = dossier_in("under_review")
    opinions = ask(dossier, "un@example.org", "deux@example.org", "trois@example.org")
    for opinion, name in zip(opinions, ["Préfecture", "Ambassade", "Préfecture"], strict=True):
        Opinion.objects.filter(pk=opinion.pk).update(body_name=name)
    with_dates(dossier, submit="2026-03-02")
    with_dates(dossier_in("submitted"), submit="2026-03-02")

    found = charts(client, reviewer(), par="organisme")

    counted = {mark.label: mark.value for mark in found["groupes"].marks}
    assert counted == {"Ambassade": 1, "Préfecture": 1, "non précisé": 1}


@pytest.mark.parametrize("end", ["csv", "svg", "png"])
def test_each_chart_is_a_file_for_officers_alone(client, end):
    with_dates(dossier_in("closed"), submit="2026-01-10", release="2026-02-09")

    found = charts(client, reviewer(), par="region")

    assert set(found) == {"flux", "stock", "issues", "delai", "delais", "groupes"}
    addresses = [each.address for chart in found.values() for each in chart.downloads]
    addresses = [each for each in addresses if f".{end}?" in each]
    assert [client.get(each).status_code for each in addresses] == [200] * 6
    assert client.get(f"{PAGE}figures/autre.{end}").status_code == 404
    assert client.get(f"{PAGE}figures/flux.pdf").status_code == 404
    assert client.get(f"{PAGE}figures/flux.{end}", {"du": "x"}).status_code == 404
    client.force_login(MemberFactory().user)
    assert [client.get(each).status_code for each in addresses] == [403] * 6


def test_officers_see_their_own_bar_and_leads_all(client):
    for name in ("Alpha", "Beta"):
        officer = reviewer(last_name=name)
        with_dates(dossier_in("closed", officer=officer), submit="2026-03-02", release="2026-03-09")

    own = charts(client, officer, par="instructeur")["groupes"]
    of_lead = charts(client, lead_reviewer(), par="instructeur")["groupes"]

    assert [mark.label for mark in own.marks] == ["Camille Beta"]
    assert [mark.label for mark in of_lead.marks] == ["Camille Alpha", "Camille Beta"]


def test_a_month_that_is_not_over_is_told(client):
    with_dates(dossier_in("submitted"), submit="2026-03-02")

    found = charts(client, reviewer(), au="2026-03-15")

    assert [mark.note for mark in found["flux"].marks] == ["mois incomplet"]
