"""Which of two values of a field a merge suggests, by one rule for every kind of record.

The filled one; else the one of the better source; else the newer one; else that of the kept record.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from django.db.models import Model
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import InternationalPartner, Partnership
from partnerships.publication.authorities import BY_OFFICER
from partnerships.publication.merge.columns import BOTH, GONE, KEPT


class Rank(IntEnum):
    """From the weakest source to the strongest; no kind of record has them all."""

    IMPORTED = 0
    TYPED_BY_OFFICER = 1
    DECLARED = 2
    REFERENCE = 3
    CONFIRMED = 4


BETTER: dict[Rank, Promise] = {
    Rank.DECLARED: gettext_lazy(
        "déclarée par une collectivité, l’autre vient d’une source publique"
    ),
    Rank.REFERENCE: gettext_lazy("donnée de référence, l’autre est saisie par l’administration"),
    Rank.CONFIRMED: gettext_lazy("confirmée par sa collectivité"),
}


@dataclass(frozen=True)
class Source:
    """Where the values of a record come from; `on`: the day they were last said to be true."""

    rank: Rank
    on: date | None = None


def source_of(row: Model) -> Source:
    """Returns the source of a partner, a partnership (with its version) or an authority."""
    if isinstance(row, Partnership):
        return _source_of_partnership(row)
    if isinstance(row, InternationalPartner):
        # Partners that imports create say where from; those of declarations say nothing.
        return Source(Rank.IMPORTED if row.source else Rank.DECLARED)
    is_typed = row.source.startswith(BY_OFFICER)
    return Source(Rank.TYPED_BY_OFFICER if is_typed else Rank.REFERENCE)


def _source_of_partnership(row):
    published_on = timezone.localdate(row.current_version.created_at)
    if row.is_imported:
        return Source(Rank.IMPORTED, published_on)
    if row.confirmed_on and row.confirmed_on >= published_on:
        return Source(Rank.CONFIRMED, row.confirmed_on)
    return Source(Rank.DECLARED, published_on)


@dataclass(frozen=True)
class Suggestion:
    """The value that a merge suggests: KEPT, GONE or BOTH, and why."""

    choice: str
    why: str


def suggestion_of(
    kept_values: list[str],
    gone_values: list[str],
    kept: Source,
    gone: Source,
    *,
    may_take_both: bool = False,
) -> Suggestion:
    """Compares the values of a field in the kept record and in the other one."""
    if not (kept_values and gone_values):
        return Suggestion(KEPT if kept_values else GONE, _("la seule remplie"))
    if may_take_both and set(gone_values) - set(kept_values):
        return Suggestion(BOTH, _("rien ne se perd"))
    if kept.rank != gone.rank:
        choice = KEPT if kept.rank > gone.rank else GONE
        return Suggestion(choice, str(BETTER[max(kept.rank, gone.rank)]))
    if kept.on and gone.on and kept.on != gone.on:
        choice = KEPT if kept.on > gone.on else GONE
        day = formats.date_format(max(kept.on, gone.on), "j F Y")
        return Suggestion(choice, _("la plus récente, du %(day)s") % {"day": day})
    return Suggestion(KEPT, _("celle de la fiche gardée, rien ne les départage"))
