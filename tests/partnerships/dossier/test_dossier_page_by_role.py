"""Who sees the page of a dossier and its steps, by role and status."""

import pytest
from django.urls import reverse

from partnerships.models import Dossier
from tests.factories.roles import STATUSES, person, text_of

pytestmark = pytest.mark.django_db
# Who gets the page of a dossier, the review page, or a 404.
SEEN = {
    "member": dict.fromkeys(STATUSES, "page"),
    "member of a co-authority": dict.fromkeys(STATUSES, "page"),
    "former member": dict.fromkeys(STATUSES, "nothing"),
    "pending member": dict.fromkeys(STATUSES, "nothing"),
    "stranger": dict.fromkeys(STATUSES, "nothing"),
    "member of another authority": dict.fromkeys(STATUSES, "nothing"),
    "reviewer": {
        **dict.fromkeys(STATUSES, "officers"),
        "draft": "nothing",
        "discarded": "nothing",
    },
    "reviewer, member": dict.fromkeys(STATUSES, "page"),
    "public": dict.fromkeys(STATUSES, "sign in"),
}


@pytest.mark.parametrize("status", STATUSES, scope="module")
@pytest.mark.parametrize("role", SEEN)
def test_dossier_page_is_visible_by_role_and_status(client, role, status, dossier):
    if role != "public":
        client.force_login(person(role, dossier))

    response = client.get(dossier.get_absolute_url())

    expected = SEEN[role][status]
    if expected == "page":
        assert response.status_code == 200
        assert "Titre à ne pas voir" in text_of(response)
    elif expected == "officers":
        assert response.url == reverse("partnerships:review_detail", args=[dossier.uuid])
    elif expected == "sign in":
        assert response.url.startswith(reverse("account_login"))
    else:
        assert response.status_code == 404
        assert "Titre à ne pas voir" not in text_of(response)


@pytest.mark.parametrize("status", STATUSES, scope="module")
@pytest.mark.parametrize("role", SEEN)
def test_dossier_step_is_open_by_role_and_status(client, role, status, dossier):
    if role != "public":
        client.force_login(person(role, dossier))
    address = reverse("partnerships:dossier_step", args=[dossier.uuid, "identite"])

    shown, written = client.get(address), client.post(address, {"title": "Intrus"})

    is_writer = role in ("member", "reviewer, member")
    writes = is_writer and status in ("draft", "changes_requested")
    assert (shown.status_code == 200) is writes
    assert (Dossier.objects.get().buffer["title"] == "Intrus") is writes
    if role == "member of a co-authority":
        assert (shown.url, written.status_code) == (dossier.get_absolute_url(), 404)
    elif role != "public" and not is_writer:
        assert (shown.status_code, written.status_code) == (404, 404)
