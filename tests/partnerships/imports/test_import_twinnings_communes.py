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


def commune(code, name, point=None, **fields):
    return FrenchAuthority(
        key=f"c{code}", code=code, name=name, departement=code[:2], point=point, **fields
    )


def neighbours(departement, point):
    """Three certain communes around `point`."""
    return [
        commune(f"{departement}90{i}", f"Voisine {departement} {i}", (point[0] + i / 20, point[1]))
        for i in range(1, 4)
    ]


@pytest.fixture
def matcher():
    def made(*communes):
        around = [*neighbours("59", NORTH), *neighbours("12", SOUTH)]
        return FrenchMatcher([*communes, *around])

    return made


def test_homonyms_are_settled_by_the_neighbours_of_the_point(matcher):
    here, there = commune("59001", "Marly"), commune("12001", "Marly")

    match = matcher(here, there).match("Marly", SOUTH, None)

    assert match.authority == there
    assert match.grounds == "2 homonymes, départagés par les coordonnées\u202f: Marly (12001)."


def test_single_name_elsewhere_is_refused(matcher):
    with pytest.raises(RowRefused, match="n’est à l’endroit que dit le fichier"):
        matcher(commune("59001", "Évry")).match("Évry", SOUTH, None)


def test_homonyms_side_by_side_are_settled_by_population(matcher):
    small = commune("59001", "Le Pont", population=300)
    large = commune("59002", "Le Pont", population=9_000)

    match = matcher(small, large).match("Le Pont", NORTH, 8_000)

    assert match.authority == large
    assert match.grounds.startswith("Homonymes voisins, départagés par la population")
    assert not match.is_same


@pytest.mark.parametrize("population", [None, 1_650])
def test_homonyms_that_nothing_settles_are_refused(matcher, population):
    one = commune("59001", "Le Pont", population=1_500)
    other = commune("59002", "Le Pont", population=1_800)

    with pytest.raises(RowRefused, match="plusieurs communes voisines"):
        matcher(one, other).match("Le Pont", NORTH, population)


def test_merged_commune_is_its_successor(matcher):
    today = commune("59001", "Val-de-Lys", former_names=("Vieux-Lys",))

    match = matcher(today).match("Vieux-Lys", NORTH, None)

    assert (match.authority, match.is_same) == (today, False)


def test_name_in_full_of_the_right_departement_is_a_guess(matcher):
    today = commune("59001", "Florac Trois Rivières")

    match = matcher(today).match("Florac", NORTH, None)

    assert match.authority == today
    assert match.grounds.startswith("Nom plus long aujourd’hui")


def test_departement_in_the_label_settles(matcher):
    north = commune("59001", "Gray", departement_name="Nord")
    other = commune("59002", "Gray", departement_name="Pas-de-Calais")

    assert matcher(north, other).match("Gray, Nord", NORTH, None).authority == north


def test_overseas_homonym_is_settled_by_its_territory(matcher):
    overseas = FrenchAuthority("c97226", "97226", "Sainte-Anne", "972")
    mainland = commune("59001", "Sainte-Anne")

    match = matcher(overseas, mainland).match("Sainte-Anne", (14.43, -60.88), None)

    assert match.authority == overseas


def test_unknown_name_is_refused(matcher):
    with pytest.raises(
        RowRefused, match="ne porte ni n’a porté le nom «\u202fSerre Chevalier\u202f»"
    ):
        matcher().match("Serre Chevalier", NORTH, None)


def test_place_learnt_far_from_its_departement_is_no_neighbour(matcher):
    lost, namesake = commune("59001", "Perdue"), commune("12001", "Marly")
    found = matcher(lost, namesake, commune("59002", "Marly"))

    found.learn([("Perdue", SOUTH)])

    assert found.match("Marly", SOUTH, None).authority == namesake


def test_homonyms_of_two_sides_of_a_border_are_settled_by_the_nearest_neighbours(matcher):
    inside, beyond = commune("59001", "Marly"), commune("12001", "Marly")
    found = matcher(inside, beyond, commune("12002", "Seule", (NORTH[0], NORTH[1] + 0.1)))

    match = found.match("Marly", NORTH, None)

    assert match.authority == inside
    assert match.grounds.startswith("Homonymes voisins, départagés par les communes autour")


def test_single_name_far_from_all_that_is_known_is_a_guess():
    alone = [commune("59001", "Marly"), commune("59002", "Lille")]

    match = FrenchMatcher(alone).match("Marly", NORTH, None)

    assert match.grounds == "Nom d’une seule commune, position non vérifiée\u202f: Marly (59001)."
    assert not match.is_same


def test_homonyms_far_from_all_that_is_known_are_settled_by_population_alone():
    names = [commune("59001", "Marly", population=90), commune("12001", "Marly", population=9_000)]

    with pytest.raises(RowRefused):
        FrenchMatcher(names).match("Marly", NORTH, None)


@pytest.mark.parametrize("label", [", Nord", ",a", "a,"])
def test_label_with_nothing_on_one_side_of_its_comma_is_refused(matcher, label):
    with pytest.raises(RowRefused):
        matcher().match(label, NORTH, None)
