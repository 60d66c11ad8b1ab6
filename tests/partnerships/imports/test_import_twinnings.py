"""The import of twinnings, from a file to published rows, in a small world."""

import csv
import io

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from partnerships.imports.reference.authorities import DATA, read_rows
from partnerships.imports.twinnings import plan
from partnerships.imports.twinnings.checked import load_checked_twinnings
from partnerships.imports.twinnings.partners import create_missing
from partnerships.imports.twinnings.plan import load_plan, plan_twinnings
from partnerships.models import (
    InternationalPartner,
    InternationalPartnerKind,
    LocalAuthority,
    Partnership,
    PartnershipKind,
    PartnershipVersion,
    Phase,
    Precision,
    Provenance,
)
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.twinnings import load, row, run

pytestmark = pytest.mark.django_db


def test_twinning_is_published_as_wikidata_has_it(world, write):
    run(write(row()))

    partnership = Partnership.objects.get()
    partner = partnership.partners.get()
    assert partnership.title == "Jumelage Dunkerque – Rostock"
    assert partnership.kind == PartnershipKind.TWINNING
    assert partnership.phase == Phase.UNKNOWN
    assert partnership.provenance == Provenance.WIKIDATA
    assert partnership.source_text == "Wikidata, 2017"
    assert partnership.source_url == "https://www.wikidata.org/wiki/Property:P190"
    assert partnership.import_key == "wikidata-p190:c59183:geonames-2844588"
    assert partnership.lead_authority.insee_code == "59183"
    assert partnership.current_version.number == 1
    assert (partner.name, partner.country_id, partner.place_id) == ("Rostock", "DE", 2844588)
    assert partner.kind == InternationalPartnerKind.MUNICIPALITY


def test_second_run_adds_nothing(world, write):
    path = write(row(), row(partner=("Gaza City", "31.5", "34.47", "Palestine")))
    run(path)
    before = Partnership.objects.count(), InternationalPartner.objects.count()

    output = run(path)

    assert "     2  non chargée\u202f: déjà au registre" in output
    assert before == (2, 2)
    assert (Partnership.objects.count(), InternationalPartner.objects.count()) == (2, 2)
    assert PartnershipVersion.objects.count() == 2


def test_second_run_after_a_merger_adds_nothing(world, write):
    path = write(row("Leffrinckoucke", at=("51.05", "2.44")))
    run(path)
    successor = LocalAuthority.objects.get(key="c59183")
    LocalAuthority.objects.filter(key="c59340").update(successor=successor)
    LocalAuthority.objects.filter(key="c59183").update(
        former=[{"insee_code": "59340", "name": "Leffrinckoucke"}]
    )

    reasons = load(path)

    assert reasons == {2: "Ce jumelage est déjà au registre."}
    assert Partnership.objects.count() == 1


def test_declared_twinning_is_not_doubled(world, write):
    partner = InternationalPartnerFactory(
        name="Rostock", country_id="DE", place_id=2844588, kind="municipality"
    )
    authority = LocalAuthority.objects.get(key="c59183")
    published([authority], [partner], kind=PartnershipKind.TWINNING)

    reasons = load(write(row()))

    assert reasons == {2: "Ce jumelage est déjà au registre."}
    assert Partnership.objects.get().provenance == Provenance.DECLARED


def test_other_cooperation_of_the_same_places_does_not_hide_the_twinning(world, write):
    partner = InternationalPartnerFactory(
        name="Rostock", country_id="DE", place_id=2844588, kind="municipality"
    )
    published([LocalAuthority.objects.get(key="c59183")], [partner])

    load(write(row()))

    assert Partnership.objects.count() == 2
    assert InternationalPartner.objects.get() == partner


def test_import_that_fails_while_it_publishes_goes_on_at_the_next_run(world, write):
    file = write(row(), row("Leffrinckoucke", at=("51.05", "2.44")))
    planned = plan_twinnings(file)
    LocalAuthority.objects.filter(key="c59340").delete()

    with pytest.raises(KeyError):
        load_plan(planned)

    assert Partnership.objects.count() == 0
    partner = InternationalPartner.objects.get()
    load(file)
    assert Partnership.objects.get().partners.get() == partner


