"""The rows referenced by a buffer, fetched once: authorities, partners, places, attachments."""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from cncd_portal.accounts.prepared_query import PreparedQuery
from partnerships.country_options import NAMED_BY, country_options
from partnerships.document.proposed_partner import Proposed
from partnerships.document.resemblance import (
    Resembling,
    resembling_each_other,
    resembling_partners,
)
from partnerships.document.steps.choices import CHOOSE, FixedChoices
from partnerships.document.steps.text import tidied
from partnerships.identifiers import is_uuid
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
from partnerships.names import name_key
from proposals.models import Proposal

# The goals most relevant to cities, shown first of the seventeen.
FIRST_GOALS = (11, 9, 16, 17)
KEY = re.compile(r"[a-zA-Z0-9_-]{1,20}")
GEONAMES_ID = re.compile(r"[0-9]{1,12}")
PARTNER_UUID = InternationalPartner._meta.get_field("uuid")
NAME_MAX = InternationalPartner._meta.get_field("name").max_length

# Attributes shared by all dossiers.
SHARED = (
    "authorities",
    "partners",
    "places",
    "resembling",
    "countries",
    "country_names",
    "country_choices",
    "country_options",
    "proposals",
    "proposal_choices",
    "goals",
    "themes",
)

Buffer = dict[str, str | list[str]]


def together(buffers: Iterable[Buffer]) -> Buffer:
    """Returns one buffer with the items of all `buffers`; their uuids keep them apart."""
    union: Buffer = {}
    for buffer in buffers:
        for path, value in buffer.items():
            if "." in path:
                union[path] = value
            elif isinstance(value, list):
                union[path] = [*union.get(path, []), *value]
    return union


