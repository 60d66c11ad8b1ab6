"""What the form of a progress note sends."""

from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from proposals.models import Progress

WITHOUT_EVIDENCE = {"link-0-url": None, "link-0-label": None, "link-0-on": None}


def today():
    return timezone.localdate()


def address(number=5):
    return reverse("proposals:workshop_note", args=[number])


def sent(**fields):
    """What the form sends, with a page as evidence; None leaves a field out."""
    values = {
        "note": str(uuid4()),
        "seen": "0",
        "on": today().isoformat(),
        "progress": Progress.UNDER_WAY,
        "text": "Deux collectivités publient leurs données.",
        "judged_by": "Bureau de la coopération",
        "link-0-url": "https://example.org/page",
        "link-0-label": "Le portail commun",
        "link-0-on": today().isoformat(),
        **fields,
    }
    return {name: value for name, value in values.items() if value is not None}
