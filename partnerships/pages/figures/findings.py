"""Titles that state what a figure shows, chosen from its numbers."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

FEW = 10
# The fractions that a share is written as, where the nearest is near enough.
FRACTIONS = ((1, 10), (1, 5), (1, 4), (1, 3), (1, 2), (2, 3), (3, 4), (9, 10))
NEAR, EQUAL = 0.025, 0.005


def _fractions():
    return {
        (1, 10): (_("un partenariat connu ici sur dix"), _("d’un partenariat connu ici sur dix")),
        (1, 5): (_("un partenariat connu ici sur cinq"), _("d’un partenariat connu ici sur cinq")),
        (1, 4): (
            _("un partenariat connu ici sur quatre"),
            _("d’un partenariat connu ici sur quatre"),
        ),
        (1, 3): (
            _("un partenariat connu ici sur trois"),
            _("d’un partenariat connu ici sur trois"),
        ),
        (1, 2): (_("un partenariat connu ici sur deux"), _("d’un partenariat connu ici sur deux")),
        (2, 3): (
            _("deux partenariats connus ici sur trois"),
            _("de deux partenariats connus ici sur trois"),
        ),
        (3, 4): (
            _("trois partenariats connus ici sur quatre"),
            _("de trois partenariats connus ici sur quatre"),
        ),
        (9, 10): (
            _("neuf partenariats connus ici sur dix"),
            _("de neuf partenariats connus ici sur dix"),
        ),
    }


def share_of_partnerships(count: int, total: int) -> str:
    """Returns « près d’un partenariat connu ici sur trois », « 84 % des partenariats connus ici »,
    « tous les partenariats connus ici ».
    """
    if count == total:
        return (
            _("tous les partenariats connus ici")
            if total > 1
            else _("le seul partenariat connu ici")
        )
    if total < FEW:
        text = ngettext(
            "%(count)s partenariat connu ici sur %(total)s",
            "%(count)s partenariats connus ici sur %(total)s",
            count,
        )
        return text % {"count": count, "total": total}
    share = count / total
    nearest = min(FRACTIONS, key=lambda pair: abs(pair[0] / pair[1] - share))
    difference = share - nearest[0] / nearest[1]
    if abs(difference) <= NEAR:
        alone, after = _fractions()[nearest]
        if abs(difference) <= EQUAL:
            return alone
        return (_("plus %(of)s") if difference > 0 else _("près %(of)s")) % {"of": after}
    percent = min(99, max(1, round(100 * share)))
    return _("%(percent)s\u202f%% des partenariats connus ici") % {"percent": percent}


def first_alone(counts: dict[str, int]) -> str | None:
    """Returns the value that is more frequent than any other, None if several are."""
    highest = max(counts.values())
    first = [value for value, count in counts.items() if count == highest]
    return first[0] if len(first) == 1 else None
