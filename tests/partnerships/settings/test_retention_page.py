"""The pages of the archives and of their delays: who may do what."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships.models import Action, RetentionRule
from partnerships.models.retention import months_before
from partnerships.workflow.portal import PORTAL
from partnerships.workflow.refusals import NotAllowed
from partnerships.workflow.transitions import available_actions
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db


def archived():
    return act(dossier_in("closed", outcome="rejected"), Action.ARCHIVE, PORTAL)


def test_only_a_lead_reviewer_may_act_on_an_archived_dossier_by_taking_it_out():
    dossier = archived()
    own_lead = MemberFactory(authority=dossier.lead_authority, user=lead_reviewer()).user
    people = {
        "member": (dossier.created_by, set()),
        "its reviewer": (dossier.reviewer, set()),
        "another reviewer": (reviewer(), set()),
        "a lead, member": (own_lead, set()),
        "a lead": (lead_reviewer(), {"unarchive"}),
    }

    for role, (person, allowed) in people.items():
        assert set(available_actions(dossier, person)) == allowed, role
        for action in {*Action} - allowed:
            with pytest.raises(NotAllowed):
                act(dossier, action, person)
    with pytest.raises(NotAllowed):  # nothing was announced
        act(dossier, Action.ERASE, PORTAL)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(day, months, expected):
    assert months_before(day, months) == expected


def sent(seen="", **values):
    data = {"seen": seen}
    for cause in ("rejected", "withdrawn"):
        for name in ("archive_months", "erase_months", "basis"):
            data[f"{cause}-{name}"] = values.get(f"{cause}_{name}", "")
    return data


def test_lead_reviewer_sets_the_delays_and_who_changed_them_is_shown(client):
    lead = lead_reviewer(last_name="Responsable")
    client.force_login(lead)
    page = reverse("partnerships:retention")

    wrong = client.post(page, sent(rejected_erase_months="12"))
    good = sent(rejected_archive_months="12", rejected_basis="Règle du service")
    right = client.post(page, good)
    outdated = client.post(page, good)

    assert (wrong.status_code, right.status_code, outdated.status_code) == (422, 302, 422)
    rule = RetentionRule.objects.get(cause="rejected")
    assert (rule.archive_months, rule.erase_months) == (12, None)
    assert "Ces durées ont changé" in text_of(outdated)
    assert not RetentionRule.objects.filter(cause="withdrawn", archive_months__gt=0).exists()


@pytest.mark.parametrize("name", ["retention", "archive_list"])
def test_pages_are_for_lead_reviewers(client, name):
    client.force_login(reviewer())

    assert client.get(reverse(f"partnerships:{name}")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_archives_run_the_same_queries_for_any_number_of_dossiers(
    client, count, django_assert_num_queries
):
    for _rank in range(count):
        archived()
    client.force_login(lead_reviewer())

    with django_assert_num_queries(7):
        client.get(reverse("partnerships:archive_list"))