def test_import_that_fails_between_two_slices_of_partners_goes_on_at_the_next_run(
    world, write, monkeypatch
):
    file = write(row(), row(partner=("Gaza", "31.5016", "34.4668", "Palestinian Territories")))
    slices = []

    def fail_at_the_second(candidates):
        slices.append(candidates)
        if len(slices) == 2:
            raise OperationalError("database is locked")
        return create_missing(candidates)

    with monkeypatch.context() as broken:
        broken.setattr(plan, "BATCH", 1)
        broken.setattr(plan, "create_missing", fail_at_the_second)
        with pytest.raises(OperationalError):
            run(file)

    first = InternationalPartner.objects.get()
    assert Partnership.objects.count() == 0
    run(file)
    assert InternationalPartner.objects.filter(pk=first.pk).exists()
    assert set(InternationalPartner.objects.values_list("name", flat=True)) == {"Rostock", "Gaza"}
    assert Partnership.objects.count() == 2


def test_dry_run_changes_nothing_and_reports(world, write, tmp_path):
    report = tmp_path / "report.csv"

    output = run(
        write(row(), row(partner=("Q42", "1", "1", "Germany"))),
        "--dry-run",
        "--report",
        str(report),
    )

    assert "1 jumelages seraient publiés" in output
    assert Partnership.objects.count() == InternationalPartner.objects.count() == 0
    assert LocalAuthority.objects.filter(precision=Precision.TOWN_HALL).count() == 3
    lines = list(csv.reader(io.StringIO(report.read_text("utf-8-sig")), delimiter=";"))
    assert [line[0] for line in lines] == ["ligne", "2", "3"]
    assert "«\u202fDunkirk\u202f» est aujourd’hui Dunkerque" in lines[1][2]
    assert lines[2][1:4] == [
        "non chargée\u202f: refusée",
        "Le nom du partenaire est un identifiant nu, pas un nom.",
        "Dunkirk",
    ]


def test_points_of_authorities_are_not_those_of_the_file(world, write):
    points = LocalAuthority.objects.values_list("key", "latitude", "longitude", "precision")
    before = sorted(points.all())

    load(write(row("Dunkerque", at=("51.0400", "2.3800"))))

    assert sorted(points.all()) == before
    assert Partnership.objects.count() == 1


def test_queries_do_not_grow_with_the_rows(world, write):
    def queries(prefix, count):
        partners = [(f"{prefix} {chr(65 + i)}", f"5{i}", "10", "Germany") for i in range(count)]
        path = write(*(row(partner=partner) for partner in partners))
        with CaptureQueriesContext(connection) as captured:
            load(path)
        return len(captured)

    load(write(row()))

    assert queries("Dorf", 3) == queries("Stadt", 9)
    assert Partnership.objects.count() == 13


def test_checked_twinnings_are_those_of_the_import(world, write):
    loaded = load_checked_twinnings()

    reasons = load(write(row(), row(partner=("Gaza City", "31.5", "34.4667", "Palestine"))))

    assert loaded == 2
    assert set(reasons.values()) == {"Ce jumelage est déjà au registre."}
    assert load_checked_twinnings() == 0
    assert set(Partnership.objects.values_list("source_text", "provenance")) == {
        ("Wikidata, 2017", "wikidata")
    }


def test_checked_twinnings_name_authorities_and_countries_of_the_reference_data():
    codes = {row["insee_code"] for row in read_rows(DATA / "authorities.tsv.xz")}
    countries = {row["iso2"] for row in read_rows(DATA / "countries.tsv")}
    rows = list(read_rows(DATA / "checked_twinnings.tsv"))

    assert len(rows) >= 40
    assert {r["insee_code"] for r in rows} <= codes
    assert {r["country"] for r in rows} <= countries
    assert all(r["source"] for r in rows)
    names = list(read_rows(DATA / "french_town_names.tsv"))
    assert {r["country"] for r in names} <= countries
