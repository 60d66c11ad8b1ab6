"""The address of a public picture."""

from django.urls import reverse

from partnerships.models import PartnershipImage


def address_of(partnership, width=480, end="jpg", uuid=None):
    uuid = uuid or PartnershipImage.objects.get().uuid
    return reverse("partnerships:partnership_image", args=[partnership.public_id, uuid, width, end])