def texts(value: object) -> list[str]:
    """Returns the texts of a list in a buffer, ignoring invalid values."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


ATTACHMENTS = PreparedQuery(lambda: Attachment.objects.filter(dossier=0))
GOALS, THEMES = (PreparedQuery(model.objects.all) for model in (Goal, Theme))


@lru_cache(maxsize=64)
def _authorities(count: int) -> PreparedQuery:
    rows = LocalAuthority.objects.select_related("successor", "departement")
    return PreparedQuery(lambda: rows.filter(key__in=[str(each) for each in range(count)]))


@lru_cache(maxsize=64)
def _partners(count: int) -> PreparedQuery:
    rows = InternationalPartner.objects.select_related("country", "merged_into__country")
    stand_ins = [UUID(int=each) for each in range(count)]
    return PreparedQuery(lambda: rows.filter(uuid__in=stand_ins))


class References:
    """The rows referenced by `buffer`, each kind in one lazy query."""

    def __init__(self, dossier: Dossier, buffer: Buffer):
        self.dossier = dossier
        self.buffer = buffer

    def shared_with(self, dossier: Dossier, buffer: Buffer, attachments=()) -> "References":
        """Returns the references of another buffer, whose rows must all be among these.

        Many dossiers are thus read with the queries of one.
        """
        other = References(dossier, buffer)
        other.attachments = {str(row.uuid): row for row in attachments}
        for name in SHARED:
            setattr(other, name, getattr(self, name))
        return other

    def named(self, list_name: str, field: str) -> list[str]:
        """Returns the non-empty values of `field` in the items of a list."""
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
        return {row.key: row for row in _authorities(len(keys)).all(*keys)}

    @cached_property
    def partners(self) -> dict[str, InternationalPartner]:
        uuids = {uuid for uuid in self.named("partners", "partner") if is_uuid(uuid)}
        if not uuids:
            return {}
        stored = [PARTNER_UUID.get_db_prep_value(uuid, connection) for uuid in uuids]
        return {str(row.uuid): row for row in _partners(len(stored)).all(*stored)}

    @cached_property
    def places(self) -> dict[str, Place]:
        ids = {i for i in self.named("partners", "proposed_place") if GEONAMES_ID.fullmatch(i)}
        if not ids:
            return {}
        rows = Place.objects.filter(pk__in=ids).select_related("country")
        return {str(row.pk): row for row in rows}

    def _text(self, uuid: str, field: str) -> str:
        value = self.buffer.get(f"partners.{uuid}.{field}")
        return value if isinstance(value, str) else ""

    def _country(self, uuid: str) -> str:
        """Returns the code of the country that an item proposes, "" if it is no code."""
        code = self._text(uuid, "proposed_country")
        return code if len(code) == 2 and code.isascii() and code.isalpha() else ""

    @cached_property
    def proposed(self) -> list[Proposed]:
        """The partners that the items propose."""
        return [
            Proposed(
                key=uuid,
                name=tidied(self._text(uuid, "proposed_name"), is_line=True)[:NAME_MAX],
                country=self._country(uuid),
                kind=self._text(uuid, "proposed_kind"),
                place=self.places.get(self._text(uuid, "proposed_place")),
            )
            for uuid in dict.fromkeys(texts(self.buffer.get("partners")))
            if not self._text(uuid, "partner")
        ]

    @cached_property
    def resembling(self) -> dict[str, list[Resembling]]:
        """Item → the known partners that resemble the partner it proposes."""
        is_published = self.dossier is not None and self.dossier.partnership_id is not None
        return resembling_partners(self.proposed, is_published=is_published)

    @cached_property
    def resembling_here(self) -> dict[str, list[Resembling]]:
        """Item → the partners of earlier items that resemble the partner it proposes."""
        return resembling_each_other(self.proposed)

    def resembling_of(self, uuid: str) -> list[Resembling]:
        """Returns the partners that resemble the one of an item, those of the registry first."""
        return [*self.resembling.get(uuid, ()), *self.resembling_here.get(uuid, ())]

    def different_from(self, uuid: str) -> dict[str, str]:
        """Returns {partner said to differ from the one of an item: its `key_of` that day}.

        The answer holds as long as the proposed partner has the name it had that day.
        """
        was, now = (
            self._text(uuid, name)[:NAME_MAX] for name in ("compared_name", "proposed_name")
        )
        said = self._text(uuid, "different_from").split() if name_key(was) == name_key(now) else ()
        answers = (each.partition("=") for each in said)
        return {known: key for known, _equals, key in answers if is_uuid(known)}

    def unanswered(self, uuid: str) -> list[Resembling]:
        """Returns the partners of which nobody said whether they are the one of an item."""
        said = self.different_from(uuid)
        return [each for each in self.resembling_of(uuid) if not each.is_in(said)]

    @cached_property
    def attachments(self) -> dict[str, Attachment]:
        return {str(row.uuid): row for row in ATTACHMENTS.all(self.dossier.pk)}

    @cached_property
    def countries(self) -> list[Country]:
        """Foreign countries; a French one only where the buffer has it, so that it is shown."""
        named = map(self._country, texts(self.buffer.get("partners")))
        named = Country.objects.filter(pk__in=set(filter(None, named)))
        return list((Country.objects.foreign() | named).only(*NAMED_BY))

    @cached_property
    def country_names(self) -> dict[str, str]:
        return {country.pk: country.name for country in self.countries}

    @cached_property
    def country_choices(self) -> FixedChoices:
        return FixedChoices([CHOOSE, *self.country_names.items()])

    @cached_property
    def country_options(self) -> FixedChoices:
        """The choices of a page, where each other name of a country leads to it too."""
        return FixedChoices([CHOOSE, *country_options(self.countries)])

    @cached_property
    def proposals(self) -> list[Proposal]:
        return list(Proposal.objects.listed())

    @cached_property
    def goals(self) -> FixedChoices:
        """The goals of cities first, then a group of the others."""
        pairs = {goal.number: (str(goal.number), str(goal)) for goal in GOALS.all()}
        first = [pairs.pop(number) for number in FIRST_GOALS if number in pairs]
        return FixedChoices([*first, (_("Les autres objectifs"), list(pairs.values()))])

    @cached_property
    def themes(self) -> FixedChoices:
        """Second-level themes grouped under first-level ones, which can be chosen too."""
        rows = THEMES.all()
        groups = {
            theme.slug: (theme.name, [(theme.slug, theme.name)])
            for theme in rows
            if not theme.parent_id
        }
        for theme in rows:
            if theme.parent_id in groups:
                groups[theme.parent_id][1].append((theme.slug, theme.name))
        return FixedChoices(groups.values())

    @cached_property
    def proposal_choices(self) -> FixedChoices:
        return FixedChoices([CHOOSE, *((str(each.number), str(each)) for each in self.proposals)])
