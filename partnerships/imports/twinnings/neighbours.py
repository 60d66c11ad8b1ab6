"""Reports the rows of one authority whose partners resemble each other, loaded as two twinnings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from partnerships.imports.twinnings.partners import SAME_PLACE_KM, Candidate
from partnerships.names import name_key, name_resemblance
from partnerships.proximity import distance_km

# (row, pair, grounds), as `plan.py` has them.
Matched = tuple


def _keys(partner: Candidate) -> frozenset[str]:
    return frozenset(name_key(name) for name in (partner.name, partner.name_fr) if name)


def _grounds(one: Candidate, other: Candidate, line: int) -> str:
    """Returns why `one` is another partner than that of `line`; "" if they do not resemble."""
    if one.country != other.country:
        return ""
    reason = name_resemblance(_keys(one), _keys(other))
    km = distance_km(one.point, other.point)
    if reason is None or (reason != "same_name" and km > SAME_PLACE_KM):
        return ""
    text = (
        _("Chargé à part de la ligne %(line)d (%(name)s)\u202f: même nom, mais à %(km)d km.")
        if reason == "same_name"
        else _("Chargé à part de la ligne %(line)d (%(name)s, à %(km)d km)\u202f: autre nom.")
    )
    return text % {"line": line, "name": other.name, "km": round(km)}


def with_neighbours(matched: Iterable[Matched]) -> Iterator[Matched]:
    """Yields the matched rows; the grounds say which earlier row may be the same twinning."""
    earlier = defaultdict(list)
    for row, pair, grounds in matched:
        others = earlier[pair.authority.key]
        near = [_grounds(pair.partner, other, line) for other, line in others]
        others.append((pair.partner, row.line))
        yield row, pair, " ".join(filter(None, (grounds, *near)))
