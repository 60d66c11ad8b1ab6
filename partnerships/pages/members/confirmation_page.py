"""The partnerships that a person is asked to confirm this year, many at once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.utils import timezone

from partnerships.models import Campaign, Dossier, Partnership
from partnerships.publication.confirm import confirm
from partnerships.publication.publish import OutdatedBase
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate
from partnerships.workflow.campaign import unconfirmed_partnerships

PAGE_SIZE = 30
# « 7gkq2m4x:3 »: a partnership and the version that the page showed.
SEEN = re.compile(r"([a-z0-9]{8}):([0-9]{1,6})")


def partnerships_to_confirm(user, campaign: Campaign | None):
    """The partnerships that `campaign` asks `user` to confirm."""
    return unconfirmed_partnerships(campaign, Partnership.objects.confirmable_by(user))


class ConfirmationPage:
    def __init__(self, user, data):
        self.user, self.data = user, data
        self.campaign = Campaign.objects.running(timezone.localdate())

    @cached_property
    def page(self):
        rows = partnerships_to_confirm(self.user, self.campaign).with_sides().with_version()
        open_dossiers = Dossier.objects.open().only("uuid", "partnership", "status", "kind")
        return paginate(
            [rows.prefetch_related(Prefetch("dossiers", open_dossiers, to_attr="open_dossiers"))],
            Order(descending=False),
            after=self.data.get(AFTER, ""),
            before=self.data.get(BEFORE, ""),
            size=PAGE_SIZE,
        )

    @cached_property
    def count(self) -> int:
        return partnerships_to_confirm(self.user, self.campaign).count()

    @cached_property
    def has_confirmed(self) -> bool:
        """Whether the user's authorities have partnerships that are confirmed since it opened."""
        confirmable = Partnership.objects.confirmable_by(self.user)
        return confirmable.filter(confirmed_on__gte=self.campaign.opens_on).exists()

    @property
    def is_late(self) -> bool:
        return bool(self.campaign) and timezone.localdate() > self.campaign.due_on


@dataclass
class ConfirmationResult:
    """The rows that were confirmed, and those published again since the table was shown."""

    done: list[Partnership] = field(default_factory=list)
    changed: list[Partnership] = field(default_factory=list)


def confirm_all(user, seen: Iterable[str]) -> ConfirmationResult:
    """Confirms each partnership at the version seen; skips those `user` may not confirm."""
    versions = dict(match.groups() for text in seen if (match := SEEN.fullmatch(text)))
    rows = Partnership.objects.confirmable_by(user).filter(public_id__in=list(versions))
    result = ConfirmationResult()
    for partnership in rows.order_by("pk"):
        try:
            confirm(partnership, int(versions[partnership.public_id]), by=user)
        except OutdatedBase:
            result.changed.append(partnership)
        except PermissionDenied:
            continue
        else:
            result.done.append(partnership)
    return result
