"""How the pages of the map are read."""

import csv
import io
import re

from django.urls import reverse

MAP, SVG = reverse("partnerships:map"), reverse("partnerships:map_svg")
CSV, JSON = reverse("partnerships:map_csv"), reverse("partnerships:map_json")


def plain(text):
    """The words of a page, with one space between them."""
    text = re.sub(r"<[^>]+>", " ", text.replace("\u202f", " ").replace("\xa0", " "))
    return re.sub(r"\s+([.,)])", r"\1", " ".join(text.split()))


def page(client, address=MAP, **query):
    response = client.get(address, query)
    assert response.status_code == 200
    return response


def rows_of(client, **query):
    content = page(client, CSV, **query).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))
