"""The version of the registry is raised by what changes its public rows, and by nothing else."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from partnerships.models import Partnership, RegistryChange, RegistryVersion
from partnerships.publication.confirm import confirm
from partnerships.publication.index import reindex
from partnerships.publication.refresh import refresh
from partnerships.publication.registry_version import raise_registry_version, registry_version
from partnerships.publication.suspend import resume, suspend
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db


def changed_since(version):
    rows = RegistryChange.objects.filter(version__gt=version, partnership__isnull=False)
    return set(rows.values_list("partnership", flat=True))


def test_an_empty_registry_has_no_version(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert registry_version() == 0


def test_each_change_of_a_page_raises_the_version_and_says_which():
    officer = reviewer()
    member = MemberFactory()
    acts = [
        lambda page: confirm(page, 1, by=member.user),
        lambda page: suspend(page, 1, by=officer, reason="À vérifier."),
        lambda page: resume(page.suspensions.get(), 1, by=officer, reason="C’est bon."),
        lambda page: refresh([page.pk]),
        lambda page: reindex(),
    ]
    page = published([member.authority])
    for act in acts:
        before = registry_version()

        act(Partnership.objects.get(pk=page.pk))

        assert registry_version() > before
        assert changed_since(before) == {page.pk}


def test_what_is_refused_or_undone_raises_nothing():
    page = published([LocalAuthorityFactory()])
    before = registry_version()

    with pytest.raises(PermissionDenied):
        confirm(page, 1, by=UserFactory())
    with transaction.atomic():
        raise_registry_version([page.pk])
        transaction.set_rollback(True)

    assert registry_version() == before
    assert changed_since(before) == set()


def test_a_clock_that_goes_back_does_not_give_a_number_again():
    raise_registry_version()
    RegistryVersion.objects.update(number=2**60)

    assert raise_registry_version() == 2**60 + 1
    assert registry_version() == 2**60 + 1


def test_reading_pages_raises_nothing(client):
    page = published([LocalAuthorityFactory()])
    before = registry_version()

    for address in (reverse("partnerships:registry"), page.get_absolute_url()):
        client.get(address)

    assert registry_version() == before
