"""The pages « Mes notifications »: the list, and the choice of frequencies."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Dossier, DossierMute, Frequency, Notification
from partnerships.notifications.events import BY_NAME, EVENTS, Event, Side
from partnerships.notifications.kinds import UnreadKind, gathered_kinds
from partnerships.notifications.lists import KIND, STATE, UNREAD
from partnerships.notifications.preferences import choices_of
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate

PAGE_SIZE = 30


@dataclass(frozen=True)
class Row:
    """A notification; `dossier`: its dossier, or None if the user no longer sees it."""

    notification: Notification
    dossier: Dossier | None


class NotificationPage:
    """The list, newest first; `data`: the query string (page, all or unread only, one kind).

    Unread ones of a kind that has several are gathered (`kinds`), and out of the list of all
    kinds.
    """

    def __init__(self, user, data):
        self.user, self.data = user, data
        self.is_unread_only = data.get(STATE) == UNREAD
        self.kind = BY_NAME.get(data.get(KIND, ""))

    @cached_property
    def kinds(self) -> list[UnreadKind]:
        return [] if self.kind else gathered_kinds(self.user)

    @property
    def is_first(self) -> bool:
        """Whether this is the first page, which shows `kinds`."""
        return not self.page.before

    @property
    def kept(self) -> str:
        """What the links between pages keep of the address."""
        kept = {STATE: UNREAD} if self.is_unread_only else {}
        if self.kind:
            kept[KIND] = self.kind.name
        return f"{urlencode(kept)}&" if kept else ""

    @cached_property
    def page(self):
        rows = Notification.objects.filter(user=self.user)
        if self.kind:
            rows = rows.filter(event=self.kind.name)
        gathered = [each.event.name for each in self.kinds]
        if gathered:
            rows = rows.exclude(event__in=gathered, read_at__isnull=True)
        return paginate(
            [rows.unread() if self.is_unread_only else rows],
            Order(),
            after=self.data.get(AFTER, ""),
            before=self.data.get(BEFORE, ""),
            size=PAGE_SIZE,
        )

    @cached_property
    def rows(self) -> list[Row]:
        keys = {row.dossier_id for row in self.page.rows} - {None}
        visible = Dossier.objects.visible_to(self.user).in_bulk(keys)
        return [Row(row, visible.get(row.dossier_id)) for row in self.page.rows]


# The permission without which a side has nothing to hear.
PERMISSIONS = {
    Side.OFFICER: "partnerships.review_dossier",
    Side.CURATOR: "proposals.curate_proposals",
}


def sides_of(user) -> list[Side]:
    """Returns the sides whose events concern `user`: of members for everyone, of officers and of
    curators for them too.
    """
    return [side for side in Side if side not in PERMISSIONS or user.has_perm(PERMISSIONS[side])]


class NotificationChoices(forms.Form):
    """One frequency per event, for the sides that concern `user`."""

    def __init__(self, user, data=None):
        super().__init__(data)
        self.user = user
        chosen = choices_of(user)
        for event in self._optional():
            self.fields[event.name] = forms.ChoiceField(
                label=event.label,
                choices=Frequency.choices,
                initial=chosen[event.name],
                error_messages={"invalid_choice": _("Choisissez une des fréquences proposées.")},
            )

    def _events_of(self, side: Side) -> list[Event]:
        return [event for event in EVENTS if event.side == side]

    def _optional(self):
        return [e for side in sides_of(self.user) for e in self._events_of(side) if not e.always]

    @property
    def sides(self):
        """Yields (label, fields) of each side."""
        for side in sides_of(self.user):
            optional = [event for event in self._events_of(side) if not event.always]
            yield side.value, [self[event.name] for event in optional]

    @property
    def always(self) -> list[Event]:
        """The events that are always notified."""
        return [event for event in BY_NAME.values() if event.always]

    @property
    def frequencies(self) -> dict[str, Frequency]:
        return {name: Frequency(value) for name, value in self.cleaned_data.items()}

    @cached_property
    def muted(self):
        """The muted dossiers that the user still sees."""
        mutes = DossierMute.objects.filter(user=self.user).values("dossier")
        return Dossier.objects.visible_to(self.user).filter(pk__in=mutes).order_by("-pk")
