"""A feed, read as others read it."""

import feedparser

from tests.partnerships.public.grammars import checked

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = checked(response.content, "atom")
    ids = [each.text for each in root.findall(f"{ATOM}entry/{ATOM}id")]
    assert len(ids) == len(set(ids))
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed


def titles(feed):
    return [each.title for each in feed.entries]


def link(feed, relation):
    return [each.href for each in feed.feed.links if each.rel == relation]
