"""What the tests of maps read on a page, and the parties that they place."""

import re
from html import unescape

from tests.factories import placed
from tests.factories.filling import text_of

LINK = re.compile(r'<a class="map__link" href="([^"]+)" aria-label="([^"]+)"><circle')
ARC = re.compile(r'<path class="map__arc" d="([^"]+)"')
NAME = re.compile(r'<text class="map__name map__name--(\w+)"[^>]*>([^<]+)')
HERE = re.compile(r'<circle class="map__circle map__circle--here"')

TURIN = (45.07, 7.69)


def plain(response):
    text = re.sub(r"<[^>]+>", " ", unescape(text_of(response)))
    text = text.replace("\u202f", " ").replace("\xa0", " ")
    return re.sub(r"\s+([.,)])", r"\1", " ".join(text.split()))


def seat(name, point=None, **fields):
    return placed.seat(point, name=name, **fields)


def town(name, country, point=None, **fields):
    return placed.town(country, point, name=name, **fields)


def count_of(label):
    return int(re.search(r": ([\d\s]+) partenariat", unescape(label))[1])


def assert_links_count(client, text):
    """Each circle that counts partnerships leads to as many; returns what the circles are."""
    found = LINK.findall(text)
    for address, label in found:
        listing = client.get(unescape(address)).context["listing"]
        assert (listing.count, listing.notes) == (count_of(label), []), label
    return [unescape(label).split(" : ")[0] for _address, label in found]
