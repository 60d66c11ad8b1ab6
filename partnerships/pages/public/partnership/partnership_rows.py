"""A partnership and its two sides as its page reads them, in three queries."""

from django.http import Http404

from cncd_portal.accounts.prepared_query import PreparedQuery
from partnerships.models import Partnership, PartnershipAuthority, PartnershipPartner

ROW = PreparedQuery(
    lambda: Partnership.objects.select_related("current_version").filter(public_id="")
)
HERE = PreparedQuery(lambda: PartnershipAuthority.objects.with_authority().filter(partnership=0))
THERE = PreparedQuery(
    lambda: PartnershipPartner.objects.with_partner("place").filter(partnership=0)
)


def partnership_or_404(public_id: str) -> Partnership:
    """Returns the partnership of this identifier with its current version, whoever may read it."""
    found = ROW.first(public_id)
    if not found:
        raise Http404
    return found


def read_sides(partnership: Partnership) -> Partnership:
    """Gives `partnership` the links of `with_sides`, with the places of its partners."""
    partnership.authority_links = HERE.all(partnership.pk)
    partnership.partner_links = THERE.all(partnership.pk)
    return partnership
