"""Identifiers: read strictly in texts that pages send, where anything else raises no error; their
addresses on Wikidata.
"""

import re
from urllib.parse import urlencode
from uuid import UUID

WIKIDATA = "https://www.wikidata.org/"
# « jumelé avec »: the property, where no place is named.
WIKIDATA_TWINNED = f"{WIKIDATA}wiki/Property:P190"
WIKIDATA_ITEM = r"Q[1-9][0-9]{0,14}"


def uuid_of(text: str) -> UUID | None:
    """Returns the UUID that a page sent; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def is_uuid(text: object) -> bool:
    """Whether `text` is a UUID in canonical form."""
    try:
        return isinstance(text, str) and str(UUID(text)) == text
    except ValueError:
        return False


def number_of(text: str) -> int:
    """Returns `text`, sent by a page, as a number a database key may have; 0 for anything else."""
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else 0


def wikidata_address(item: str | None, name: str) -> str:
    """Returns the page of an item of Wikidata; of a search for `name` where it is not known."""
    return (
        f"{WIKIDATA}wiki/{item}" if item else f"{WIKIDATA}w/index.php?{urlencode({'search': name})}"
    )
