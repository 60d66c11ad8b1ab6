"""That more was found than is listed is said above the list."""

import pytest
from django.urls import reverse

from partnerships.pages.components.search_box import SHOWN
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.filling import text_of

pytestmark = pytest.mark.django_db
MORE = "Il y en a d’autres"


@pytest.mark.parametrize(
    ("name", "query", "person"),
    [
        ("membership_request", "q", UserFactory),
        ("dossier_create", "q", reviewer),
        ("queue", "chercher", reviewer),
    ],
)
def test_it_is_said_above_the_list(client, name, query, person):
    for _rank in range(SHOWN + 1):
        LocalAuthorityFactory(name="Saint-Martin")
    client.force_login(person())

    page = text_of(client.get(reverse(f"partnerships:{name}"), {query: "Saint-Martin"}))

    assert page.count(MORE) == 1
    assert page.index(MORE) < page.index(">Saint-Martin")
