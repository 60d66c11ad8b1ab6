"""What happens to each dossier of the training desk, and when.

A plan depends on its rank and the last day alone: a run continues the plans of the last one, and a
larger desk begins with the dossiers of a smaller one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5

from django.utils import timezone

from partnerships.imports.training.people import LEAD_NAMES, OFFICER_NAMES, WRITERS
from partnerships.models import Action, Outcome
from partnerships.models.working_days import add_working_days

NAMESPACE = UUID("0b7f0f5c-5f0e-4d7a-9d0b-3f3f6a6a2b11")
# Days over which the dossiers are begun, evenly from the first rank on.
SPAN, GOLDEN = 365, 0.6180339887498949
# Dossiers begun within that time of the last day may be stuck, where their course says so.
STUCK_WITHIN = timedelta(days=110)
# Every tenth dossier changes what the one before it published, so many days later.
AMENDS_EVERY = 10
AMENDED_AFTER = timedelta(days=30)
FIRST_HOUR, LAST_HOUR = 9, 17


@dataclass(frozen=True)
class Course:
    """A way through the workflow.

    `steps`: (working days after the step before, action); `stuck`: how many of the steps after the
    deposit are made of a recent dossier, None for all; `weight`: how many in a hundred take
    this way.
    """

    weight: int
    outcome: Outcome | None
    steps: tuple[tuple[int, Action], ...]
    stuck: int | None = None


A = Action
TAKEN = (3, A.START_REVIEW)
RELEASED = ((9, A.DECIDE), (2, A.COUNTERSIGN), (1, A.RELEASE))
COMPLETED = (
    (5, A.REQUEST_CHANGES),
    (8, A.ANSWER_REQUEST),
    (0, A.SUBMIT),
    (2, A.START_REVIEW),
    (0, A.SETTLE_REQUEST),
)
ASKED = ((2, A.ASK_OPINION), (9, A.ANSWER_OPINION))
CONSULTED = (*ASKED, (4, A.ANSWER_OPINION))
COURSES = (
    Course(18, Outcome.ACCEPTED, (TAKEN, *RELEASED)),
    Course(14, Outcome.ACCEPTED, (TAKEN, *COMPLETED, *RELEASED)),
    Course(10, Outcome.ACCEPTED, (TAKEN, *CONSULTED, *RELEASED)),
    Course(5, Outcome.ACCEPTED, (TAKEN, *ASKED, *RELEASED)),
    Course(7, Outcome.RESERVED, (TAKEN, *CONSULTED, *RELEASED)),
    Course(8, Outcome.REJECTED, (TAKEN, *COMPLETED, *RELEASED)),
    Course(5, Outcome.ACCEPTED, ((1, A.ASSIGN), TAKEN, *RELEASED)),
    Course(4, None, (TAKEN, (4, A.WITHDRAW))),
    Course(6, Outcome.ACCEPTED, (TAKEN, *RELEASED), stuck=0),
    Course(5, Outcome.ACCEPTED, (TAKEN, *COMPLETED, *RELEASED), stuck=2),
    Course(5, Outcome.ACCEPTED, (TAKEN, *CONSULTED, *RELEASED), stuck=2),
    Course(3, Outcome.ACCEPTED, (TAKEN, *CONSULTED, *RELEASED), stuck=3),
    Course(3, Outcome.ACCEPTED, ((1, A.ASSIGN), TAKEN, *RELEASED), stuck=1),
    Course(7, Outcome.ACCEPTED, (TAKEN, *RELEASED), stuck=2),
)


@dataclass(frozen=True)
class Step:
    """An action of a dossier at an instant. `by`: name of an account; "" for the portal."""

    at: datetime
    action: Action
    by: str


@dataclass(frozen=True)
class DossierPlan:
    """The steps of a dossier, the creation first, in order of time.

    `amends`: uuid of the dossier whose partnership it changes, None where it is a new one.
    """

    rank: int
    authority: str
    officer: str
    outcome: Outcome | None
    steps: tuple[Step, ...]
    amends: UUID | None = None

    @property
    def uuid(self) -> UUID:
        return uuid_of(self.rank)


def uuid_of(rank: int) -> UUID:
    return uuid5(NAMESPACE, str(rank))


def _instants(begun_on: date, gaps: list[int], draw: Random) -> Iterator[datetime]:
    """Yields an instant of office hours for each gap, in working days after the one before.

    Steps of one day are at least half an hour apart.
    """
    day, minutes = begun_on, FIRST_HOUR * 60 + draw.randrange(180)
    for gap in gaps:
        if gap:
            day, minutes = add_working_days(day, gap), FIRST_HOUR * 60 + draw.randrange(180)
        else:
            minutes += 30 + draw.randrange(90)
        hour, minute = divmod(min(minutes, LAST_HOUR * 60 + 59), 60)
        yield timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _first_day(rank: int, until: date) -> date:
    return until - timedelta(days=round(SPAN * (1 - rank * GOLDEN % 1)))


def until_of(first_day: date) -> date:
    """Returns the last day of the desk whose dossier of rank 0 was begun on `first_day`."""
    return first_day + timedelta(days=SPAN)


def _by(action: Action, officer: str, lead: str, writer: str) -> str:
    return {
        A.CREATE: writer,
        A.SUBMIT: writer,
        A.ANSWER_REQUEST: writer,
        A.WITHDRAW: writer,
        A.ASSIGN: lead,
        A.COUNTERSIGN: lead,
        A.ANSWER_OPINION: "",
    }.get(action, officer)


def _amended(rank: int, until: date) -> "DossierPlan | None":
    """Returns the plan of the dossier that this one amends: the one before, if it was published."""
    if rank % AMENDS_EVERY != AMENDS_EVERY - 1:
        return None
    base = plan_of(rank - 1, until)
    is_published = base.steps[-1].action == A.RELEASE and base.outcome != Outcome.REJECTED
    is_long_ago = base.steps[-1].at.date() <= until - 2 * AMENDED_AFTER
    return base if is_published and is_long_ago else None


def _actions(course: Course, begun_on: date, until: date) -> list[tuple[int, Action]]:
    is_recent = until - begun_on <= STUCK_WITHIN
    steps = course.steps[: course.stuck] if is_recent else course.steps
    return [(0, A.CREATE), (1, A.SUBMIT), *steps]


def plan_of(rank: int, until: date) -> DossierPlan:
    """Returns what happens up to the day `until` to the dossier of that rank, from 0 on."""
    draw = Random(rank)  # noqa: S311 (not a secret)
    authority = draw.choice(list(WRITERS))
    officer, lead = draw.choice(OFFICER_NAMES), draw.choice(LEAD_NAMES)
    [course] = draw.choices(COURSES, [each.weight for each in COURSES])
    begun_on, base = _first_day(rank, until), _amended(rank, until)
    if base:
        authority = base.authority
        begun_on = base.steps[-1].at.date() + AMENDED_AFTER
    actions = _actions(course, begun_on, until)
    gaps = [gap + draw.randrange(1 + gap // 2) for gap, _action in actions]
    steps = tuple(
        Step(at, action, _by(action, officer, lead, WRITERS[authority]))
        for at, (_gap, action) in zip(_instants(begun_on, gaps, draw), actions, strict=True)
        if at.date() <= until
        # Amendments are not countersigned.
        and not (base and action == A.COUNTERSIGN)
    )
    return DossierPlan(rank, authority, officer, course.outcome, steps, base and base.uuid)
