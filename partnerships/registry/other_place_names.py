"""What régions and départements are called in short and in other languages, for finding only."""

import csv
import functools
from pathlib import Path

from partnerships.models import Facet

OTHER_NAMES = Path(__file__).parents[1] / "data" / "french_place_names.tsv"


@functools.cache
def all_other_names() -> dict[tuple[str, str], list[str]]:
    """Returns {(facet, code): the other names of a place}."""
    with OTHER_NAMES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {(row["list"], row["code"]): row["names"].split("|") for row in rows}


def other_names(facet: Facet, code: str) -> list[str]:
    """Returns the abbreviations of a place and its names in other languages."""
    return all_other_names().get((facet.value, code), [])
