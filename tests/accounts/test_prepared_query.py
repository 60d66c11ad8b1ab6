"""Queries built once answer as those that Django builds each time, for each value."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from cncd_portal.accounts.models import User
from cncd_portal.accounts.prepared_query import PreparedQuery
from cncd_portal.accounts.sessions import SessionStore
from cncd_portal.signed_in import SignedInBackend
from partnerships.models import Partnership, PartnershipPartner
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db


def test_row_is_that_of_the_values_and_is_read_anew():
    active = PreparedQuery(lambda: User.objects.filter(is_active=True).filter(pk=0))
    one, other, gone = UserFactory(), UserFactory(), UserFactory(is_active=False)

    assert [active.first(each.pk) for each in (one, other, gone)] == [one, other, None]
    User.objects.filter(pk=one.pk).update(first_name="Dominique")
    assert active.first(one.pk).first_name == "Dominique"
    assert active.first(one.pk).date_joined == User.objects.get(pk=one.pk).date_joined
    assert not active.first(one.pk).get_deferred_fields()


def test_related_rows_deferred_fields_and_annotations_are_those_of_django():
    rows = PartnershipPartner.objects.select_related("partner__country", "partner__merged_into")
    rows = rows.annotate(rank=F("position") + 1)
    published(partners=[InternationalPartnerFactory(latitude=12.5) for _each in range(2)])
    others = published(partners=[InternationalPartnerFactory()])
    [partner] = others.partners.select_related("country")
    query = PreparedQuery(lambda: rows.filter(partnership=0))

    found, django = query.all(others.pk), list(rows.filter(partnership=others.pk))

    assert (found, [each.rank for each in found]) == (django, [1])
    with CaptureQueriesContext(connection) as queries:
        [link] = found
        assert (link.partner, link.partner.country) == (partner, partner.country)
        assert (link.partner.uuid, link.partner.merged_into) == (partner.uuid, None)
    assert not queries.captured_queries
    assert query.all(0) == []
    titles = PreparedQuery(lambda: Partnership.objects.only("title").filter(pk=0))
    assert titles.first(others.pk).title == others.title
    assert "summary" in titles.first(others.pk).get_deferred_fields()


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
