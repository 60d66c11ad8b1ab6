"""Public rows and dossiers that use reference data are updated once, after all of its loads."""

import io

import pytest
from django.core.management import call_command

from partnerships.management.commands import load_reference_data
from partnerships.models import ReferenceLoad
from tests.factories.partnerships import InternationalPartnerFactory

pytestmark = pytest.mark.django_db


def test_rows_that_use_the_data_are_updated_once_for_all_loads(monkeypatch):
    calls = []
    for name in ("load_authorities", "load_places"):
        monkeypatch.setattr(load_reference_data, name, lambda **kwargs: calls.append("load") or 1)
    monkeypatch.setattr(load_reference_data, "refresh", lambda ids: calls.append("refresh"))

    call_command("load_reference_data", stdout=io.StringIO())
    call_command("load_reference_data", stdout=io.StringIO())

    assert calls == ["load", "load", "refresh"]


def test_rows_left_as_they_were_by_a_killed_run_are_updated_by_the_next(monkeypatch):
    for name, digest in load_reference_data.reference_digests().items():
        if name != load_reference_data.USES:
            ReferenceLoad.objects.create(name=name, digest=digest)
    calls = []
    monkeypatch.setattr(load_reference_data, "refresh", lambda ids: calls.append("refresh"))

    call_command("load_reference_data", stdout=io.StringIO())

    assert calls == ["refresh"]


def test_terms_of_an_older_analysis_are_written_again():
    partner = InternationalPartnerFactory(name="Ayd\u0131n")
    partner.terms.update(term="ayd\u0131n")
    for name, digest in load_reference_data.reference_digests().items():
        is_old = name == "partners' terms"
        ReferenceLoad.objects.create(name=name, digest="0" if is_old else digest)

    call_command("load_reference_data", stdout=io.StringIO())
    again = io.StringIO()
    call_command("load_reference_data", stdout=again)

    assert list(partner.terms.values_list("term", flat=True)) == ["aydin"]
    assert again.getvalue() == ""
