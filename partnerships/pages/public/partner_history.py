"""What the page of a foreign partner says of its past."""

from django.utils.functional import cached_property

from partnerships.models import InternationalPartner, Partnership


class PartnerHistory:
    """The names of the records merged into it, and its suspended partnerships."""

    def __init__(self, partner: InternationalPartner):
        self._partner = partner

    @property
    def former_names(self) -> list[str]:
        return self._partner.former_names

    @cached_property
    def names(self) -> list[str]:
        """The names that merged records had and that it has not."""
        own = {self._partner.name, self._partner.name_fr}
        merged = self._partner.merged_partners.values_list("name", "name_fr")
        names = dict.fromkeys(name for each in merged for name in each if name)
        return [name for name in names if name not in own]

    @cached_property
    def suspended_count(self) -> int:
        return Partnership.objects.suspended().filter(partners=self._partner).count()
