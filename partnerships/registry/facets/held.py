"""The facet sets that this process holds, brought to the version of the registry being read."""

import time
from datetime import timedelta

from cncd_portal.database import asked_once_an_instant, one_instant
from partnerships.models import Facet, FacetCount, RegistryChange
from partnerships.publication.registry_version import registry_version, version_at
from partnerships.registry.facets.copy import (
    mark_of_copy,
    read_copy,
    remove_copy,
    write_copy,
)
from partnerships.registry.facets.sets import LEFT_OUT, FacetSets, facet_rows

# Below this many partnerships, SQL is as fast: there is no copy.
FEW = 1_000
# If more partnerships than this changed, they are not read again: upkeep writes another copy.
CAUGHT_UP_MAX = 20_000
# Versions held at once: another request may still read an older one.
HELD_MAX = 3
CHANGES_KEPT = timedelta(days=2)


class HeldFacets:
    """The last sets used by this process, by version.

    `without_sets`: the (version, copy) for which there are none, so that they are not looked for
    again.
    """

    def __init__(self):
        self.by_version: dict[int, FacetSets] = {}
        self.copy_read = None
        self.without_sets = None

    def _hold(self, sets):
        newest = sorted([*self.by_version, sets.version])[-HELD_MAX:]
        held = {**self.by_version, sets.version: sets}
        self.by_version = {version: held[version] for version in newest}

    def _look_at_copy(self) -> None:
        """Reads the copy if it was written since it was last read."""
        mark = mark_of_copy()
        if mark != self.copy_read:
            self.copy_read = mark
            if mark and (sets := read_copy()):
                self._hold(sets)

    def at(self, version: int) -> FacetSets | None:
        """Returns the sets of `version`, that of the database being read; None if neither those
        held nor the copy can be brought there.
        """
        if version in self.by_version:
            return self.by_version[version]
        if self.without_sets == (version, self.copy_read):
            return None
        for held in sorted(self.by_version.values(), key=lambda each: -each.version):
            if sets := caught_up(held, version):
                self._hold(sets)
                return sets
        self.without_sets = version, self.copy_read
        return None

    def now(self) -> FacetSets | None:
        """Returns the sets of the registry as it is, None if SQL is to count."""
        self._look_at_copy()
        return self.at(asked_once_an_instant(registry_version)) if self.by_version else None

    def with_values_of(self, facet: Facet) -> FacetSets | None:
        """Returns `now()`; None for a facet whose values have no sets."""
        return None if facet in LEFT_OUT else self.now()


def caught_up(sets: FacetSets, version: int) -> FacetSets | None:
    """Returns `sets` brought to the later `version`, or None if what changed is not known: they
    are of another database, or older than the changes that are kept; or if too much did.
    """
    if sets.version >= version:
        return None
    if not RegistryChange.objects.filter(version=sets.version).exists():
        return None
    changes = RegistryChange.objects.filter(version__gt=sets.version, partnership__isnull=False)
    changed = changes.values_list("partnership", flat=True).distinct()
    keys = list(changed[: CAUGHT_UP_MAX + 1])
    if len(keys) > CAUGHT_UP_MAX:
        return None
    return sets.after(version, keys, facet_rows().filter(partnership__in=changed))


HELD = HeldFacets()


def rebuild_facets() -> int:
    """Writes a new copy from the stored facets, and deletes the changes that it makes useless.

    A small registry has no copy. Returns the number of partnerships counted.
    """
    with one_instant():
        version = registry_version()
        stored = FacetCount.objects.filter(facet=Facet.ALL).values_list("count", flat=True)
        count = next(iter(stored), 0)
        sets = FacetSets.read(version) if count >= FEW else None
    if sets:
        write_copy(sets)
    else:
        remove_copy()
    oldest_kept = version_at(time.time() - CHANGES_KEPT.total_seconds())
    RegistryChange.objects.filter(version__lt=min(version, oldest_kept)).delete()
    return count
