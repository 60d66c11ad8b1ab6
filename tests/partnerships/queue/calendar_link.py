"""The page of the calendar's link, as an officer uses it."""

import re
from html import unescape

from django.urls import reverse

PAGE = reverse("partnerships:calendar")


def fields_of(page):
    html = page.content.decode()
    pairs = re.findall(r'name="(seen|token)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in pairs}


def link_in(page):
    found = re.search(r'id="lien" readonly value="([^"]*)"', page.content.decode())
    return found and found[1].removeprefix("https://portail.example")


def made(client, user):
    client.force_login(user)
    page = client.post(PAGE, {**fields_of(client.get(PAGE)), "act": "make"})
    assert page.status_code == 200
    address = link_in(page)
    assert address
    return address[address.index("/echeances/") :]
