"""« Mes notifications »: the list, and the choice of frequencies."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Dossier, DossierMute, Frequency, Notification
from partnerships.notifications.events import BY_NAME, EVENTS, Event, Side
from partnerships.notifications.preferences import choices_of
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate

PAGE_SIZE = 30


@dataclass(frozen=True)
class Row:
    """`dossier`: the one it is about, if the person still sees it."""

    notification: Notification
    dossier: Dossier | None


class NotificationPage:
    """Notifications, newest first; `data`: the query, with the page and « unread only »."""

    def __init__(self, user, data):
        self.user, self.data = user, data
        self.is_unread_only = data.get("etat", "") == "non-lues"

    @cached_property
    def page(self):
        rows = Notification.objects.filter(user=self.user)
        return paginate(
            [rows.unread() if self.is_unread_only else rows],
            Order(),
            after=self.data.get(AFTER, ""),
            before=self.data.get(BEFORE, ""),
            size=PAGE_SIZE,
        )

    @cached_property
    def rows(self) -> list[Row]:
        about = {row.dossier_id for row in self.page.rows} - {None}
        seen = Dossier.objects.visible_to(self.user).in_bulk(about)
        return [Row(row, seen.get(row.dossier_id)) for row in self.page.rows]


def sides_of(user) -> list[Side]:
    """Sides whose events concern `user`: member, and officer if they are one."""
    is_officer = user.has_perm("partnerships.review_dossier")
    return list(Side) if is_officer else [Side.MEMBER]


class NotificationChoices(forms.Form):
    """One frequency for each event of the sides that concern `user`."""

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

    def _of(self, side: Side) -> list[Event]:
        return [event for event in EVENTS if event.side == side]

    def _optional(self):
        return [e for side in sides_of(self.user) for e in self._of(side) if not e.always]

    @property
    def sides(self):
        """(its words, its fields) of each side."""
        for side in sides_of(self.user):
            optional = [event for event in self._of(side) if not event.always]
            yield side.value, [self[event.name] for event in optional]

    @property
    def always(self) -> list[Event]:
        """What nobody may do without."""
        return [event for event in BY_NAME.values() if event.always]

    @property
    def frequencies(self) -> dict[str, Frequency]:
        return {name: Frequency(value) for name, value in self.cleaned_data.items()}

    @cached_property
    def muted(self):
        """The silenced files that the person still sees."""
        silenced = DossierMute.objects.filter(user=self.user).values("dossier")
        return Dossier.objects.visible_to(self.user).filter(pk__in=silenced).order_by("-pk")
