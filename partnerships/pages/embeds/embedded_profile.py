"""The card of an authority, a partner, a country, a région or a département in another site."""

from functools import cached_property

from partnerships.models import Facet, LocalAuthority
from partnerships.pages.components.metadata.profile_metadata import (
    FACETS,
    PROFILES,
    Row,
    none_known,
    profile_nature,
    uncapitalized,
)
from partnerships.registry.codes.other import current_profile
from partnerships.registry.counted_sources import partnerships_text
from partnerships.registry.profile import counts_within, first_rows
from partnerships.registry.rows import PartnershipRows
from partnerships.reports.subject import find_subject, key_of

# The kind of a card in its address (the facet of the registry), and the type of its row.
ROW_TYPES = {facet.value: row_type for row_type, facet in FACETS.items()}


def profile_row(kind: str, key: str) -> Row | None:
    """Returns what has the profile `key` of `kind` today; None if there is none."""
    if kind not in ROW_TYPES:
        return None
    key = key.replace("\x00", "")
    subject = find_subject(PROFILES[ROW_TYPES[kind]], key)
    if subject is None and (current := current_profile(Facet(kind), key)):
        kind, key = current
        subject = find_subject(PROFILES[ROW_TYPES[kind]], key)
    return subject and subject.row


class EmbeddedProfile:
    """What the card of `row` says, with at most `most` of its last partnerships."""

    def __init__(self, row: Row, most: int):
        self.row, self.most = row, most
        self._facet = FACETS[type(row)]

    @property
    def identity(self) -> str:
        """What it is, and where an authority is."""
        place = self.row.located_in if isinstance(self.row, LocalAuthority) else ""
        return " · ".join(filter(None, (profile_nature(self.row), place)))

    @property
    def none_known(self) -> str:
        """What stands within a line in place of `counted`."""
        text = none_known(self.row)
        return uncapitalized(text)

    @cached_property
    def counted(self) -> str:
        """How many partnerships it has, source by source; "" for none."""
        counts = counts_within(self._facet, key_of(self.row), [Facet.PROVENANCE])
        return partnerships_text(counts[Facet.PROVENANCE])

    @cached_property
    def rows(self) -> PartnershipRows:
        return PartnershipRows(first_rows(self._facet, key_of(self.row), self.most))
