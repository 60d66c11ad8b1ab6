"""Synthetic dossiers in instruction, which reach their status through the workflow.

One officer has the same few at every size, those that come after a fixed one.
"""

import sys
from datetime import timedelta

from django.utils import timezone

from partnerships.imports.progress import track
from partnerships.models import Action, Dossier, DossierStatus, LocalAuthority
from partnerships.workflow.creation import create_dossier
from tests.benchmarks.synthetic import Draw
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, complete_buffer

OFFICERS, DUE_DAYS = 20, 90
# One in four was never taken; most of the rest are closed, as they would be after years.
TO_TAKE, OPEN = 4, 3
GROUNDS = {"outcome": "accepted", "grounds": "Dossier complet et conforme."}


def status_of(rank: int, is_fixed: bool) -> str:
    if rank % TO_TAKE == 0:
        return DossierStatus.SUBMITTED
    if rank % OPEN == 0 or is_fixed:
        return DossierStatus.UNDER_REVIEW
    return DossierStatus.CLOSED


def form_of(projection: dict) -> dict:
    """The form fields that describe `projection`."""
    link = projection["partners"][0]
    return {
        **{name: projection[name] for name in ("title", "summary", "objectives")},
        "themes": projection["themes"],
        "starts_on": projection["starts_on"],
        "partners": [link["uuid"]],
        f"partners.{link['uuid']}.partner": link["partner"],
    }


def deposit(projection: dict, member) -> Dossier:
    dossier = create_dossier(member.authority, member.user)
    dossier.buffer = complete_buffer(dossier, **form_of(projection))
    dossier.title = dossier.buffer["title"]
    dossier.save()
    return act(dossier, Action.SUBMIT, member.user)


def instruct(dossier: Dossier, status: str, officer) -> Dossier:
    if status == DossierStatus.SUBMITTED:
        return dossier
    dossier = act(dossier, Action.START_REVIEW, officer)
    if status in {DossierStatus.DECIDED, DossierStatus.CLOSED}:
        dossier = act(dossier, Action.DECIDE, officer, **GROUNDS)
    if status == DossierStatus.CLOSED:
        dossier = act(dossier, Action.RELEASE, officer)
    return dossier


def deposit_dossiers(count: int, partners: list[str], officer) -> None:
    """Deposit `count` dossiers; those of an authority are deposited by one of its members."""
    draw = Draw(count)
    others = [reviewer() for _ in range(OFFICERS)]
    members = {}
    for rank in track(range(count), count, "Dossiers", sys.stderr):
        projection = draw.projection(rank, partners)
        key = projection["lead_authority"]
        if key not in members:
            members[key] = MemberFactory(authority=LocalAuthority.objects.get(key=key))
        is_fixed = draw.is_fixed(rank)
        taken_by = officer if is_fixed else draw.random.choice(others)
        dossier = deposit(projection, members[key])
        is_last = rank == count - 1  # the decision that a page of the bench shows
        status = DossierStatus.DECIDED if is_last else status_of(rank + 1, is_fixed)
        dossier = instruct(dossier, status, taken_by)
        if dossier.status != DossierStatus.CLOSED:
            due_on = timezone.localdate() + timedelta(days=draw.random.randint(-5, DUE_DAYS))
            Dossier.objects.filter(pk=dossier.pk).update(due_on=due_on)
