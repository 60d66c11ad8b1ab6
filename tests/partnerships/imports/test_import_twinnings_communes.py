"""French places of a file of twinnings; the codes of `twinnings_checked.tsv` are by hand."""

import csv
from pathlib import Path

import pytest

from partnerships.imports.reference.authorities import DATA, read_rows
from partnerships.imports.twinnings.communes import FrenchAuthority, FrenchMatcher
from partnerships.imports.twinnings.rows import RowRefused
from partnerships.imports.twinnings.towns import readings

CHECKED = Path(__file__).with_name("twinnings_checked.tsv")
WIDER = "le partenaire est plus qu’une ville"


def checked_rows():
    with CHECKED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def point_of(row):
    return float(row["originlat"]), float(row["originlong"])


def authority_of(row, departements):
    former = [old.partition(":")[2] for old in row["former"].split("|") if old]
    point = (float(row["latitude"]), float(row["longitude"])) if row["latitude"] else None
    return FrenchAuthority(
        key=row["key"],
        code=row["insee_code"] or row["siren"],
        name=row["name"],
        departement=row["departement"],
        departement_name=departements.get(row["departement"], ""),
        former_names=tuple(name for name in former if name),
        population=int(row["population"]) if row["population"] else None,
        point=point,
    )


@pytest.fixture(scope="module")
def all_of_france():
    """Every authority of today."""
    departements = {row["code"]: row["name"] for row in read_rows(DATA / "departements.tsv")}
    rows = list(read_rows(DATA / "authorities.tsv.xz"))
    communes = [authority_of(r, departements) for r in rows if r["kind"] == "commune"]
    groups = [authority_of(r, departements) for r in rows if r["kind"] != "commune"]
    return FrenchMatcher(communes, groups)


def test_checked_rows_are_a_hundred_at_least():
    assert len(checked_rows()) >= 100


@pytest.mark.parametrize("row", checked_rows(), ids=lambda row: row["origincityLabel"])
def test_checked_row_is_the_expected_authority(row, all_of_france):
    population = row["originpopulation"]
    population = int(population) if population else None

    try:
        match = all_of_france.match(row["origincityLabel"], point_of(row), population)
    except RowRefused:
        found = ""
    else:
        found = match.authority.code

    assert found == row["expected_code"]


@pytest.mark.parametrize(
    "row",
    [row for row in checked_rows() if row["note"] == WIDER],
    ids=lambda r: r["sistercityLabel"],
)
def test_checked_county_is_read_as_no_town(row):
    assert list(readings(row["sistercityLabel"])) == []


NORTH, SOUTH = (50.0, 3.0), (44.0, 3.0)


def commune(code, name, point=NORTH, **fields):
    return FrenchAuthority(
        key=f"c{code}", code=code, name=name, departement=code[:2], point=point, **fields
    )


def east_of(point, km):
    """A point about `km` east of `point`, in the middle of France."""
    return point[0], point[1] + km / 72


def matcher(*communes):
    return FrenchMatcher(communes)


def test_homonyms_are_settled_by_their_distance_to_the_point():
    here, there = commune("59001", "Marly"), commune("12001", "Marly", SOUTH)

    match = matcher(here, there).match("Marly", SOUTH, None)

    assert match.authority == there
    assert match.grounds == "2 homonymes, départagés par les coordonnées\u202f: Marly (12001)."


def test_single_name_elsewhere_is_refused():
    with pytest.raises(RowRefused, match="n’est à l’endroit que dit le fichier"):
        matcher(commune("59001", "Évry")).match("Évry", SOUTH, None)


@pytest.mark.parametrize(("km", "is_found"), [(20, True), (30, False)])
def test_a_commune_is_near_the_point_of_the_file(km, is_found):
    here = commune("59001", "Marly")

    if is_found:
        assert matcher(here).match("Marly", east_of(NORTH, km), None).authority == here
    else:
        with pytest.raises(RowRefused):
            matcher(here).match("Marly", east_of(NORTH, km), None)


def test_the_nearest_of_two_neighbouring_homonyms_is_the_one():
    near, far = commune("59001", "Le Pont"), commune("59002", "Le Pont", east_of(NORTH, 12))

    match = matcher(near, far).match("Le Pont", east_of(NORTH, 1), None)

    assert match.authority == near
    assert match.grounds.startswith("Homonymes voisins, départagés par leurs coordonnées")


def test_homonyms_as_near_are_settled_by_population():
    small = commune("59001", "Le Pont", population=300)
    large = commune("59002", "Le Pont", east_of(NORTH, 6), population=9_000)

    match = matcher(small, large).match("Le Pont", east_of(NORTH, 3), 8_000)

    assert match.authority == large
    assert match.grounds.startswith("Homonymes voisins, départagés par la population")


@pytest.mark.parametrize("population", [None, 1_650])
def test_homonyms_that_nothing_settles_are_refused(population):
    one = commune("59001", "Le Pont", population=1_500)
    other = commune("59002", "Le Pont", east_of(NORTH, 6), population=1_800)

    with pytest.raises(RowRefused, match="plusieurs communes voisines"):
        matcher(one, other).match("Le Pont", east_of(NORTH, 3), population)


def test_merged_commune_is_its_successor():
    today = commune("59001", "Val-de-Lys", former_names=("Vieux-Lys",))

    assert matcher(today).match("Vieux-Lys", east_of(NORTH, 20), None).authority == today


def test_name_in_full_near_the_point_is_a_guess():
    today = commune("59001", "Florac Trois Rivières")

    match = matcher(today).match("Florac", NORTH, None)

    assert match.authority == today
    assert match.grounds.startswith("Nom plus long aujourd’hui")


def test_departement_in_the_label_settles():
    north = commune("59001", "Gray", departement_name="Nord")
    other = commune("59002", "Gray", departement_name="Pas-de-Calais")

    assert matcher(north, other).match("Gray, Nord", NORTH, None).authority == north


def test_overseas_homonym_is_settled_by_its_point():
    point = (14.43, -60.88)
    overseas = FrenchAuthority("c97226", "97226", "Sainte-Anne", "972", point=point)

    match = matcher(overseas, commune("59001", "Sainte-Anne")).match("Sainte-Anne", point, None)

    assert match.authority == overseas


def test_overseas_commune_without_a_point_is_a_guess_in_its_territory_alone():
    moorea = FrenchAuthority("c98729", "98729", "Moorea-Maiao", "987")
    found = matcher(moorea)

    match = found.match("Moorea-Maiao", (-17.53, -149.83), None)

    assert match.authority == moorea
    assert match.grounds.startswith("Commune sans coordonnées, position non vérifiée")
    with pytest.raises(RowRefused):
        found.match("Moorea-Maiao", NORTH, None)


def test_unknown_name_is_refused():
    with pytest.raises(
        RowRefused, match="ne porte ni n’a porté le nom «\u202fSerre Chevalier\u202f»"
    ):
        matcher().match("Serre Chevalier", NORTH, None)


@pytest.mark.parametrize("label", [", Nord", ",a", "a,"])
def test_label_with_nothing_on_one_side_of_its_comma_is_refused(label):
    with pytest.raises(RowRefused):
        matcher().match(label, NORTH, None)
