"""The files of a map: a picture that stands alone, its table, its points."""

import pytest

from tests.factories.partnerships import published
from tests.factories.placed import seat, town
from tests.partnerships.map.places import CSV, JSON, SVG, page, rows_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", [SVG, CSV, JSON])
def test_files_of_nothing_are_files(client, address):
    assert page(client, address, q="xyzzy").content


def test_file_of_the_map_stands_alone(client, registry):
    response = page(client, SVG, collectivite="c44109")

    text = response.content.decode()
    assert response["Content-Type"] == "image/svg+xml"
    assert "attachment" in response["Content-Disposition"]
    assert text.startswith("<svg xmlns=")
    assert "Natural Earth" in text
    assert "var(" not in text
    assert "class=" not in text


def test_cell_of_the_table_is_no_formula(client, mali):
    published([seat((47.2, -1.6), name="=1+1")], [town(mali, (12.65, -8.0), name="Bamako")])

    assert rows_of(client)[1][0] == "'=1+1"


def test_data_has_the_pixels_of_the_map(client, registry):
    data = page(client, JSON).json()

    assert (data["count"], data["placed"]) == (4, 3)
    assert {each["code"]: each["count"] for each in data["countries"]} == {"CA": 2, "ML": 2}
    assert sum(count for _x, _y, count in data["towns"]) == 3
    assert len(data["links"]) == 4
    assert all(0 <= x <= data["width"] for link in data["links"] for x, _y in (link["from"],))
