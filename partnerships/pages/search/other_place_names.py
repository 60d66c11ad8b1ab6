"""What régions and départements are called in short and in other languages, for finding only."""

import csv
import functools

from partnerships.country_names import OWN_NAMES
from partnerships.models import Facet

OTHER_NAMES = OWN_NAMES.with_name("french_place_names.tsv")


@functools.cache
def _other_names() -> dict[tuple[str, str], list[str]]:
    with OTHER_NAMES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {(row["list"], row["code"]): row["names"].split("|") for row in rows}


def other_names(facet: Facet, code: str) -> list[str]:
    """Returns the abbreviations of a place and its names in other languages."""
    return _other_names().get((facet.value, code), [])
