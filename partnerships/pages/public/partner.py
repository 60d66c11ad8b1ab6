from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.models import Facet, InternationalPartner
from partnerships.pages.components.metadata.profile_metadata import profile_metadata
from partnerships.pages.public.partner_history import PartnerHistory
from partnerships.pages.public.profile_map import PartnerMap
from partnerships.pages.public.profile_page import ProfilePage
from partnerships.pages.public.profile_sentence import foreign_sentence
from partnerships.pages.public.redirects import by_other_codes

# What tells the partnerships of a partner apart.
FILTERED_BY = (Facet.REGION, Facet.THEME, Facet.KIND, Facet.PHASE)


@public_page()
@require_safe
@by_other_codes(Facet.PARTNER)
def partner_detail(request, uuid):
    """The page of a foreign partner."""
    partners = InternationalPartner.objects.current().select_related("country", "place")
    partner = get_object_or_404(partners, uuid=uuid)
    profile, sentence = ProfilePage(Facet.PARTNER, str(partner.uuid), FILTERED_BY), ""
    context = {"partner": partner, "profile": profile, "history": PartnerHistory(partner)}
    if profile.count:
        sentence = foreign_sentence(profile, str(partner))
        context |= {"sentence": sentence, "map": PartnerMap(partner, profile)}
    context["metadata"] = profile_metadata(partner, sentence)
    return render(request, "partnerships/public/partner_detail.html", context)
