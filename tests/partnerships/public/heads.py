"""The head of a page, as machines read it."""

import json
import warnings

from lxml import html
from rdflib import Graph

SCHEMA = "https://schema.org/"


class Head:
    """What the page of `address` says to machines."""

    def __init__(self, client, address):
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        self.text = response.content.decode()
        self.page = html.fromstring(self.text)

    @property
    def title(self) -> str:
        return self.page.findtext("head/title")

    def meta(self, name: str) -> str:
        """The content of the one `meta` of that name or property; "" if there is none."""
        found = self.page.xpath(f'//meta[@name="{name}" or @property="{name}"]/@content')
        assert len(found) <= 1, name
        return found[0] if found else ""

    @property
    def canonical(self) -> str:
        [address] = self.page.xpath('//link[@rel="canonical"]/@href')
        return address

    @property
    def feeds(self) -> list[str]:
        return self.page.xpath('//link[@rel="alternate"]/@href')

    @property
    def objects(self) -> list[dict]:
        """The objects of its linked data, by kind."""
        [block] = self.page.xpath('//script[@type="application/ld+json"]/text()')
        return json.loads(block)["@graph"]

    def object(self, kind: str) -> dict:
        [found] = [each for each in self.objects if each["@type"] == kind]
        return found

    @property
    def graph(self) -> Graph:
        """Its linked data, read without asking schema.org for its vocabulary."""
        document = {"@context": {"@vocab": SCHEMA}, "@graph": self.objects}
        with warnings.catch_warnings():
            # Of rdflib, about itself.
            warnings.simplefilter("ignore", DeprecationWarning)
            return Graph().parse(data=json.dumps(document), format="json-ld")

    @property
    def breadcrumb(self) -> list[str]:
        """What a reader sees of it."""
        return self.page.xpath('//nav[contains(@class, "fr-breadcrumb")]//a/text()')
