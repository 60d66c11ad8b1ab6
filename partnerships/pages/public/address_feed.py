"""The feed of the addresses that changed: pages suspended, back, merged or renamed.

It gives no reason, which is not public, and nothing about a page that is not public today.
"""

from collections.abc import Iterator
from operator import attrgetter

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from cncd_portal.prepared_address import address_of
from partnerships.models import (
    InternationalPartner,
    LocalAuthority,
    Merge,
    Partnership,
    PartnershipVersion,
    RecordKind,
    Renaming,
    Suspension,
)
from partnerships.pages.components.feed.atom import Entry, Feed
from partnerships.pages.components.feed.partnership_feed import partnership_urn_name

# Entries of the feed, and rows of each kind that are looked at.
MOST = 100
MODELS = {
    RecordKind.PARTNERSHIP: Partnership,
    RecordKind.PARTNER: InternationalPartner,
    RecordKind.AUTHORITY: LocalAuthority,
}


def _by_id(public_id: str) -> str:
    return reverse("partnerships:partnership_by_id", args=[public_id])


def _is_listed(partnership: Partnership) -> bool:
    return not partnership.is_suspended and not partnership.merged_into_id


def _suspensions() -> Iterator[Entry]:
    rows = Suspension.objects.select_related("partnership").order_by("-suspended_at", "-pk")
    for each in rows[:MOST]:
        public_id = each.partnership.public_id
        name = f"suspension:{public_id}:{each.suspended_at.isoformat()}"
        if each.resumed_at is None:
            yield Entry(
                name=name,
                title=_("Fiche %(id)s suspendue") % {"id": public_id},
                path=_by_id(public_id),
                updated=each.suspended_at,
                summary=_("Cette fiche n’est plus en ligne pour l’instant."),
                gone=partnership_urn_name(public_id),
            )
        elif _is_listed(each.partnership):
            yield Entry(
                name=name,
                title=_("De nouveau en ligne\u202f: %(title)s") % {"title": each.partnership},
                path=each.partnership.get_absolute_url(),
                updated=each.resumed_at,
            )


def _merged_rows(merges: list[Merge]) -> dict[str, dict]:
    """Returns {kind: {key: row}} of the records of `merges`."""
    keys = {kind: set() for kind in MODELS}
    for each in merges:
        keys[each.kind] |= {each.kept_id, each.gone_id}
    return {kind: model.objects.in_bulk(keys[kind]) for kind, model in MODELS.items()}


def _merges() -> Iterator[Entry]:
    merges = Merge.objects.defer("record_text", "reason").order_by("-merged_at", "-pk")
    merges = list(merges[:MOST])
    rows = _merged_rows(merges)
    for each in merges:
        kept, gone = (rows[each.kind].get(pk) for pk in (each.kept_id, each.gone_id))
        if kept is None or gone is None:
            continue
        if each.kind == RecordKind.PARTNERSHIP:
            yield from _merged_partnerships(each, kept, gone)
        else:
            yield _merged_profiles(each, kept, gone)


def _merged_partnerships(merge, kept, gone) -> Iterator[Entry]:
    name = f"merge:{merge.uuid}"
    if merge.undone_at:
        if _is_listed(gone):
            yield Entry(
                name=name,
                title=_("De nouveau une fiche à part\u202f: %(title)s") % {"title": gone},
                path=gone.get_absolute_url(),
                updated=merge.undone_at,
            )
    elif _is_listed(kept):
        yield Entry(
            name=name,
            title=_("Fiche %(id)s réunie à «\u202f%(title)s\u202f»")
            % {"id": gone.public_id, "title": kept},
            path=_by_id(gone.public_id),
            updated=merge.merged_at,
            summary=_("C’était deux fois le même partenariat\u202f: l’ancienne adresse y mène."),
            gone=partnership_urn_name(gone.public_id),
        )


def _merged_profiles(merge, kept, gone) -> Entry:
    if merge.undone_at:
        return Entry(
            name=f"merge:{merge.uuid}",
            title=_("De nouveau à part\u202f: %(name)s") % {"name": gone},
            path=gone.get_absolute_url(),
            updated=merge.undone_at,
        )
    return Entry(
        name=f"merge:{merge.uuid}",
        title=_("%(gone)s\u202f: désormais %(kept)s") % {"gone": gone, "kept": kept},
        path=gone.get_absolute_url(),
        updated=merge.merged_at,
        summary=_("L’ancienne adresse mène à la nouvelle."),
    )


def _renamings() -> Iterator[Entry]:
    """Yields the authorities and partners that had another name."""
    rows = Renaming.objects.select_related("authority", "partner")[:MOST]
    for each in filter(attrgetter("is_standing"), rows):
        yield Entry(
            name=f"name:{each.row.get_absolute_url()}:{each.renamed_at.isoformat()}",
            title=_("%(gone)s\u202f: désormais %(kept)s")
            % {"gone": each.former_name, "kept": each.row},
            path=each.row.get_absolute_url(),
            updated=each.renamed_at,
            summary=_("Son adresse n’a pas changé."),
        )


def _retitled() -> Iterator[Entry]:
    """Yields the partnerships, among those changed last, whose last version has another title."""
    rows = Partnership.objects.listed().order_by("-updated_at", "-pk")
    rows = rows.values_list("pk", "updated_at", "published_at")[:MOST]
    changed = [pk for pk, updated, published in rows if updated > published]
    found = Partnership.objects.listed().filter(pk__in=changed).select_related("current_version")
    earlier = PartnershipVersion.objects.filter(
        partnership__in=changed, number=F("partnership__current_version__number") - 1
    )
    titles = {each.partnership_id: each.content["title"] for each in earlier}
    for each in found.order_by("pk"):
        version = each.current_version
        if titles.get(each.pk, each.title) != each.title:
            yield Entry(
                name=f"title:{each.public_id}:{version.number}",
                title=_("Titre changé\u202f: %(title)s") % {"title": each},
                path=each.get_absolute_url(),
                updated=version.created_at,
                summary=_("L’ancienne adresse mène à la nouvelle."),
            )


def changed_addresses_feed() -> Feed:
    """Returns the last changes of addresses, the newest first."""
    entries = [*_suspensions(), *_merges(), *_renamings(), *_retitled()]
    entries.sort(key=attrgetter("updated"), reverse=True)
    return Feed(
        title=_("Fiches suspendues, réunies ou renommées"),
        path=address_of("partnerships:address_feed"),
        alternate=address_of("partnerships:registry"),
        entries=entries[:MOST],
    )
