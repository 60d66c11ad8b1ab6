"""Who may have the papers of a dossier, by role and status."""

import pytest
from django.urls import reverse

from tests.factories.roles import STATUSES, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", STATUSES, scope="module")
@pytest.mark.parametrize("name", ["dossier_pdf", "summary_pdf"])
@pytest.mark.parametrize(
    "role",
    [
        "member",
        "member of a co-authority",
        "former member",
        "pending member",
        "member of another authority",
        "stranger",
        "reviewer",
    ],
)
def test_papers_are_for_the_authorities_alone(client, role, name, status, dossier):
    client.force_login(person(role, dossier))

    response = client.get(reverse(f"partnerships:{name}", args=[dossier.uuid]))

    may = role in ("member", "member of a co-authority")
    assert response.status_code == (200 if may else 404)
    if may:
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"].startswith(
            f'attachment; filename="{dossier.reference}-'
        )
        assert response["Cache-Control"] == "private, no-store"
