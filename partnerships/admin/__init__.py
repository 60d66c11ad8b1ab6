from partnerships.admin import (
    authority,
    background,
    country,
    dossier,
    lists,
    mail,
    partner,
    partnership,
    site,
)

__all__ = [
    "authority",
    "background",
    "country",
    "dossier",
    "lists",
    "mail",
    "partner",
    "partnership",
    "site",
]
