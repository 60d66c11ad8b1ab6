"""/robots.txt: what crawlers leave out, and where the addresses of the site are listed."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from cncd_portal.site_address import absolute_address

# What is of no use to anyone who does not sign in, or that no machine may ask.
PRIVATE = (
    "/administration/",
    "/avis/",
    "/comparer/suggestions/",
    "/compte/",
    "/demonstration/",
    "/dossiers/",
    "/echeances/",
    "/instruction/",
    "/invitation/",
    "/mon-espace/",
    "/recherche/suggestions/",
    "/signalements/",
    "/signaler/",
)


@public_page(reads_rows=False)
@require_safe
def robots(request):
    context = {
        "private": PRIVATE,
        "sitemap": absolute_address(reverse("partnerships:sitemap")),
    }
    return render(request, "pages/robots.txt", context, content_type="text/plain")
