"""Merges a public partnership into another, which gets a new version; its URL redirects."""

from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.document.plain_fields import ACCEPTED_ON, PLAIN_FIELD_NAMES, date_value
from partnerships.document.schema import ITEM_LISTS, VALUE_LISTS, upgraded
from partnerships.models import (
    Dossier,
    DossierStatus,
    InternationalPartner,
    LocalAuthority,
    Partnership,
    Provenance,
)
from partnerships.publication.index import index_partnerships
from partnerships.publication.merge.columns import BOTH, GONE, CannotMerge
from partnerships.publication.merge.merger import Merger
from partnerships.publication.publish import republish

LISTS = (*VALUE_LISTS, *ITEM_LISTS)


def content_of(partnership: Partnership) -> dict:
    return upgraded(partnership.current_version.content)


def _state(partnership: Partnership) -> dict:
    return {
        "version": partnership.current_version_id,
        "merged_into": partnership.merged_into_id,
        "is_suspended": partnership.is_suspended,
        "open": list(_open_dossiers(partnership).values_list("pk", flat=True)),
    }


def _open_dossiers(partnership):
    return Dossier.objects.open().filter(partnership=partnership).order_by("pk")


def _dossiers_to_move(gone, kept):
    """Returns the unclosed dossiers, even in the bin, whose base version the merge outdates."""
    rows = Dossier.objects.filter(partnership=gone, lead_authority=kept.lead_authority_id)
    return rows.exclude(status=DossierStatus.CLOSED).order_by("pk")


def _check(kept: Partnership, gone: Partnership) -> None:
    """Raises CannotMerge if `gone` cannot be merged into `kept`."""
    if kept.merged_into_id or gone.merged_into_id:
        raise CannotMerge(_("L’une de ces fiches a déjà fusionné dans une autre."))
    if kept.is_suspended or gone.is_suspended:
        raise CannotMerge(_("L’une de ces fiches est suspendue\u202f: remettez-la en ligne."))
    if kept.is_demonstration != gone.is_demonstration:
        raise CannotMerge(_("Une fiche de démonstration ne se mêle pas à une vraie."))
    if kept.is_imported and gone.provenance == Provenance.DECLARED:
        raise CannotMerge(
            _("Gardez plutôt la fiche déclarée par sa collectivité\u202f: l’autre est importée.")
        )
    _check_open_dossiers(kept, gone)


def _check_open_dossiers(kept, gone):
    """Raises CannotMerge if the open dossier of `gone` cannot move to `kept`."""
    open_dossier, moving = _open_dossiers(kept).first(), _open_dossiers(gone).first()
    if moving and (open_dossier or moving.lead_authority_id != kept.lead_authority_id):
        raise CannotMerge(
            _(
                "Le dossier %(reference)s est en cours sur la fiche qui disparaîtrait\u202f: "
                "réglez-le d’abord, ou gardez l’autre fiche."
            )
            % {"reference": moving.reference}
        )


def _identities(items, name):
    """Returns the identity of each item of a list; items with the same identity are merged."""
    if name == "authorities":
        rows = LocalAuthority.objects.filter(key__in=[item["authority"] for item in items])
        current = {row.key: row.current.pk for row in rows.select_related("successor")}
        return [current[item["authority"]] for item in items]
    if name == "partners":
        uuids = [item["partner"] for item in items]
        rows = InternationalPartner.objects.filter(uuid__in=uuids).select_related("merged_into")
        current = {str(row.uuid): row.current.pk for row in rows}
        return [current[item["partner"]] for item in items]
    if name == "contributions":
        return [item["proposal"] for item in items]
    fields = {"documents": ("sha256",), "images": ("sha256",)}.get(name, ITEM_LISTS.get(name))
    return [tuple(item[field] for field in fields) if fields else item for item in items]


def _is_accepted(item):
    return isinstance(item, dict) and ACCEPTED_ON in item


