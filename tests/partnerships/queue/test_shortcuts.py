"""Who turns the keyboard shortcuts off, and what pages then say."""

import pytest
from django.urls import reverse

from partnerships.pages.members.personal_data import personal_parts
from tests.factories.accounts import UserFactory, reviewer

pytestmark = pytest.mark.django_db
ADDRESS = reverse("partnerships:shortcuts")
DESK = reverse("partnerships:desk")


def state(client):
    page = client.get(DESK).content.decode()
    return page.partition('data-shortcuts="')[2].partition('"')[0]


def test_setting_is_of_one_person_and_stays(client):
    officer, other = reviewer(), reviewer()
    client.force_login(officer)
    assert state(client) == "on"

    for _click in range(2):
        assert client.post(ADDRESS, {"is_on": "0"}).url == ADDRESS

    assert state(client) == "off"
    assert "Activer les raccourcis" in client.get(ADDRESS).content.decode()
    assert not dict(personal_parts(type(officer).objects.get(pk=officer.pk)))["compte.json"][
        "raccourcis_clavier"
    ]
    client.force_login(other)
    assert state(client) == "on"
    client.force_login(officer)
    client.post(ADDRESS, {"is_on": "1"})
    assert state(client) == "on"


def test_only_officers_have_shortcuts(client):
    client.force_login(UserFactory())

    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"is_on": "0"}).status_code == 403
    assert "raccourcis" not in client.get(reverse("account_email")).content.decode()
    client.force_login(reviewer())
    assert ADDRESS in client.get(reverse("account_email")).content.decode()


def test_page_runs_as_many_queries_as_any(client, django_assert_num_queries):
    client.force_login(reviewer())
    client.get(ADDRESS)

    with django_assert_num_queries(4):
        client.get(ADDRESS)
