"""What the public pages of the propositions say."""

import re

from django.utils.html import strip_tags


def plain(response):
    return re.sub(r"[ \n]+", " ", strip_tags(response.content.decode()))


def page_of(client, proposal):
    return client.get(proposal.get_absolute_url())
