"""Publishes validated and released content as public rows and a numbered version.

This is the only module that does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone

from partnerships.document.accepted import Words, with_acceptances
from partnerships.document.canonical import canonical, digest
from partnerships.document.projection import public_projection
from partnerships.models import (
    Partnership,
    PartnershipVersion,
    Provenance,
    Submission,
    new_public_ids,
    slug_of,
)
from partnerships.publication.duplicates.looking import look_at_published
from partnerships.publication.facet_values import PublicPartnership
from partnerships.publication.facets import lock_counts
from partnerships.publication.index import index_partnerships, insert_in_index
from partnerships.publication.named import Named
from partnerships.publication.partners import create_proposed
from partnerships.publication.rows import FIELDS, fields_of, insert_owned, replace_owned, set_fields
from partnerships.publication.table import Table
from partnerships.sort_key import sort_key

SLICE = 500  # half a second: other writers wait for it


class OutdatedBase(Exception):
    """The partnership was republished since its dossier or page was opened."""


@dataclass(frozen=True)
class Settled:
    """The projection of a deposit once its differences with the newer `version` are settled."""

    version: PartnershipVersion
    projection: dict


@dataclass(frozen=True)
class NewPartnership:
    """A partnership without a dossier: imported, from a public source, or for demonstration."""

    projection: dict
    provenance: Provenance
    source_text: str = ""
    source_url: str = ""
    import_key: str | None = None
    reference: str = ""


def _resolved(projection: dict) -> dict:
    """Returns `projection` with each proposed partner created in the registry."""
    partners = []
    for item in projection["partners"]:
        if not item["partner"]:
            partner = create_proposed(item["uuid"], **item["proposed"])
            item = {"uuid": item["uuid"], "partner": str(partner.uuid)}
        partners.append({**item, "proposed": None})
    return {**projection, "partners": partners}


def _version(partnership, projection, **fields):
    text = canonical(projection)
    return PartnershipVersion(
        partnership=partnership, projection=text, digest=digest(text), **fields
    )


def _own_partnership(dossier, base_id, now) -> Partnership:
    """Returns the public partnership of `dossier`, locked, or a new one. Raises OutdatedBase."""
    if not dossier.partnership_id:
        return Partnership(reference=dossier.reference, published_at=now)
    partnership = Partnership.objects.select_for_update().get(pk=dossier.partnership_id)
    if partnership.merged_into_id or partnership.current_version_id != base_id:
        raise OutdatedBase
    return partnership


def _next_version(partnership, projection, **fields):
    last = partnership.versions.values_list("number", flat=True).first() or 0
    version = _version(partnership, projection, number=last + 1, **fields)
    version.save()
    partnership.current_version = version
    partnership.save(update_fields=["current_version"])
    return version


@transaction.atomic
def publish(
    submission: Submission,
    *,
    by,
    reason: str,
    settled: Settled | None = None,
    words: Words | None = None,
) -> PartnershipVersion:
    """Publishes a deposit, or its settled projection.

    `words`: what was decided of its contributions; those not judged are declared. Raises
    OutdatedBase unless the public version is the one it started from or was settled with.
    """
    dossier, now = submission.dossier, timezone.now()
    projection = settled.projection if settled else public_projection(submission.document)
    projection = _resolved(projection)
    base_id = settled.version.pk if settled else dossier.base_version_id
    partnership = _own_partnership(dossier, base_id, now)
    current = partnership.current_version
    projection = with_acceptances(
        projection, current and current.content, words or {}, timezone.localdate(now)
    )
    partnership.provenance = (
        Provenance.DEMONSTRATION if dossier.is_demonstration else Provenance.DECLARED
    )
    partnership.confirmed_on = timezone.localdate(submission.submitted_at)
    return _write(partnership, projection, now, by=by, reason=reason, submission=submission)


def _write(partnership, projection, now, *, by, reason, submission):
    named = Named([projection])
    set_fields(partnership, projection, named.authorities[projection["lead_authority"]].pk)
    partnership.updated_at = now
    partnership.save()
    version = _next_version(
        partnership,
        projection,
        reason=reason,
        submission=submission,
        created_at=now,
        created_by=by,
    )
    replace_owned([(partnership.pk, projection)], named)
    index_partnerships([partnership.pk])
    transaction.on_commit(lambda: look_at_published.enqueue(partnership.pk))
    return version


def republish(
    partnership: Partnership, projection: dict, *, by, reason: str, submission=None
) -> PartnershipVersion:
    """Publishes a new version of a locked partnership without a deposit.

    `submission`: the one with the same content, if any.
    """
    now = timezone.now()
    return _write(partnership, projection, now, by=by, reason=reason, submission=submission)


PARTNERSHIPS = Table(
    Partnership,
    "id",
    "public_id",
    "slug",
    "sort_key",
    "reference",
    "provenance",
    "source_text",
    "source_url",
    "import_key",
    "published_at",
    "updated_at",
    "lead_authority",
    "current_version",
    *FIELDS,
)
VERSIONS = Table(
    PartnershipVersion,
    "id",
    "partnership",
    "number",
    "projection",
    "digest",
    "reason",
    "created_at",
)


def _partnership_row(pk, public_id, version, draft, at, named):
    lead = named.authorities[draft.projection["lead_authority"]]
    fields = fields_of(draft.projection)
    return (
        pk,
        public_id,
        slug_of(fields["title"]),
        sort_key(fields["title"]),
        draft.reference,
        draft.provenance,
        draft.source_text,
        draft.source_url,
        draft.import_key,
        at,
        at,
        lead.pk,
        version,
        *(fields[name] for name in FIELDS),
    )


def _version_row(pk, partnership, projection, reason, at):
    text = canonical(projection)
    return (pk, partnership, 1, text, digest(text), reason, at)


def _unpublished(drafts) -> list[NewPartnership]:
    """Returns the `drafts` not published by an earlier run."""
    keys = [draft.import_key for draft in drafts if draft.import_key]
    known = Partnership.objects.filter(import_key__in=keys).values_list("import_key", flat=True)
    known = set(known)
    return [draft for draft in drafts if draft.import_key not in known]


@transaction.atomic
def _publish_batch(drafts, reason, at):
    # A concurrent run waits here, then sees what this one published.
    lock_counts()
    drafts = _unpublished(drafts)
    named = Named([draft.projection for draft in drafts])
    partnerships = PARTNERSHIPS.next_keys(len(drafts))
    versions = VERSIONS.next_keys(len(drafts))
    public_ids = new_public_ids(len(drafts))
    rows = list(zip(partnerships, versions, drafts, strict=True))
    PARTNERSHIPS.insert(
        [
            _partnership_row(pk, public_id, key, each, at, named)
            for public_id, (pk, key, each) in zip(public_ids, rows, strict=True)
        ]
    )
    VERSIONS.insert([_version_row(key, pk, each.projection, reason, at) for pk, key, each in rows])
    insert_owned([(pk, draft.projection) for pk, _version, draft in rows], named)
    public = [
        PublicPartnership(pk, draft.projection, draft.provenance, at) for pk, _key, draft in rows
    ]
    insert_in_index(public, named)
    return len(drafts)


def publish_many(
    drafts: Iterable[NewPartnership], *, reason: str, at: datetime | None = None
) -> int:
    """Publishes `drafts` as first versions, in committed batches. Returns how many.

    Their partners must be in the registry. A killed run leaves whole batches, and can be run
    again: drafts with a known `import_key` are skipped.
    """
    at = at or timezone.now()
    drafts = iter(drafts)
    count = 0
    while batch := list(islice(drafts, SLICE)):
        count += _publish_batch(batch, reason, at)
    return count
