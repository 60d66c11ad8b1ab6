"""The metadata in the head of a public page: its names, address, feeds, picture and data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cncd_portal.prepared_address import address_of
from cncd_portal.site_address import absolute_address
from partnerships.pages.components.metadata.linked_data import breadcrumb_data, data_block
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Page

Text = str | Promise


class Crumb(NamedTuple):
    """A page above another one."""

    label: Text
    path: str


class FeedLink(NamedTuple):
    title: Text
    path: str


@dataclass(frozen=True)
class Metadata:
    """`title`: without the name of the site; `path`: the one address of the page, with its query;
    `trail`: the pages above it, the home page left out; `label`: its own name there, its title by
    default; `data`: objects of schema.org beside the breadcrumb; `picture`: the path of the picture
    that is shown where the page is shared, "" without one.
    """

    title: Text
    description: Text
    path: str
    trail: Sequence[Crumb] = ()
    label: Text = ""
    data: Sequence[dict] = ()
    feeds: Sequence[FeedLink] = ()
    picture: str = ""
    # The path of the page that gives the code to show it on another site.
    embed: str = ""
    is_article: bool = False
    is_indexed: bool = True

    @property
    def address(self) -> str:
        return absolute_address(self.path)

    @property
    def picture_address(self) -> str:
        return absolute_address(self.picture) if self.picture else ""

    @cached_property
    def crumbs(self) -> list[Crumb]:
        """The pages from the home page to this one, which is last; none on the home page."""
        home = address_of("portal:home")
        if self.path == home:
            return []
        return [Crumb(_("Accueil"), home), *self.trail, Crumb(self.label or self.title, self.path)]

    @property
    def data_block(self) -> SafeString | str:
        """The data as JSON-LD, "" if there is none."""
        breadcrumb = [breadcrumb_data(self.crumbs)] if self.crumbs else []
        return data_block([*breadcrumb, *self.data])


def cursor_of(page: Page, data: QueryDict) -> dict[str, str]:
    """Returns the parameter of the query that leads to `page`; {} if it is the first one."""
    if not page.before:
        return {}
    name = AFTER if data.get(AFTER) else BEFORE
    return {name: data.get(name, "")}


def is_forward(cursor: Mapping[str, str]) -> bool:
    """Whether a page is reached from the first one by its « next » alone: the others show the same
    rows cut elsewhere, and search engines leave them out.
    """
    return BEFORE not in cursor


def continued(title: str, page: Page, cursor: Mapping[str, str]) -> str:
    """Returns the title of a page of a list, which names its first row if it is not the first."""
    if not cursor or not page.rows:
        return title
    return _("%(title)s – suite, à partir de «\u202f%(first)s\u202f»") % {
        "title": title,
        "first": page.rows[0],
    }
