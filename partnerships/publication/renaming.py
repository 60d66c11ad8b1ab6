"""Former names of authorities and partners: kept on the record, so that it is still found by them,
with the day when each changed.
"""

from collections import defaultdict

from django.utils import timezone

from partnerships.analysis import fold
from partnerships.models import InternationalPartner, LocalAuthority, Renaming


def renaming_of(
    row: LocalAuthority | InternationalPartner, before: str, own: tuple[str, ...]
) -> Renaming | None:
    """Adds the name `before` to the former ones of `row` if none of `own`, its names of today, is
    like it; an accent or a capital makes no other name. Returns the renaming; neither is saved.
    """
    if not before or fold(before) in map(fold, own):
        return None
    row.add_former_name(before)
    kind = "authority" if isinstance(row, LocalAuthority) else "partner"
    return Renaming(**{kind: row}, former_name=before, renamed_at=timezone.now())


def former_by_renaming() -> dict[str, list[dict[str, str]]]:
    """Returns {key: former names} of the authorities that were renamed here."""
    names = defaultdict(list)
    for each in Renaming.objects.filter(partner=None).select_related("authority").order_by("pk"):
        names[each.authority.key] += [
            old for old in each.authority.former if old["name"] == each.former_name
        ]
    return names
