from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.models import Facet, InternationalPartner
from partnerships.pages.components.metadata.profile_metadata import profile_metadata
from partnerships.pages.public.partnership_summary import foreign_summary
from partnerships.pages.public.profile_map import PartnerMap
from partnerships.pages.public.redirects import redirect_to_current
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.profile import profile


@public_page(query=[BEFORE, AFTER])
@require_safe
def partner_detail(request, uuid):
    """The page of a foreign partner; a merged partner redirects to the one it was merged into."""
    partners = InternationalPartner.objects.select_related("country", "place", "merged_into")
    partner = get_object_or_404(partners, uuid=uuid)
    if partner.merged_into:
        return redirect_to_current(partner.merged_into)
    uuid = str(partner.uuid)
    found = profile(Facet.PARTNER, uuid, request.GET)
    summary = foreign_summary(Facet.PARTNER, uuid, str(partner), found["count"])
    context = {
        "partner": partner,
        **found,
        "summary": summary,
        "metadata": profile_metadata(partner, summary, found, request.GET),
        "map": PartnerMap(partner, found["count"]) if found["count"] else None,
    }
    return render(request, "partnerships/public/partner_detail.html", context)
