"""Where the partnerships of a région or of a département are."""

from urllib.parse import urlencode

from django.urls import reverse

from partnerships.models import Departement, Facet, Region


def place_address(place: Region | Departement) -> str:
    """Returns the address of the partnerships of a région or of a département."""
    facet = Facet.REGION if isinstance(place, Region) else Facet.DEPARTEMENT
    return f"{reverse('partnerships:registry')}?{urlencode({facet.value: place.pk})}"
