"""Who has a permission: of their own, by a group, by both; nobody else."""

import pytest
from django.contrib.auth.models import Group, Permission

from cncd_portal.accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NAME = "partnerships.review_dossier"


def test_holders_are_those_of_django_but_superusers():
    permission = Permission.objects.get(codename="review_dossier")
    group = Group.objects.create(name="instruction")
    group.permissions.add(permission)
    own, by_group, both, gone = (UserFactory() for _ in range(4))
    for user in (own, both, gone):
        user.user_permissions.add(permission)
    for user in (by_group, both, gone):
        user.groups.add(group)
    UserFactory()
    UserFactory(is_superuser=True)
    UserFactory().user_permissions.add(Permission.objects.get(codename="lead_review"))
    User.objects.filter(pk=gone.pk).update(is_active=False)

    holders = User.objects.holding(NAME)

    assert sorted(user.pk for user in holders) == sorted([own.pk, by_group.pk, both.pk])
    assert {*holders} == {*User.objects.with_perm(NAME, include_superusers=False)}


def test_holders_of_what_is_no_permission_are_nobody():
    UserFactory(is_superuser=True)

    assert not User.objects.holding("partnerships.unknown").exists()
    assert not User.objects.holding("other.review_dossier").exists()
