"""What officers type to find a dossier: a part of its reference, the name of who deposited it."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from partnerships.management.commands import load_reference_data
from partnerships.models import Action, Dossier
from partnerships.publication.search_table import DOSSIERS
from tests.factories.accounts import UserFactory, reviewer, sign_in
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.partnerships.queue.listing import listed

pytestmark = pytest.mark.django_db


def deposited_by(first_name, last_name, reference=None):
    user = UserFactory(first_name=first_name, last_name=last_name)
    dossier = dossier_in("draft", member=MemberFactory(user=user))
    if reference:
        Dossier.objects.filter(pk=dossier.pk).update(reference=reference)
        dossier.refresh_from_db()
    return act(dossier, Action.SUBMIT, user)


@pytest.mark.parametrize(
    "typed",
    [
        *("257", "0257", "00257", "000257", "n° 257", "n°0257", "#257", "257 éclairage"),
        *("2026-257", "2026-0257", "2026-000257", "cd 2026 257", "CD-2026-257", "CD-2026-0257"),
        *("CD-2026-000257", "CD2026000257", "cd2026-257", "CD2026257"),
    ],
)
def test_number_of_a_dossier_is_found_without_its_prefix(client, typed):
    dossier = deposited_by("Zoé", "Martin", "CD-2026-000257")
    others = [
        deposited_by("Zoé", "Martin", each)
        for each in ("CD-2026-001257", "CD-2026-000025", "CD-2025-000025")
    ]

    assert listed(client, reviewer(), q=typed) == [dossier]
    assert others


def test_number_is_also_a_beginning_and_zeros_count_for_nothing(client):
    dossiers = [deposited_by("A", "B", f"CD-2026-{number:06}") for number in (257, 2571, 1257)]

    assert set(listed(client, reviewer(), q="257")) == set(dossiers[:2])
    assert listed(client, reviewer(), q="CD-2026-000257") == dossiers[:1]
    for typed in ("57", "057", "0", "00", "CD2025", "CD2025000257", "cd20260000000", "cd2026x"):
        assert listed(client, reviewer(), q=typed) == []


@pytest.mark.parametrize("typed", ["le goff", "gwenaelle", "Gwenaëlle Le Goff", "goff éclairage"])
def test_dossiers_are_found_by_who_deposited_them(client, typed):
    dossier = deposited_by("Gwenaëlle", "Le Goff")
    deposited_by("Zoé", "Martin")

    assert listed(client, reviewer(), q=typed) == [dossier]
    assert listed(client, reviewer(), q="goff martin") == []


def test_both_people_who_deposited_a_dossier_are_found(client):
    first = dossier_in("changes_requested")
    colleague = UserFactory(first_name="Gwenaëlle", last_name="Le Goff")
    MemberFactory(user=colleague, authority=first.lead_authority)
    first.buffer = {**first.buffer, "title": "Lampadaires"}
    first.save()
    act(first, Action.SUBMIT, colleague)

    assert listed(client, reviewer(), q="gwenaëlle") == [first]
    assert listed(client, reviewer(), q=first.created_by.last_name) == [first]


def test_who_only_wrote_a_dossier_is_not_found(client):
    dossier = dossier_in("submitted")
    writer = UserFactory(first_name="Gwenaëlle", last_name="Le Goff")
    Dossier.objects.filter(pk=dossier.pk).update(updated_by=writer, in_charge=writer)
    call_command("reindex")

    assert listed(client, reviewer(), q="gwenaëlle") == []


def test_renamed_person_is_found_by_the_new_name_only(client):
    dossier = deposited_by("Gwenaëlle", "Le Goff")
    user = dossier.submissions.get().submitted_by
    sign_in(client, UserFactory(is_staff=True, is_superuser=True))
    address = reverse("admin:accounts_user_change", args=[user.pk])
    data = {"email": user.email, "first_name": "Gwenaëlle", "last_name": "Kerbrat"}

    response = client.post(address, {**data, "is_active": "on"})

    assert response.status_code == 302
    assert listed(client, reviewer(), q="kerbrat") == [dossier]
    assert listed(client, reviewer(), q="goff") == []


@pytest.mark.django_db(transaction=True)
def test_erased_person_is_no_longer_found(client):
    dossier = deposited_by("Gwenaëlle", "Le Goff")
    Dossier.objects.filter(pk=dossier.pk).update(in_charge=None)
    user = dossier.submissions.get().submitted_by
    sign_in(client, UserFactory(is_staff=True, is_superuser=True))

    address = reverse("partnerships:account_erasure_by_administrator", args=[user.pk])
    client.post(address, {"is_final": "on"})

    user.refresh_from_db()
    assert user.erased_at
    assert listed(client, reviewer(), q="gwenaëlle") == []
    assert listed(client, reviewer(), q=dossier.reference) == [dossier]


def test_what_an_earlier_version_indexed_is_indexed_again(client, monkeypatch):
    before = load_reference_data.reference_digests()
    monkeypatch.setattr(load_reference_data, "INDEX_VERSION", 0)
    assert load_reference_data.reference_digests() != before
    dossier = deposited_by("Gwenaëlle", "Le Goff", "CD-2026-000257")
    DOSSIERS.clear()
    DOSSIERS.insert([(dossier.pk, {"wcd", "w2026", "w000257"})])
    assert listed(client, reviewer(), q="257") == []

    load_reference_data.update_uses()

    assert listed(client, reviewer(), q="257 goff") == [dossier]
