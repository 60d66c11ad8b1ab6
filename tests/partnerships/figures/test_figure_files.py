"""Each figure as a file."""

import pytest

from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
PAGE = "/chiffres/"


@pytest.mark.parametrize("end", ["csv", "svg", "png"])
def test_each_figure_is_a_file(client, registry, end):
    figures = client.get(PAGE, {"pays": "MA"}).context["figures"]

    for each in [*figures.charts, *filter(None, [figures.multiples])]:
        address = {one.label: one.address for one in each.downloads}[end.upper()]
        response = client.get(address)
        assert response.status_code == 200, address
        assert f"chiffres-{each.slug}.{end}" in response["Content-Disposition"]
        assert "pays=MA" in address
        if end == "csv":
            assert response.content.decode("utf-8-sig").count("\n") == 1 + len(each.rows)


@pytest.mark.parametrize("name", ["pays.pdf", "voisins.csv", "autre.csv", "phases.png"])
def test_files_of_nothing_are_not_found(client, name):
    published(phase="unknown")

    assert client.get(f"{PAGE}{name}").status_code == 404


def test_files_follow_the_query_and_nothing_else(client, registry):
    text = client.get(f"{PAGE}pays.csv", {"pays": "CA", "inconnu": "1"}).content.decode("utf-8-sig")

    assert text.splitlines() == ["Pays et territoires;Partenariats", "Canada;2"]
