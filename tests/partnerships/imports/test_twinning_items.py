"""The Wikidata items of a twinnings file: kept where the registry has none, never replaced."""

import pytest

from partnerships.imports.twinnings.plan import plan_twinnings
from partnerships.imports.twinnings.report import Fate
from partnerships.models import InternationalPartner, LocalAuthority
from tests.factories.partnerships import InternationalPartnerFactory
from tests.factories.twinnings import row, run, small_world, write_twinnings

pytestmark = pytest.mark.django_db
DUNKIRK, ROSTOCK = "Q45797", "Q2861"


@pytest.fixture
def write(tmp_path):
    small_world()
    return lambda *rows: write_twinnings(tmp_path / "twinnings.tsv", *rows)


def stored():
    authority = LocalAuthority.objects.get(key="c59183")
    return authority.wikidata_id, InternationalPartner.objects.get(name="Rostock").wikidata_id


@pytest.mark.parametrize(
    "start", ["", "http://www.wikidata.org/entity/", "https://www.wikidata.org/wiki/"]
)
def test_items_of_both_places_are_stored(write, start):
    run(write(row(origincity=f"{start}{DUNKIRK}", sistercity=f"{start}{ROSTOCK}")))

    assert stored() == (DUNKIRK, ROSTOCK)


def test_file_without_items_loads_and_stores_none(write):
    run(write(row()))

    assert stored() == (None, None)


def test_items_come_to_twinnings_that_are_there(write):
    run(write(row()))

    output = run(write(row(origincity=DUNKIRK, sistercity=ROSTOCK)))

    assert "     1  non chargée\u202f: déjà au registre" in output
    assert stored() == (DUNKIRK, ROSTOCK)


def test_dry_run_stores_no_item(write):
    run(write(row()))

    run(write(row(origincity=DUNKIRK, sistercity=ROSTOCK)), "--dry-run")

    assert stored() == (None, None)


def test_reversed_row_gives_each_place_its_own_item(write):
    cells = row(origincity=ROSTOCK, sistercity=DUNKIRK)
    swapped = {
        "origincityLabel": cells["sistercityLabel"],
        "origincountry": cells["destination_countryLabel"],
        "originlat": cells["destinationlat"],
        "originlong": cells["destinationlong"],
        "sistercityLabel": cells["origincityLabel"],
        "destination_countryLabel": "France",
        "destinationlat": cells["originlat"],
        "destinationlong": cells["originlong"],
    }

    run(write({**cells, **swapped}))

    assert stored() == (DUNKIRK, ROSTOCK)


def test_one_column_of_items_is_enough_in_either_direction(write):
    run(write(row(sistercity=ROSTOCK)))

    assert stored() == (None, ROSTOCK)


def test_item_of_the_registry_is_kept_and_the_other_one_reported(write):
    run(write(row()))
    LocalAuthority.objects.filter(key="c59183").update(wikidata_id="Q7")
    InternationalPartner.objects.filter(name="Rostock").update(wikidata_id="Q8")
    path = write(row(origincity=DUNKIRK, sistercity=ROSTOCK))

    reasons = [line.reason for line in plan_twinnings(path).lines]
    run(path)

    assert reasons == [
        "Ce jumelage est déjà au registre. Wikidata\u202f: Q45797 dans le fichier, Q7 gardé. "
        "Wikidata\u202f: Q2861 dans le fichier, Q8 gardé."
    ]
    assert stored() == ("Q7", "Q8")


def test_second_item_of_a_place_in_a_file_is_reported(write):
    path = write(
        row("Dunkerque", origincity=DUNKIRK),
        row("Dunkerque", partner=("Gaza City", "31.5", "34.47", "Palestine"), origincity="Q9"),
    )

    lines = plan_twinnings(path).lines

    assert [(line.fate, line.reason) for line in lines] == [
        (Fate.LOADED, ""),
        (Fate.GUESSED, "Wikidata\u202f: Q9 dans le fichier, Q45797 gardé."),
    ]


def test_item_of_another_partner_is_not_taken_from_it(write):
    other = InternationalPartnerFactory(name="Ailleurs", country_id="DE", wikidata_id=ROSTOCK)

    run(write(row(sistercity=ROSTOCK)))

    other.refresh_from_db()
    assert other.wikidata_id == ROSTOCK
    assert stored() == (None, None)


@pytest.mark.parametrize(
    "cell", ["P190", "Q0", "Q", "q12", "Q12 Q13", "https://example.org/Q12", "Q" + "1" * 16]
)
def test_what_is_no_item_is_refused(write, cell):
    path = write(row(origincity=cell))

    [line] = plan_twinnings(path).lines

    assert line.fate == Fate.REFUSED
    assert "L’élément Wikidata de la collectivité française n’en est pas un" in line.reason


def test_item_leads_to_its_authority(client, write):
    LocalAuthority.objects.filter(key="c59183").update(wikidata_id=DUNKIRK)

    response = client.get("/recherche/", {"q": DUNKIRK})

    assert response["Location"] == "/collectivites/c59183/"


def test_item_of_an_authority_and_of_a_partner_leads_to_neither(client, write):
    LocalAuthority.objects.filter(key="c59183").update(wikidata_id=DUNKIRK)
    InternationalPartnerFactory(wikidata_id=DUNKIRK)

    assert client.get("/recherche/", {"q": DUNKIRK}).status_code == 200
