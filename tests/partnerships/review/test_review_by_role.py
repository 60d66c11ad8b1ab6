"""Who may open the review page of a dossier, by role and status."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.roles import STATUSES

pytestmark = pytest.mark.django_db
# Role → response status for a deposited dossier, and for one never deposited.
ANSWERS = {
    "reviewer": (200, 404),
    "lead reviewer": (200, 404),
    "reviewer, member": (302, 404),
    "member": (403, 403),
    "stranger": (403, 403),
    "public": (302, 302),
}


@pytest.mark.parametrize("status", STATUSES, scope="module")
@pytest.mark.parametrize("role", ANSWERS)
def test_review_page_by_role_and_status(client, role, status, dossier):
    authority = dossier.lead_authority
    people = {
        "reviewer": reviewer,
        "lead reviewer": lead_reviewer,
        "reviewer, member": lambda: MemberFactory(authority=authority, user=reviewer()).user,
        "member": lambda: dossier.created_by,
        "stranger": UserFactory,
    }
    if role in people:
        client.force_login(people[role]())

    response = client.get(reverse("partnerships:review_detail", args=[dossier.uuid]))

    deposited, never = ANSWERS[role]
    assert response.status_code == (never if status in {"draft", "discarded"} else deposited)
