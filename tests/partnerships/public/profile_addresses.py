"""The pages that tell of a partnership."""


def addresses(partnership):
    """The five kinds of pages that tell of `partnership`."""
    authority = partnership.lead_authority
    return [
        authority.get_absolute_url(),
        partnership.partners.get().get_absolute_url(),
        partnership.partners.get().country.get_absolute_url(),
        authority.region.get_absolute_url(),
        authority.departement.get_absolute_url(),
    ]
