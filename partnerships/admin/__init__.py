from partnerships.admin import (
    authority,
    background,
    country,
    dossier,
    lists,
    mail,
    partner,
    partnership,
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
]
