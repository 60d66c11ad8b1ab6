"""Distributes dossiers evenly among officers."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cncd_portal.french_dates import french_date
from partnerships.models import Dossier
from partnerships.models.absence import away_until
from partnerships.workflow.officers.officers import AssignmentCheck


@dataclass(frozen=True)
class Share:
    """The officer chosen for a dossier and why; or None, and why nobody could be."""

    dossier: Dossier
    to: Any
    why: str


class _Loads:
    """Number of open dossiers per officer, in total and by région, updated as shares are added."""

    def __init__(self, officers):
        self.dossiers, self.regions = Counter(), defaultdict(Counter)
        held = Dossier.objects.open().filter(reviewer__in=officers, submission_count__gt=0)
        rows = held.order_by().values_list("reviewer", "lead_authority__region")
        for officer, region, count in rows.annotate(count=Count("pk")):
            self.dossiers[officer] += count
            self.regions[officer][region] += count

    def add(self, officer, dossier):
        self.dossiers[officer.pk] += 1
        self.regions[officer.pk][dossier.lead_authority.region_id] += 1


def _why(loads, officer, dossier, candidates, last_day_away):
    if last_day_away:
        return _(
            "absent jusqu’au %(day)s\u202f: personne d’autre n’est choisi qui puisse l’avoir"
        ) % {"day": french_date(last_day_away, "j F")}
    region = dossier.lead_authority.region
    count = loads.regions[officer.pk][dossier.lead_authority.region_id]
    load = loads.dossiers[officer.pk]
    load_text = ngettext("%(count)s dossier en cours", "%(count)s dossiers en cours", load)
    load_text %= {"count": load}
    if len(candidates) > 1 and region and count:
        return _("à charge égale (%(load)s), a déjà le plus de dossiers de %(region)s") % {
            "load": load_text,
            "region": region,
        }
    return _("le moins chargé\u202f: %(load)s") % {"load": load_text}


def spread(dossiers: Iterable[Dossier], officers: Iterable) -> list[Share]:
    """Assigns each dossier, in order, to the officer with the fewest open dossiers who may have it.

    One who is away today receives only what nobody present may have. Ties go to the officer with
    the most dossiers of its région, then to the first of `officers`. `dossiers` must have
    `lead_authority__region` selected. Makes five queries.
    """
    dossiers, officers = list(dossiers), list(officers)
    assignment_check, loads = AssignmentCheck(dossiers, officers), _Loads(officers)
    away = away_until(timezone.localdate())
    shares = []
    for dossier in dossiers:
        able = [each for each in officers if not assignment_check.refusal(each, dossier)]
        if not able:
            reasons = " ".join(assignment_check.refusal(each, dossier) for each in officers)
            shares.append(Share(dossier, None, reasons))
            continue
        able = [each for each in able if each.pk not in away] or able
        least = min(loads.dossiers[each.pk] for each in able)
        candidates = [each for each in able if loads.dossiers[each.pk] == least]
        region = dossier.lead_authority.region_id
        to = max(candidates, key=lambda each: loads.regions[each.pk][region])
        shares.append(Share(dossier, to, _why(loads, to, dossier, candidates, away.get(to.pk))))
        loads.add(to, dossier)
    return shares
