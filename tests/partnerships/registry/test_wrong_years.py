"""A year of the period that cannot be read: what the filter shows."""

import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")


def test_a_year_that_cannot_be_read_is_kept_with_its_error_beside_it(client):
    html = client.get(REGISTRY, {"de": "20", "a": "2019"}).content.decode()

    panel = html.partition('id="facet-annee"')[2].partition("</details>")[0]
    first, last = re.findall(r"<input .*?name=\"(?:de|a)\".*?>", panel)
    assert panel.startswith(" open>")
    assert 'value="20"' in first
    assert 'aria-invalid="true" aria-describedby="registry-years-error"' in first
    assert 'value="2019"' in last
    assert "aria-invalid" not in last
    assert panel.count('id="registry-years-error">Écrivez une année en quatre chiffres') == 1


def test_years_that_can_be_read_have_no_error(client):
    html = client.get(REGISTRY, {"de": "2018", "a": "2019"}).content.decode()

    assert "aria-invalid" not in html
    assert "registry-years-error" not in html
