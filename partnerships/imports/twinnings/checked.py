"""A few dozen twinnings, each checked by hand, for a first run without a file."""

from partnerships.imports.reference.authorities import DATA, read_rows
from partnerships.imports.twinnings.authorities import authorities_by_code
from partnerships.imports.twinnings.partners import PartnerMatcher
from partnerships.imports.twinnings.plan import Pair, Plan, load_plan, unpublished
from partnerships.imports.twinnings.towns import TownMatcher

CHECKED = DATA / "checked_twinnings.tsv"


def load_checked_twinnings() -> int:
    """Publishes the new checked twinnings whose authority is loaded. Returns how many.

    They use the same code and keys as the import, so importing the whole file later duplicates
    none of them.
    """
    rows = list(read_rows(CHECKED))
    authorities = authorities_by_code([row["insee_code"] for row in rows])
    matcher = PartnerMatcher(TownMatcher(row["partner"] for row in rows))
    pairs = []
    for row in rows:
        point = (float(row["latitude"]), float(row["longitude"]))
        partner, _grounds = matcher.match(row["partner"], row["country"], point)
        if row["insee_code"] in authorities:
            pairs.append(Pair(authorities[row["insee_code"]], partner, row["source"]))
    return load_plan(Plan(pairs=unpublished(pairs)))
