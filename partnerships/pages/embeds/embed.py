"""Parts of the registry in the pages of other sites: no session, no cookie, no menu.

Only these addresses may be framed. Their links open in another tab.
"""

from dataclasses import replace
from http import HTTPStatus

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cncd_portal.content_policy import ANYWHERE, content_policy
from cncd_portal.database import one_instant
from cncd_portal.public_page import public_page
from cncd_portal.site_address import absolute_address
from partnerships.maps.drawing import Drawing
from partnerships.models import Partnership
from partnerships.pages.components.metadata.result_metadata import (
    canonical_query,
    filtered_sentence,
)
from partnerships.pages.embeds.embed_options import OPTIONS, EmbedOptions
from partnerships.pages.embeds.embedded_profile import EmbeddedProfile, profile_row
from partnerships.pages.map.result_map_page import map_page
from partnerships.registry.listing import QUERY, Listing
from partnerships.registry.result_views import LIST, MAP
from partnerships.registry.rows import PartnershipRows


def _embed(request, template, *, title, path, status=HTTPStatus.OK, **context):
    """Returns a framed page; `path`: of the page that it shows a part of."""
    context |= {
        "options": EmbedOptions.read(request.GET),
        "title": title,
        "address": absolute_address(path),
    }
    return render(request, template, context, status=status)


def _gone(request, status):
    title, path = _("Cette page du registre n’est plus en ligne"), reverse("partnerships:registry")
    return _embed(
        request, "partnerships/embeds/embedded_nothing.html", title=title, path=path, status=status
    )


@content_policy(ANYWHERE)
@public_page(query=OPTIONS)
@require_safe
def embedded_partnership(request, public_id):
    """The card of a partnership; the frame of one that left the registry says so."""
    found = Partnership.objects.select_related("merged_into").filter(public_id=public_id).first()
    if found is None:
        return _gone(request, HTTPStatus.NOT_FOUND)
    partnership = found.merged_into or found
    if partnership.is_suspended:
        return _gone(request, HTTPStatus.GONE)
    return _embed(
        request,
        "partnerships/embeds/embedded_partnership.html",
        title=partnership.title,
        path=partnership.get_absolute_url(),
        partnership=partnership,
        rows=PartnershipRows([partnership]),
    )


@content_policy(ANYWHERE)
@public_page(query=OPTIONS)
@require_safe
def embedded_profile(request, kind, key):
    """The card of what has a profile, that of a merged one as the one it was merged into."""
    with one_instant():
        row = profile_row(kind, key)
        if row is None:
            return _gone(request, HTTPStatus.NOT_FOUND)
        return _embed(
            request,
            "partnerships/embeds/embedded_profile.html",
            title=str(row),
            path=row.get_absolute_url(),
            profile=EmbeddedProfile(row, EmbedOptions.read(request.GET).rows),
        )


@content_policy(ANYWHERE)
@public_page(query=[*QUERY, *OPTIONS])
@require_safe
def embedded_list(request):
    """The first partnerships that a query of the registry finds: a frame never shows others than
    those of its filters, whose values may have left the registry.
    """
    options = EmbedOptions.read(request.GET)
    with one_instant():
        listing = Listing(request.GET, replace(LIST, page_size=options.rows))
        if listing.filterset.has_unknown_values:
            return _gone(request, HTTPStatus.NOT_FOUND)
        return _embed(
            request,
            "partnerships/embeds/embedded_list.html",
            title=filtered_sentence(listing),
            path=LIST.path + canonical_query(listing),
            listing=listing,
        )


def _without_links(drawing: Drawing) -> Drawing:
    """Returns the map alone: a link of a drawing would open inside of the frame."""
    without = {
        name: [replace(each, address="") for each in getattr(drawing, name)]
        for name in ("circles", "names", "narrow_names")
    }
    return replace(drawing, **without)


@content_policy(ANYWHERE)
@public_page(query=[*QUERY, *OPTIONS])
@require_safe
def embedded_map(request):
    """The map of the partnerships that a query finds, with all its filters as the list has."""
    with one_instant():
        listing = Listing(request.GET, MAP)
        if listing.filterset.has_unknown_values:
            return _gone(request, HTTPStatus.NOT_FOUND)
        page = map_page(listing)
        return _embed(
            request,
            "partnerships/embeds/embedded_map.html",
            title=filtered_sentence(listing),
            path=MAP.path + canonical_query(listing),
            listing=listing,
            map=page,
            drawing=_without_links(page.main) if page.main else None,
        )
