"""The address of the page of a dossier for officers, with the list that it was opened from."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from partnerships.identifiers import uuid_of
from partnerships.models import Partnership

# « Suivant »; a queue and a place in it (pages/queue/queue_origin.py).
NEXT, LIST, PLACE = "suivant", "liste", "rang"
# The dossier whose page led to an act on the partnership that it published.
DOSSIER = "dossier"
LONGEST = 2_000


def origin_fields(data: QueryDict) -> dict[str, str]:
    """Returns what an address says of the list that its dossier was opened from. It is carried as
    it came, within addresses of ours, and parsed where the list is shown.
    """
    return {
        name: value
        for name in (NEXT, LIST, PLACE)
        if 0 < len(value := data.get(name, "")) <= LONGEST
    }


def origin_suffix(data: QueryDict) -> str:
    """Returns `origin_fields` as a query, after « ? »; "" without a list."""
    fields = origin_fields(data)
    return f"?{urlencode(fields)}" if fields else ""


def review_address(request, uuid, anchor: str = "") -> str:
    """Returns the address of the page of a dossier, with the list of the request."""
    page = reverse("partnerships:review_detail", args=[uuid])
    return f"{page}{origin_suffix(request.GET)}{anchor}"


def dossier_opened_from(request, partnership: Partnership) -> str:
    """Returns the address of the page of the dossier that the page of an act on `partnership` was
    opened from, with the list of the request; "" if it was opened from elsewhere.
    """
    uuid = uuid_of(request.GET.get(DOSSIER, ""))
    is_of_page = uuid and partnership.dossiers.deposited().filter(uuid=uuid).exists()
    return review_address(request, uuid) if is_of_page else ""
