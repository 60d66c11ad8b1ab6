"""Lists of the administration answer the filters they offer: no oracle on what they hide."""

import pytest
from django.contrib import admin
from django.urls import reverse

from cncd_portal.admin_site import OfferedFilters
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def test_every_list_answers_its_own_filters_alone():
    assert all(isinstance(each, OfferedFilters) for each in admin.site._registry.values())


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model.__name__)
def test_no_field_is_guessed_letter_by_letter(administrator, model):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    fields = [each.name for each in model._meta.concrete_fields if not each.is_relation]

    for name in fields:
        for lookup in ("regex", "startswith", "contains"):
            response = administrator.get(address, {f"{name}__{lookup}": "a"})
            assert response.status_code == 400, f"{name}__{lookup}"


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("admin:partnerships_outboxmail_changelist", {"secret__regex": "^a"}),
        ("admin:partnerships_outboxmail_changelist", {"body": "a"}),
        ("admin:accounts_user_changelist", {"password__startswith": "md5"}),
        ("admin:accounts_user_changelist", {"authenticator__data__icontains": "a"}),
        ("admin:mfa_authenticator_changelist", {"data__contains": "a"}),
    ],
)
def test_secret_is_not_asked_of_a_list(administrator, address, query):
    assert administrator.get(reverse(address), query).status_code == 400


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("admin:partnerships_outboxmail_changelist", {"state__exact": "sent"}),
        ("admin:accounts_user_changelist", {"is_staff__exact": "1"}),
        ("admin:accounts_user_changelist", {"q": "martin"}),
        ("admin:partnerships_theme_changelist", {"parent__slug__exact": "sante"}),
    ],
)
def test_offered_filter_answers(administrator, address, query):
    assert administrator.get(reverse(address), query).status_code == 200
