"""The one door: what was validated and released becomes public rows, and a numbered version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from partnerships.document.canonical import canonical, digest
from partnerships.document.projection import public_projection
from partnerships.models import (
    Partnership,
    PartnershipVersion,
    Provenance,
    Submission,
    new_public_id,
)
from partnerships.publication.duplicates.looking import look_at_published
from partnerships.publication.index import index_partnerships
from partnerships.publication.partners import propose_partner
from partnerships.publication.rows import BATCH, authorities_of, set_fields, write_owned


class OutdatedBase(Exception):
    """The partnership was published anew since the dossier was opened: compare, then take up."""


@dataclass(frozen=True)
class Settled:
    """What a deposit becomes once its differences with `version`, published since, are settled."""

    version: PartnershipVersion
    projection: dict


@dataclass(frozen=True)
class PartnershipDraft:
    """A partnership that no dossier declared: imported, sourced or demonstrated."""

    projection: dict
    provenance: Provenance
    source_text: str = ""
    source_url: str = ""
    import_key: str | None = None
    reference: str = ""


def _resolved(projection: dict) -> dict:
    """`projection` with each proposed partner become a partner of the registry."""
    partners = []
    for item in projection["partners"]:
        if not item["partner"]:
            item = {"uuid": item["uuid"], "partner": str(propose_partner(**item["proposed"]).uuid)}
        partners.append({**item, "proposed": None})
    return {**projection, "partners": partners}


def _version(partnership, projection, **fields):
    text = canonical(projection)
    return PartnershipVersion(
        partnership=partnership, projection=text, digest=digest(text), **fields
    )


def _own_partnership(dossier, base_id, now) -> Partnership:
    """The public partnership of `dossier`, locked, or a new one. Raises OutdatedBase."""
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
    submission: Submission, *, by, reason: str, settled: Settled | None = None
) -> PartnershipVersion:
    """Make the deposit public, or what was settled of it; the version it replaces must be the one
    it started from, or was settled with. Raises OutdatedBase.
    """
    dossier, now = submission.dossier, timezone.now()
    projection = settled.projection if settled else public_projection(submission.document)
    projection = _resolved(projection)
    base_id = settled.version.pk if settled else dossier.base_version_id
    partnership = _own_partnership(dossier, base_id, now)
    partnership.provenance = (
        Provenance.DEMONSTRATION if dossier.is_demonstration else Provenance.DECLARED
    )
    partnership.confirmed_on = timezone.localdate(submission.submitted_at)
    return _write(partnership, projection, now, by=by, reason=reason, submission=submission)


def _write(partnership, projection, now, *, by, reason, submission):
    authorities = authorities_of([projection])
    set_fields(partnership, projection, authorities[projection["lead_authority"]])
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
    write_owned([(partnership, projection)])
    index_partnerships([partnership.pk])
    transaction.on_commit(lambda: look_at_published.enqueue(partnership.pk))
    return version


def republish(
    partnership: Partnership, projection: dict, *, by, reason: str, submission=None
) -> PartnershipVersion:
    """A new version of a locked partnership that no deposit asked for; `submission`: the one that
    says the same, where there is one.
    """
    now = timezone.now()
    return _write(partnership, projection, now, by=by, reason=reason, submission=submission)


def _publish_batch(drafts, reason, at):
    authorities = authorities_of([draft.projection for draft in drafts])
    pairs = []
    for draft in drafts:
        partnership = Partnership(
            public_id=new_public_id(),
            reference=draft.reference,
            provenance=draft.provenance,
            source_text=draft.source_text,
            source_url=draft.source_url,
            import_key=draft.import_key,
            published_at=at,
            updated_at=at,
        )
        lead = authorities[draft.projection["lead_authority"]]
        set_fields(partnership, draft.projection, lead)
        partnership.set_slug()
        pairs.append((partnership, draft.projection))
    Partnership.objects.bulk_create([partnership for partnership, _ in pairs])
    PartnershipVersion.objects.bulk_create(
        _version(partnership, projection, number=1, reason=reason, created_at=at)
        for partnership, projection in pairs
    )
    created = [partnership.pk for partnership, _ in pairs]
    first = PartnershipVersion.objects.filter(partnership=OuterRef("pk"), number=1).values("pk")
    Partnership.objects.filter(pk__in=created).update(current_version=Subquery(first))
    write_owned(pairs)
    index_partnerships(created)
    return len(pairs)


@transaction.atomic
def publish_many(
    drafts: Iterable[PartnershipDraft], *, reason: str, at: datetime | None = None
) -> int:
    """Publish `drafts` as first versions, by batches, all or none. How many were.

    Their partners are in the registry already; what an `import_key` named once is the caller's
    to leave out.
    """
    at = at or timezone.now()
    drafts = iter(drafts)
    count = 0
    while batch := list(islice(drafts, BATCH)):
        count += _publish_batch(batch, reason, at)
    return count
