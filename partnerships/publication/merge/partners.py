"""Merges a foreign partner into another, with its partnerships, names and URL."""

from django.utils.translation import gettext as _

from partnerships.models import InternationalPartner, PartnershipPartner
from partnerships.publication.merge.columns import (
    CannotMerge,
    apply_choices,
    check_constraints,
    restore_columns,
    state_of,
)
from partnerships.publication.merge.merger import Merger
from partnerships.publication.partners import write_partner_terms
from partnerships.publication.refresh import refresh

COLUMNS = {
    "name": ("name",),
    "name_fr": ("name_fr",),
    "kind": ("kind",),
    "country": ("country_id",),
    "place": ("place_id",),
    "wikidata_id": ("wikidata_id",),
    "website": ("website",),
    "point": ("latitude", "longitude"),
    "source": ("source",),
}


def partnerships_of(*partners: InternationalPartner) -> list[int]:
    """Returns the keys of the partnerships of these partners, public or not."""
    links = PartnershipPartner.objects.filter(partner__in=partners).order_by("partnership")
    return list(links.values_list("partnership", flat=True).distinct())


def _state(partner: InternationalPartner) -> dict:
    return {**state_of(partner, COLUMNS), "merged_into": partner.merged_into_id}


def _check(kept: InternationalPartner, gone: InternationalPartner) -> None:
    if kept.merged_into_id or gone.merged_into_id:
        raise CannotMerge(_("L’un de ces partenaires a déjà fusionné dans un autre."))


def _update_indexes(kept, gone):
    write_partner_terms([kept, gone])
    refresh(partnerships_of(kept, gone))


def _merge(kept, gone, *, chosen, **_unused) -> dict:
    """Merges locked rows. Returns the record needed to undo it.

    Partners already merged into `gone` now point directly to `kept`.
    """
    before = state_of(kept, COLUMNS)
    followed = list(gone.merged_partners.order_by("pk").values_list("pk", flat=True))
    InternationalPartner.objects.filter(pk__in=followed).update(merged_into=kept)
    gone.merged_into = kept
    apply_choices(kept, gone, COLUMNS, chosen)
    gone.save()
    check_constraints([kept])
    kept.save()
    _update_indexes(kept, gone)
    return {"before": before, "after": state_of(kept, COLUMNS), "followed": followed}


def _undo(kept, gone, record, **_unused) -> None:
    """Restores both partners. Raises CannotMerge if one changed since the merge."""
    if gone.merged_into_id != kept.pk or kept.merged_into_id:
        raise CannotMerge(
            _("L’un de ces partenaires a fusionné de nouveau depuis\u202f: annulez cela d’abord.")
        )
    if not restore_columns(kept, record["before"], record["after"]):
        raise CannotMerge(_("Le partenaire gardé a été modifié depuis la fusion."))
    gone.merged_into = None
    kept.save()
    check_constraints([kept, gone])
    gone.save()
    followed = InternationalPartner.objects.filter(pk__in=record["followed"], merged_into=kept)
    followed.update(merged_into=gone)
    _update_indexes(kept, gone)


PARTNER_MERGER = Merger(InternationalPartner, state=_state, check=_check, merge=_merge, undo=_undo)
