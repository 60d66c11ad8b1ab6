from partnerships.admin import (
    authority,
    background,
    country,
    dossier,
    lists,
    mail,
    partner,
    partnership,
    reader_report,
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
    "reader_report",
    "site",
]
