"""What a buffer names, fetched once: lists, authorities, partners, places, files."""

import re
from collections.abc import Iterable
from functools import cached_property
from uuid import UUID

from partnerships.models import (
    Attachment,
    Country,
    Dossier,
    Goal,
    InternationalPartner,
    LocalAuthority,
    Place,
    Theme,
)
from proposals.models import Proposal

# Of the seventeen goals, those of a form about cities come first.
FIRST_GOALS = (11, 9, 16, 17)
KEY = re.compile(r"[a-zA-Z0-9_-]{1,20}")
GEONAMES_ID = re.compile(r"[0-9]{1,12}")

# What is the same for all dossiers.
SHARED = (
    "authorities",
    "partners",
    "places",
    "countries",
    "proposals",
    "goals",
    "themes",
)

Buffer = dict[str, str | list[str]]


def is_uuid(text: object) -> bool:
    """Whether `text` is a UUID as the portal writes them."""
    try:
        return isinstance(text, str) and str(UUID(text)) == text
    except ValueError:
        return False


def number_of(text: str) -> int:
    """The number that `text` writes, of nine digits at most; 0 for what no page sends."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def together(buffers: Iterable[Buffer]) -> Buffer:
    """One buffer that names all that `buffers` name: their items, of which each has its uuid."""
    union: Buffer = {}
    for buffer in buffers:
        for path, value in buffer.items():
            if "." in path:
                union[path] = value
            elif isinstance(value, list):
                union[path] = [*union.get(path, []), *value]
    return union


def texts(value: object) -> list[str]:
    """A list of the buffer, whatever a hand put there."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


class References:
    """The rows that `buffer` names, each kind in one query, asked when first needed."""

    def __init__(self, dossier: Dossier, buffer: Buffer):
        self.dossier = dossier
        self.buffer = buffer

    def shared_with(self, dossier: Dossier, buffer: Buffer, attachments=()) -> "References":
        """Those of another buffer, whose rows are all among the ones fetched here: many dossiers
        are read with the queries of one.
        """
        other = References(dossier, buffer)
        other.attachments = {str(row.uuid): row for row in attachments}
        for name in SHARED:
            setattr(other, name, getattr(self, name))
        return other

    def named(self, list_name: str, field: str) -> list[str]:
        """Values of `field` over the items of a list."""
        values = [
            self.buffer.get(f"{list_name}.{uuid}.{field}")
            for uuid in texts(self.buffer.get(list_name))
        ]
        return [value for value in values if isinstance(value, str) and value]

    @cached_property
    def authorities(self) -> dict[str, LocalAuthority]:
        keys = {key for key in self.named("authorities", "authority") if KEY.fullmatch(key)}
        if not keys:
            return {}
        rows = LocalAuthority.objects.filter(key__in=keys)
        return {row.key: row for row in rows.select_related("successor", "departement")}

    @cached_property
    def partners(self) -> dict[str, InternationalPartner]:
        uuids = {uuid for uuid in self.named("partners", "partner") if is_uuid(uuid)}
        if not uuids:
            return {}
        rows = InternationalPartner.objects.filter(uuid__in=uuids)
        return {
            str(row.uuid): row for row in rows.select_related("country", "merged_into__country")
        }

    @cached_property
    def places(self) -> dict[str, Place]:
        ids = {i for i in self.named("partners", "proposed_place") if GEONAMES_ID.fullmatch(i)}
        if not ids:
            return {}
        rows = Place.objects.filter(pk__in=ids).select_related("country")
        return {str(row.pk): row for row in rows}

    @cached_property
    def attachments(self) -> dict[str, Attachment]:
        return {str(row.uuid): row for row in self.dossier.attachments.all()}

    @cached_property
    def countries(self) -> list[tuple[str, str]]:
        return list(Country.objects.values_list("iso2", "name"))

    @cached_property
    def proposals(self) -> list[Proposal]:
        return list(Proposal.objects.listed())

    @cached_property
    def goals(self) -> list[tuple[str, str]]:
        first = {number: rank for rank, number in enumerate(FIRST_GOALS)}
        rows = sorted(Goal.objects.all(), key=lambda goal: first.get(goal.number, len(first)))
        return [(str(goal.number), str(goal)) for goal in rows]

    @cached_property
    def themes(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Themes of the second level under those of the first, which can be chosen too."""
        rows = list(Theme.objects.all())
        groups = {
            theme.slug: (theme.name, [(theme.slug, theme.name)])
            for theme in rows
            if not theme.parent_id
        }
        for theme in rows:
            if theme.parent_id in groups:
                groups[theme.parent_id][1].append((theme.slug, theme.name))
        return list(groups.values())
