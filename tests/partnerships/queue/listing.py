"""What the officers' queue lists."""

from django.urls import reverse

QUEUE = reverse("partnerships:queue")


def shown(client, user, **data):
    client.force_login(user)
    response = client.get(QUEUE, data, follow=True)
    assert response.status_code == 200
    return response.context["page"]


def listed(client, user, **data):
    return [each.row.dossier for each in shown(client, user, **data).rows]
