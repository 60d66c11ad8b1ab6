"""« Suivant »: the dossier that most needs an officer, why, and those they skipped."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Action, Dossier, InstructionRule, SkippedDossier, Visibility
from partnerships.workflow.messages import post_message
from partnerships.workflow.officers.next_dossier import (
    most_urgent_dossier,
    skipped_count,
    why_next,
)
from tests.factories.absences import AbsenceFactory
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.bulk import many_dossiers
from tests.factories.dossiers import act, dossier_in

pytestmark = pytest.mark.django_db
NEXT = reverse("partnerships:next_dossier")
DAY = timedelta(days=1)


def due(dossier, days):
    Dossier.objects.filter(pk=dossier.pk).update(due_on=timezone.localdate() + days * DAY)
    return dossier


def answered(officer):
    dossier = dossier_in("changes_requested", officer=officer)
    return act(dossier, Action.SUBMIT, dossier.created_by)


def written(officer):
    dossier = dossier_in("changes_requested", officer=officer)
    post_message(dossier, by=dossier.created_by, body="Voici.", visibility=Visibility.SHARED)
    return dossier


def given(officer):
    return act(dossier_in("submitted"), Action.ASSIGN, lead_reviewer(), to=officer)


def skip(client, user, dossier, **data):
    client.force_login(user)
    data = {"seen": dossier.last_sequence, **data}
    return client.post(reverse("partnerships:skip", args=[dossier.uuid]), data)


# Least urgent first; each outranks all those above it.
NEEDS = [
    (lambda officer: due(dossier_in("submitted"), 60), "Le plus ancien à prendre"),
    (
        lambda officer: due(dossier_in("under_review", officer=officer), 60),
        "Le plus ancien de ceux que vous instruisez",
    ),
    (lambda officer: due(dossier_in("decided", officer=officer), 0), "Sa décision est prise"),
    (lambda officer: due(given(officer), 60), "Il vous est confié"),
    (lambda officer: due(written(officer), -90), "Un message vous attend."),
    (lambda officer: due(answered(officer), 60), "La collectivité a répondu"),
    (lambda officer: due(dossier_in("under_review", officer=officer), 2), "À décider bientôt"),
    (
        lambda officer: due(dossier_in("decided", officer=officer), -1),
        "Décidé, à notifier en retard",
    ),
    (lambda officer: due(dossier_in("under_review", officer=officer), -30), "En retard"),
]


def test_most_urgent_dossier_comes_first_with_its_reason(officer):
    for make, words in NEEDS:
        dossier = make(officer)
        assert most_urgent_dossier(officer) == dossier, words
        assert why_next(officer, dossier).startswith(words)


@pytest.mark.parametrize(
    "make",
    [
        lambda officer: dossier_in("draft"),
        lambda officer: dossier_in("closed", officer=officer),
        lambda officer: dossier_in("changes_requested", officer=officer),
        lambda officer: due(dossier_in("under_review"), -30),
        lambda officer: dossier_in(
            "submitted",
            member=MemberFactory(
                authority=MemberFactory(user=officer).authority, user=UserFactory()
            ),
        ),
    ],
    ids=["draft", "closed", "waits for its authority", "a colleague's", "of their authority"],
)
def test_dossier_that_needs_someone_else_is_never_offered(officer, make):
    dossier = make(officer)

    assert most_urgent_dossier(officer) is None
    assert why_next(officer, dossier) == ""


def test_dossiers_of_an_absent_officer_are_offered_to_the_delegate(officer):
    dossier = due(dossier_in("under_review"), -30)
    AbsenceFactory(officer=dossier.reviewer, delegate=officer)

    assert most_urgent_dossier(officer) == dossier


def test_decision_awaiting_a_countersignature_is_not_offered_to_who_decided(officer):
    InstructionRule.objects.create(kind="registration", needs_countersign=True)
    dossier_in("decided", officer=officer)

    assert most_urgent_dossier(officer) is None


def test_button_leads_to_the_dossier_and_its_page_says_why(client, officer):
    dossier = due(dossier_in("under_review", officer=officer), -30)
    client.force_login(officer)

    page = client.get(NEXT, follow=True)

    assert page.redirect_chain[0][0].startswith(
        reverse("partnerships:review_detail", args=[dossier.uuid])
    )
    assert "Pourquoi ce dossier" in page.content.decode()
    assert "En retard" in page.content.decode()
    plain = client.get(reverse("partnerships:review_detail", args=[dossier.uuid]))
    assert "Pourquoi ce dossier" not in plain.content.decode()


def test_skipped_dossier_comes_back_when_it_changes(client, officer):
    first = due(dossier_in("under_review", officer=officer), -30)
    second = due(dossier_in("under_review", officer=officer), 60)

    skip(client, officer, first)
    assert most_urgent_dossier(officer) == second
    skip(client, officer, second)
    assert (most_urgent_dossier(officer), skipped_count(officer)) == (None, 2)
    post_message(first, by=first.created_by, body="Voici.", visibility=Visibility.SHARED)
    assert most_urgent_dossier(officer) == first
    skip(client, officer, first)
    assert most_urgent_dossier(officer) is None
    act(first, Action.ASSIGN, lead_reviewer(), to=reviewer())
    act(second, Action.REQUEST_CHANGES, officer, messages=[("", "Précisez.")])
    second = act(second, Action.SUBMIT, second.created_by)
    assert most_urgent_dossier(officer) == second


def test_dossier_skipped_by_one_officer_is_offered_to_others_and_can_be_offered_again(
    client, officer
):
    dossier = dossier_in("submitted")
    colleague = reviewer()

    skip(client, officer, dossier)
    assert most_urgent_dossier(colleague) == dossier
    page = client.get(NEXT)
    assert "Revoir le dossier passé" in page.content.decode()
    client.post(reverse("partnerships:skip_nothing"))

    assert most_urgent_dossier(officer) == dossier
    assert "Aucun dossier n’a besoin de vous" in _empty(client)


def _empty(client):
    client.force_login(MemberFactory(user=reviewer()).user)
    Dossier.objects.update(status="draft")
    return client.get(NEXT).content.decode()


def test_only_officers_are_offered_dossiers(client):
    dossier = dossier_in("submitted")
    for user in (dossier.created_by, UserFactory()):
        client.force_login(user)
        assert client.get(NEXT).status_code == 403
        assert skip(client, user, dossier).status_code == 403
    assert skip(client, reviewer(), dossier_in("draft")).status_code == 404
    own = MemberFactory(authority=dossier.lead_authority, user=reviewer()).user
    assert skip(client, own, dossier).status_code == 404
    assert not SkippedDossier.objects.exists()


@pytest.mark.parametrize("count", [3, 30])
def test_next_runs_as_many_queries_for_thirty_dossiers_as_for_three(
    count, officer, django_assert_num_queries
):
    many_dossiers(count, officer=officer)
    officer.has_perm("partnerships.review_dossier")

    with django_assert_num_queries(4):
        assert why_next(officer, most_urgent_dossier(officer))
