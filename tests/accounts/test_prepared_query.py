"""Queries built once answer as those that Django builds each time, for each value."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission

from cncd_portal.accounts.models import User
from cncd_portal.accounts.prepared_query import PreparedQuery
from cncd_portal.accounts.sessions import SessionStore
from cncd_portal.signed_in import SignedInBackend
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer

pytestmark = pytest.mark.django_db


def test_row_is_that_of_the_values_and_is_read_anew():
    active = PreparedQuery(lambda: User.objects.filter(is_active=True).filter(pk=0))
    one, other, gone = UserFactory(), UserFactory(), UserFactory(is_active=False)

    assert [active.first(each.pk) for each in (one, other, gone)] == [one, other, None]
    User.objects.filter(pk=one.pk).update(first_name="Dominique")
    assert active.first(one.pk).first_name == "Dominique"
    assert active.first(one.pk).date_joined == User.objects.get(pk=one.pk).date_joined
    assert not active.first(one.pk).get_deferred_fields()


def test_permissions_are_those_that_django_finds():
    group = Group.objects.create(name="Un groupe")
    group.permissions.add(*Permission.objects.filter(codename__contains="dossier"))
    other = Group.objects.create(name="Un autre")
    other.permissions.add(*Permission.objects.filter(codename__contains="opinion"))
    members = [reviewer(), lead_reviewer(), UserFactory(), UserFactory(is_superuser=True)]
    for each, groups in zip(members, ([group, other], [], [other], []), strict=True):
        each.groups.set(groups)
    gone = reviewer(is_active=False)
    gone.groups.add(group)

    for each in (*members, UserFactory(), gone):
        for name in ("get_user_permissions", "get_group_permissions", "get_all_permissions"):
            own, django = (User.objects.get(pk=each.pk) for _backend in range(2))
            found = getattr(SignedInBackend(), name)(own)
            assert found == getattr(ModelBackend(), name)(django), name
    assert SignedInBackend().get_group_permissions(members[0])
    assert SignedInBackend().get_all_permissions(AnonymousUser()) == set()
    assert SignedInBackend().get_all_permissions(members[0], members[1]) == set()


def test_session_that_ended_or_never_was_is_empty(client):
    client.force_login(UserFactory())
    store = SessionStore(client.session.session_key)
    assert store.load()
    row = store.row
    row.expire_date = row.begun_at
    row.save()

    ended, unknown = SessionStore(row.session_key), SessionStore("x" * 32)

    assert (ended.load(), unknown.load()) == ({}, {})
    assert (ended.session_key, unknown.session_key, ended.row) == (None, None, None)
