"""The public history of a partnership: its versions and what each changed, its confirmations, the
times it was suspended. Of a changed text only the name is given: what was removed is not shown
again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.accounts.prepared_query import PreparedQuery
from partnerships.document.plain_fields import PLAIN_FIELDS, TEXTS, comparable
from partnerships.document.schema import FIELD_LABELS, ITEM_LISTS, VALUE_LISTS, upgraded
from partnerships.models import Confirmation, Partnership, PartnershipVersion, Suspension

# Entries shown at once; the others are folded.
SHOWN = 6
CONFIRMATIONS = PreparedQuery(lambda: Confirmation.objects.filter(partnership=0).only("at"))
SUSPENSIONS = PreparedQuery(
    lambda: Suspension.objects.filter(partnership=0).only("suspended_at", "resumed_at")
)
LIST_LABELS = {
    "authorities": gettext_lazy("collectivités"),
    "partners": gettext_lazy("partenaires"),
    "budget": gettext_lazy("budget"),
    "indicators": gettext_lazy("indicateurs"),
    "contributions": gettext_lazy("propositions portées"),
    "documents": gettext_lazy("documents"),
    "images": gettext_lazy("images"),
}


@dataclass(frozen=True)
class Entry:
    """An event of the history. `changes`: what a version changed, in words."""

    at: datetime
    title: str
    detail: str = ""
    changes: tuple[str, ...] = ()


def _changed_field(field, old, new) -> str:
    """Returns « phase : en cours → terminé », and of a text only its label."""
    label = str(FIELD_LABELS[field.name])
    if field.name in TEXTS:
        return label
    was, now = (field.words(field.to_python(each[field.name])) for each in (old, new))
    unknown = _("non renseigné")
    values = {"label": label, "old": was or unknown, "new": now or unknown}
    return _("%(label)s\u202f: %(old)s → %(new)s") % values


def _is_changed(name, old, new) -> bool:
    if name in ITEM_LISTS:
        return [comparable(name, each) for each in old[name]] != [
            comparable(name, each) for each in new[name]
        ]
    return comparable(name, old[name]) != comparable(name, new[name])


def changes_between(old: dict, new: dict) -> tuple[str, ...]:
    """Returns the names of what changed from a public projection to another, in their order."""
    old, new = upgraded(old), upgraded(new)
    fields = [
        _changed_field(each, old, new) for each in PLAIN_FIELDS if _is_changed(each.name, old, new)
    ]
    names = "lead_authority", *VALUE_LISTS, *ITEM_LISTS
    lists = [
        str(LIST_LABELS.get(name, FIELD_LABELS[name]))
        for name in names
        if _is_changed(name, old, new)
    ]
    return (*fields, *lists)


def _versions(partnership) -> list[PartnershipVersion]:
    """Returns the versions, the newest first; where there is one, that of the page."""
    current = partnership.current_version
    return [current] if current.number == 1 else list(partnership.versions.all())


def _version_entries(partnership) -> Iterator[Entry]:
    versions = _versions(partnership)
    for version, before in pairwise([*versions, None]):
        title = _("Version %(number)d publiée") % {"number": version.number}
        changes = changes_between(before.content, version.content) if before else ()
        yield Entry(version.created_at, title, capfirst(version.reason), changes)


def _confirmation_entries(partnership) -> Iterator[Entry]:
    for each in CONFIRMATIONS.all(partnership.pk) if partnership.was_confirmed else ():
        yield Entry(each.at, _("Confirmée par la collectivité"))


def _suspension_entries(partnership) -> Iterator[Entry]:
    for each in SUSPENSIONS.all(partnership.pk) if partnership.was_suspended else ():
        yield Entry(each.suspended_at, _("Suspendue par l’administration"))
        if each.resumed_at:
            yield Entry(each.resumed_at, _("Remise en ligne"))


class History:
    """The events of the public page of `partnership` (from `partnership_by_id`), the newest first,
    in three queries at most.
    """

    def __init__(self, partnership: Partnership):
        entries = [
            *_version_entries(partnership),
            *_confirmation_entries(partnership),
            *_suspension_entries(partnership),
        ]
        entries.sort(key=lambda entry: entry.at, reverse=True)
        self.entries, self.earlier = entries[:SHOWN], entries[SHOWN:]
        # An import without a later event has nothing that the page does not already say.
        self.is_shown = len(entries) > 1 or not partnership.is_imported
