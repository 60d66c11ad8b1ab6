"""Lists that a process reads once, as long as nothing public changes."""

from threading import Thread

import pytest
from django.db import connection, transaction
from django.urls import reverse

from cncd_portal.database import one_instant
from partnerships.models import Country
from partnerships.registry.lists import country_names, lists
from tests.factories.lists import CountryFactory, ThemeFactory
from tests.factories.partnerships import published


@pytest.fixture
def benin(db):
    return CountryFactory(iso2="BJ", name="Bénin", name_en="Benin")


def test_lists_are_read_once_and_again_after_a_change(benin, django_assert_num_queries):
    with django_assert_num_queries(6):
        first = lists()
    with django_assert_num_queries(1):
        assert lists() is first

    ThemeFactory(slug="eau", name="Eau")

    with django_assert_num_queries(6):
        assert lists().themes["eau"].name == "Eau"


def test_a_page_names_a_country_as_it_is_now(client, db):
    address = reverse("portal:home")
    published(title="Accord")
    client.get(address)

    Country.objects.filter(name="Maroc").update(name="Royaume du Maroc")

    assert "Royaume du Maroc" in client.get(address).content.decode()


def test_what_is_undone_is_forgotten(benin):
    with transaction.atomic():
        Country.objects.filter(pk="BJ").update(name="Dahomey")
        assert lists().countries["BJ"].name == "Dahomey"
        transaction.set_rollback(True)

    assert lists().countries["BJ"].name == "Bénin"


def test_a_write_after_the_lists_were_read_in_the_same_transaction_is_seen(benin):
    with transaction.atomic():
        Country.objects.filter(pk="BJ").update(name="Dahomey")
        lists()
        Country.objects.filter(pk="BJ").update(name="Bénin (Cotonou)")

        assert lists().countries["BJ"].name == "Bénin (Cotonou)"


@pytest.mark.django_db(transaction=True)
def test_another_connection_does_not_change_the_lists_of_an_instant():
    CountryFactory(iso2="BJ", name="Bénin", name_en="Benin")

    def rename():
        Country.objects.filter(pk="BJ").update(name="Dahomey")
        lists()
        connection.close()

    with one_instant():
        before = lists().countries["BJ"].name
        thread = Thread(target=rename)
        thread.start()
        thread.join()
        during = lists().countries["BJ"].name

    assert (before, during, lists().countries["BJ"].name) == ("Bénin", "Bénin", "Dahomey")


@pytest.mark.django_db(transaction=True)
def test_lists_of_an_instant_ask_the_version_once(django_assert_num_queries):
    lists()
    country_names()

    with one_instant(), django_assert_num_queries(1):
        lists()
        country_names()

    with django_assert_num_queries(2):
        lists()
        country_names()