def union_of_items(name: str, ours: list, theirs: list) -> list:
    """Returns both lists as one, `ours` first. An item in both is taken once, from `ours`, or the
    one that a decision accepted.
    """
    items = sorted([*ours, *theirs], key=lambda item: not _is_accepted(item))
    seen, merged = set(), []
    for item, identity in zip(items, _identities(items, name), strict=True):
        marks = {identity, item["uuid"]} if name in ITEM_LISTS else {identity}
        if not marks & seen:
            merged.append(item)
        seen |= marks
    return merged


def merged_content(kept: dict, gone: dict, chosen: dict) -> dict:
    """Returns the public document of the merged partnership.

    `chosen`: name of a field → KEPT (by default), GONE or, for lists, BOTH. Raises CannotMerge.
    """
    content = dict(kept)
    for name in PLAIN_FIELD_NAMES:
        if chosen.get(name) == GONE:
            content[name] = gone[name]
    for name in LISTS:
        if chosen.get(name) == GONE:
            content[name] = gone[name]
        elif chosen.get(name) == BOTH:
            content[name] = union_of_items(name, kept[name], gone[name])
    starts_on, ends_on = date_value(content["starts_on"]), date_value(content["ends_on"])
    if starts_on and ends_on and ends_on.is_before(starts_on):
        raise CannotMerge(_("La fin choisie précède le début choisi\u202f: accordez-les."))
    return content


def _merge(kept, gone, *, chosen, by, **_unused) -> dict:
    """Merges locked rows. Returns the record needed to undo it.

    The versions and closed dossiers of `gone` do not change.
    """
    before = kept.current_version
    content = merged_content(content_of(kept), content_of(gone), chosen)
    followed = list(gone.merged_partnerships.order_by("pk").values_list("pk", flat=True))
    Partnership.objects.filter(pk__in=followed).update(merged_into=kept)
    moved_keys = list(_dossiers_to_move(gone, kept).values_list("pk", flat=True))
    Dossier.objects.filter(pk__in=moved_keys).update(partnership=kept, updated_at=timezone.now())
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    reason = _("fusion avec %(other)s") % {"other": gone.reference or gone.title}
    version = republish(kept, content, by=by, reason=reason[:300])
    index_partnerships([gone.pk])
    return {
        "version_before": before.pk,
        "version": version.pk,
        "gone_version": gone.current_version_id,
        "followed": followed,
        "moved": moved_keys,
    }


def _check_undo(kept, gone, record, moved_dossiers):
    if gone.merged_into_id != kept.pk or kept.merged_into_id:
        raise CannotMerge(
            _("L’une de ces fiches a fusionné de nouveau depuis\u202f: annulez cela d’abord.")
        )
    if kept.current_version_id != record["version"]:
        raise CannotMerge(_("La fiche gardée a été publiée de nouveau depuis la fusion."))
    if kept.is_suspended:
        raise CannotMerge(_("La fiche gardée est suspendue\u202f: remettez-la d’abord en ligne."))
    for dossier in moved_dossiers:
        if dossier.base_version_id != record["gone_version"]:
            raise CannotMerge(
                _("Le dossier %(reference)s est reparti de la fiche fusionnée.")
                % {"reference": dossier.reference}
            )


def _undo(kept, gone, record, *, by) -> None:
    """Makes both public again, as they were; the kept one gets a new version."""
    locked = Dossier.objects.select_for_update().order_by("pk")
    moved_dossiers = locked.filter(pk__in=record["moved"])
    _check_undo(kept, gone, record, moved_dossiers)
    for dossier in moved_dossiers:
        dossier.partnership = gone
        dossier.save(update_fields=["partnership"])
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    Partnership.objects.filter(pk__in=record["followed"], merged_into=kept).update(merged_into=gone)
    before = kept.versions.get(pk=record["version_before"])
    reason = _("annulation de la fusion avec %(other)s") % {"other": gone.reference or gone.title}
    republish(
        kept, upgraded(before.content), by=by, reason=reason[:300], submission=before.submission
    )
    index_partnerships([gone.pk])


PARTNERSHIP_MERGER = Merger(Partnership, state=_state, check=_check, merge=_merge, undo=_undo)
