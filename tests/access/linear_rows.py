"""The patterns of addresses, for tests/linear_patterns.py."""

import dataclasses

from django.urls import Resolver404, resolve

from cncd_portal import urls
from tests.linear import Letters, quiet, row

resolved = quiet(lambda each: resolve(each, urls), Resolver404)
ADDRESSES = [
    row(
        resolved,
        "addresses",
        *(Letters("a", "/registre/aaaaaaaa-", "!"), Letters("a/", "/"), Letters("1", "/dossiers/")),
        tries=[
            "pages.propositions.workshop.urls.urlpatterns",
            "pages.public.urls.urlpatterns",
            "pages.queue.urls.urlpatterns",
            "pages.spreadsheets.urls.urlpatterns",
        ],
    ),
    dataclasses.replace(
        row(resolved, "links of passwords", Letters("a-", "/compte/password/reset/key/", "/!")),
        patterns=("cncd_portal.urls.urlpatterns",),
    ),
]
