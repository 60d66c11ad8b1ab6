"""Files shared evenly over officers."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Dossier
from partnerships.workflow.officers import Givable


@dataclass(frozen=True)
class Share:
    """Who a file goes to, and why; or nobody, and why not."""

    dossier: Dossier
    to: Any
    why: str


class _Loads:
    """Open files of each officer, in all and by région, as the shares add to them."""

    def __init__(self, officers):
        self.files, self.regions = Counter(), defaultdict(Counter)
        held = Dossier.objects.open().filter(reviewer__in=officers, submission_count__gt=0)
        rows = held.order_by().values_list("reviewer", "lead_authority__region")
        for officer, region, count in rows.annotate(count=Count("pk")):
            self.files[officer] += count
            self.regions[officer][region] += count

    def add(self, officer, dossier):
        self.files[officer.pk] += 1
        self.regions[officer.pk][dossier.lead_authority.region_id] += 1


def _why(loads, officer, dossier, rivals):
    region = dossier.lead_authority.region
    count = loads.regions[officer.pk][dossier.lead_authority.region_id]
    load = loads.files[officer.pk]
    told = ngettext("%(count)s dossier en cours", "%(count)s dossiers en cours", load)
    told %= {"count": load}
    if len(rivals) > 1 and region and count:
        return _("à charge égale (%(load)s), a déjà le plus de dossiers de %(region)s") % {
            "load": told,
            "region": region,
        }
    return _("le moins chargé\u202f: %(load)s") % {"load": told}


def spread(dossiers: Iterable[Dossier], officers: Iterable) -> list[Share]:
    """Give each file, in this order, to the least loaded of `officers` who may instruct it; where
    several are, to who has most files of its région, then by name.

    `dossiers` come with their `lead_authority__region`. Four queries, however many they are.
    """
    dossiers, officers = list(dossiers), list(officers)
    givable, loads = Givable(dossiers, officers), _Loads(officers)
    shares = []
    for dossier in dossiers:
        able = [each for each in officers if not givable.refusal(each, dossier)]
        if not able:
            reasons = " ".join(givable.refusal(each, dossier) for each in officers)
            shares.append(Share(dossier, None, reasons))
            continue
        least = min(loads.files[each.pk] for each in able)
        rivals = [each for each in able if loads.files[each.pk] == least]
        region = dossier.lead_authority.region_id
        to = max(rivals, key=lambda each: loads.regions[each.pk][region])
        shares.append(Share(dossier, to, _why(loads, to, dossier, rivals)))
        loads.add(to, dossier)
    return shares
