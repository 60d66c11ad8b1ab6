"""The import of twinnings, from a file to published rows, in a small world."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.imports.reference import DATA, read_rows
from partnerships.imports.twinnings import load_plan, plan_twinnings
from partnerships.imports.twinnings_checked import load_checked_twinnings
from partnerships.imports.twinnings_rows import COLUMNS
from partnerships.models import (
    InternationalPartner,
    InternationalPartnerKind,
    LocalAuthority,
    Partnership,
    PartnershipKind,
    PartnershipVersion,
    Phase,
    PlaceTerm,
    Precision,
    Provenance,
)
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory
from tests.factories.lists import CountryFactory, PlaceFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db

ROSTOCK = ("Rostock", "54.0833", "12.1333", "Germany")


def town(geonames_id, name, country, latitude, longitude, **fields):
    place = PlaceFactory(
        geonames_id=geonames_id,
        name=name,
        country=country,
        latitude=latitude,
        longitude=longitude,
        **fields,
    )
    names = [name, *place.other_names]
    PlaceTerm.objects.bulk_create(PlaceTerm(place=place, term=n.lower()) for n in names)
    return place


@pytest.fixture
def world():
    """Dunkerque and two neighbours; Germany, Palestine and Ukraine with a town or two."""
    north = DepartementFactory()
    for code, name, population in (("59183", "Dunkerque", 86_263), ("59340", "Leffrinckoucke", 4)):
        LocalAuthorityFactory(key=f"c{code}", name=name, population=population, departement=north)
    LocalAuthorityFactory(
        key="c59260",
        name="Ghyvelde",
        former=[{"insee_code": "59404", "name": "Les Moëres"}],
        departement=north,
        latitude=51.05,
        longitude=2.53,
        precision=Precision.EXACT,
    )
    for iso2, name, name_en in (
        ("DE", "Allemagne", "Germany"),
        ("FR", "France", "France"),
        ("PS", "Palestine", "Palestinian Territories"),
        ("RU", "Russie", "Russia"),
        ("UA", "Ukraine", "Ukraine"),
        ("US", "États-Unis", "United States"),
    ):
        CountryFactory(iso2=iso2, name=name, name_en=name_en)
    town(2844588, "Rostock", CountryFactory(iso2="DE"), 54.0887, 12.1405)
    town(281133, "Gaza", CountryFactory(iso2="PS"), 31.5016, 34.4668, other_names=["Gaza City"])
    town(688533, "Yalta", CountryFactory(iso2="UA"), 44.4952, 34.1663)


def row(
    origin="Dunkirk", partner=ROSTOCK, *, at=("51.0378", "2.3764"), population="89160", **cells
):
    name, latitude, longitude, country = partner
    return {
        "origincityLabel": origin,
        "origincountry": "France",
        "originlat": at[0],
        "originlong": at[1],
        "originpopulation": population,
        "sistercityLabel": name,
        "destinationlat": latitude,
        "destinationlong": longitude,
        "destination_countryLabel": country,
        **cells,
    }


@pytest.fixture
def write(tmp_path):
    def written(*rows):
        lines = ["\t".join(COLUMNS)]
        lines += [r if isinstance(r, str) else "\t".join(r[c] for c in COLUMNS) for r in rows]
        path = tmp_path / "twinnings.tsv"
        path.write_bytes(
            b"".join(
                line.encode("latin-1" if "\xff" in line else "utf-8") + b"\n" for line in lines
            )
        )
        return path

    return written


def run(path, *options):
    output = io.StringIO()
    call_command("import_twinnings", str(path), *options, stdout=output)
    return output.getvalue()


def load(path):
    """The reasons of the rows, by their line, once the file is loaded."""
    plan = plan_twinnings(path)
    load_plan(plan)
    return {line.line: line.reason for line in plan.lines}


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

    assert "     2  non chargée : déjà au registre" in output
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


def test_merged_partner_is_followed(world, write):
    current = InternationalPartnerFactory(name="Hansestadt Rostock", country_id="DE")
    InternationalPartnerFactory(
        name="Rostock", country_id="DE", place_id=2844588, merged_into=current
    )

    load(write(row()))

    assert Partnership.objects.get().partners.get() == current


def test_failure_in_the_middle_leaves_nothing(world, write):
    plan = plan_twinnings(write(row(), row("Leffrinckoucke", at=("51.05", "2.44"))))
    LocalAuthority.objects.filter(key="c59340").delete()

    with pytest.raises(KeyError):
        load_plan(plan)

    assert Partnership.objects.count() == 0
    assert InternationalPartner.objects.count() == 0


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
    assert LocalAuthority.objects.filter(precision=Precision.EXACT).count() == 1
    lines = list(csv.reader(io.StringIO(report.read_text("utf-8-sig")), delimiter=";"))
    assert [line[0] for line in lines] == ["ligne", "2", "3"]
    assert "« Dunkirk » est aujourd’hui Dunkerque" in lines[1][2]
    assert lines[2][1:4] == [
        "non chargée : refusée",
        "Le nom du partenaire est un identifiant nu, pas un nom.",
        "Dunkirk",
    ]


def test_three_labels_of_palestine_are_one_country_and_one_partner(world, write):
    gaza = ("Gaza City", "31.5", "34.47")
    labels = ("Palestine", "Palestinian National Authority", "Palestinian territories")

    reasons = load(write(*(row(partner=(*gaza, label)) for label in labels)))

    assert [reasons[3], reasons[4]] == ["Même jumelage que la ligne 2."] * 2
    assert InternationalPartner.objects.get().country_id == "PS"
    assert Partnership.objects.get().title == "Jumelage Dunkerque – Gaza"


def test_place_that_two_countries_claim_is_one_partner(world, write):
    yalta = ("Yalta", "44.4994", "34.1542")

    reasons = load(write(row(partner=(*yalta, "Russia")), row(partner=(*yalta, "Ukraine"))))

    assert "GeoNames place Yalta (688533) dans un autre pays" in reasons[2]
    assert InternationalPartner.objects.get().country_id == "UA"


@pytest.mark.parametrize("label", ["Rostock County", "Rostock District", "Province of Rostock"])
def test_county_beside_a_town_of_its_name_stays_unknown(world, write, label):
    load(write(row(partner=(label, "54.0833", "12.1333", "Germany"))))

    partner = InternationalPartner.objects.get()
    assert (partner.name, partner.place_id, partner.kind) == (label, None, "unknown")


def test_municipality_is_the_town_it_administers(world, write):
    plain, wordy = ROSTOCK, ("Rostock Municipality", *ROSTOCK[1:])

    reasons = load(write(row(partner=wordy), row("Leffrinckoucke", plain, at=("51.05", "2.44"))))

    assert "rapproché de la ville Rostock" in reasons[2]
    assert InternationalPartner.objects.get().name == "Rostock"
    assert Partnership.objects.count() == 2


def test_mentions_of_an_unknown_place_are_one_partner_when_near(world, write):
    near, far = ("Neustadt", "50.00", "8.00"), ("Neustadt", "52.00", "8.00")
    rows = [
        row(partner=(*near, "Germany")),
        row("Leffrinckoucke", ("Neustadt", "50.05", "8.00", "Germany"), at=("51.05", "2.44")),
        row(partner=(*far, "Germany")),
    ]

    load(write(*rows))

    assert list(InternationalPartner.objects.values_list("name", "kind")) == [
        ("Neustadt", "unknown"),
        ("Neustadt", "unknown"),
    ]
    assert Partnership.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"destination_countryLabel": "France"}, "Les deux villes sont françaises"),
        ({"destination_countryLabel": "Prussia"}, "« Prussia » n’est pas un pays d’aujourd’hui"),
        ({"destination_countryLabel": "Ruritania"}, "n’est le nom d’aucun pays connu"),
        ({"origincountry": "Belgium"}, "n’est pas en France"),
        ({"origincityLabel": ""}, "est vide"),
        ({"sistercityLabel": " "}, "est vide"),
        ({"sistercityLabel": "…"}, "n’a aucune lettre"),
        ({"sistercityLabel": "Q16511122"}, "identifiant nu"),
        ({"sistercityLabel": '=HYPERLINK("x")'}, "formule"),
        ({"sistercityLabel": "+1"}, "formule"),
        ({"sistercityLabel": "-1+cmd"}, "formule"),
        ({"sistercityLabel": "@SUM(A1)"}, "formule"),
        ({"sistercityLabel": "\uff1d1+1"}, "formule"),
        ({"sistercityLabel": "Ros\x00tock"}, "caractère de contrôle"),
        ({"sistercityLabel": "Rostock\u202e"}, "retourne le texte"),
        ({"sistercityLabel": "R" * 81}, "trop long"),
        ({"sistercityLabel": "R" * 30_000}, "La ligne est trop longue"),
        ({"sistercityLabel": "Rostock\xff"}, "La ligne n’est pas en UTF-8"),
        ({"sistercityLabel": "Rostock\tHansestadt"}, "10 cellules au lieu de 9"),
        ({"destinationlat": "91"}, "absentes ou impossibles"),
        ({"destinationlong": "-181"}, "absentes ou impossibles"),
        ({"destinationlat": "NaN"}, "absentes ou impossibles"),
        ({"originlat": "inf"}, "absentes ou impossibles"),
        ({"originlat": ""}, "absentes ou impossibles"),
        ({"originlat": "51,03"}, "absentes ou impossibles"),
        ({"originlat": "0", "originlong": "0"}, "absentes ou impossibles"),
        ({"origincityLabel": "Nulle-Part"}, "ne porte ni n’a porté"),
    ],
)
def test_bad_row_is_refused_with_its_reason_and_the_others_load(world, write, changes, reason):
    reasons = load(write(row(**changes), row("Leffrinckoucke", at=("51.05", "2.44"))))

    assert reason in reasons[2]
    assert reasons[3] == ""
    assert Partnership.objects.get().title == "Jumelage Leffrinckoucke – Rostock"


def test_short_line_and_blank_line_keep_the_numbers_of_the_next(world, write):
    reasons = load(write("Dunkirk\tFrance", "", row()))

    assert sorted(reasons) == [2, 4]
    assert reasons[2] == "La ligne a 2 cellules au lieu de 9."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Le fichier est vide"),
        (b"a;b;c\n1;2;3\n", "pas un fichier de jumelages"),
        ("\t".join(COLUMNS).encode("utf-16"), "pas en UTF-8"),
        ("\t".join(COLUMNS[1:]).encode(), "origincityLabel"),
        ("\t".join([*COLUMNS, COLUMNS[0]]).encode(), "origincityLabel"),
        (b"x" * 50_000, "Le fichier est vide, ou"),
    ],
)
def test_file_without_the_columns_is_refused_whole(world, tmp_path, content, message):
    path = tmp_path / "other.tsv"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=message):
        run(path)

    assert Partnership.objects.count() == 0


def test_file_with_a_byte_order_mark_and_more_columns_loads(world, tmp_path):
    path = tmp_path / "bom.tsv"
    values = row()
    lines = ["\t".join([*COLUMNS, "dist"]), "\t".join([*(values[c] for c in COLUMNS), "900"])]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())

    run(path)

    assert Partnership.objects.count() == 1


def test_missing_file_and_unwritable_report_are_told(world, write, tmp_path):
    with pytest.raises(CommandError, match="Fichier illisible"):
        run(tmp_path / "nowhere.tsv")
    with pytest.raises(CommandError, match="Fichier illisible"):
        run(write(row()), "--report", str(tmp_path))

    assert Partnership.objects.count() == 0


def test_report_over_the_file_itself_is_refused(world, write):
    path = write(row())

    with pytest.raises(CommandError, match="remplacerait le fichier"):
        run(path, "--report", str(path))

    assert path.read_bytes().startswith(b"origincityLabel")


def test_file_refused_whole_leaves_the_last_report(world, tmp_path):
    path, report = tmp_path / "other.tsv", tmp_path / "report.csv"
    path.write_bytes(b"a\tb\n")
    report.write_text("hier")

    with pytest.raises(CommandError):
        run(path, "--report", str(report))

    assert report.read_text() == "hier"


def test_reference_data_missing_is_told(write):
    with pytest.raises(CommandError, match="load_reference_data"):
        run(write(row()))


def test_coordinates_of_the_file_settle_those_unknown(world, write):
    rows = [
        row("Dunkerque"),
        row("Les Moëres", at=("51.01", "2.55")),
        row("Leffrinckoucke", at=("51.05", "2.44")),
        row("Leffrinckoucke", ("Gaza City", "31.5", "34.47", "Palestine"), at=("51.15", "2.44")),
    ]

    load(write(*rows))

    points = LocalAuthority.objects.values_list("key", "latitude", "longitude", "precision")
    assert sorted(points) == [
        ("c59183", 51.0378, 2.3764, "exact"),
        ("c59260", 51.05, 2.53, "exact"),
        ("c59340", None, None, "unknown"),
    ]


def test_report_cells_start_no_formula(world, write, tmp_path):
    report = tmp_path / "report.csv"

    run(
        write(
            row(partner=("=1+1", "1", "1", "Germany")), row(origincountry="Belgium", origin="@a")
        ),
        "--report",
        str(report),
    )

    lines = list(csv.reader(io.StringIO(report.read_text("utf-8-sig")), delimiter=";"))
    assert lines[1][4] == "'=1+1"
    assert lines[2][3] == "'@a"


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
