"""A foreign partner goes into another: its partnerships, its names and its address with it."""

from django.utils.translation import gettext as _

from partnerships.models import InternationalPartner, PartnershipPartner
from partnerships.publication.merge.columns import (
    CannotMerge,
    put_back,
    refuse_what_breaks,
    state_of,
    take,
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
    """Keys of the partnerships that name them, whatever the public sees of these."""
    links = PartnershipPartner.objects.filter(partner__in=partners).order_by("partnership")
    return list(links.values_list("partnership", flat=True).distinct())


def _state(partner: InternationalPartner) -> dict:
    return {**state_of(partner, COLUMNS), "merged_into": partner.merged_into_id}


def _check(kept: InternationalPartner, gone: InternationalPartner) -> None:
    if kept.merged_into_id or gone.merged_into_id:
        raise CannotMerge(_("L’un de ces partenaires a déjà fusionné dans un autre."))


def _write(kept, gone):
    write_partner_terms([kept, gone])
    refresh(partnerships_of(kept, gone))


def _merge(kept, gone, *, chosen, **_told) -> dict:
    """Locked rows; what undoing it needs. The gone one leads, from now on, straight to the kept."""
    before = state_of(kept, COLUMNS)
    followed = list(gone.merged_partners.order_by("pk").values_list("pk", flat=True))
    InternationalPartner.objects.filter(pk__in=followed).update(merged_into=kept)
    gone.merged_into = kept
    take(kept, gone, COLUMNS, chosen)
    gone.save()
    refuse_what_breaks([kept])
    kept.save()
    _write(kept, gone)
    return {"before": before, "after": state_of(kept, COLUMNS), "followed": followed}


def _undo(kept, gone, record, **_told) -> None:
    """Put both back as they were. Raises CannotMerge where one changed since."""
    if gone.merged_into_id != kept.pk or kept.merged_into_id:
        raise CannotMerge(
            _("L’un de ces partenaires a fusionné de nouveau depuis\u202f: annulez cela d’abord.")
        )
    if not put_back(kept, record["before"], record["after"]):
        raise CannotMerge(_("Le partenaire gardé a été modifié depuis la fusion."))
    gone.merged_into = None
    kept.save()
    refuse_what_breaks([kept, gone])
    gone.save()
    followed = InternationalPartner.objects.filter(pk__in=record["followed"], merged_into=kept)
    followed.update(merged_into=gone)
    _write(kept, gone)


PARTNER_MERGER = Merger(InternationalPartner, state=_state, check=_check, merge=_merge, undo=_undo)
