"""What a file changes in the directory: worked out first, then written in one transaction."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partnerships.document.canonical import canonical, digest
from partnerships.imports.directory.columns import BY_NAME, cells_of
from partnerships.imports.directory.file import Fault, Line, ReadDirectory
from partnerships.models import AdvisoryBody, AdvisoryBodyKind
from partnerships.models.advisory_body import PLACE_FIELDS
from partnerships.models.name import typographic
from partnerships.workflow.opinions.advisory_bodies import name_of


class UnknownBody(Exception):
    """A line names no single body of the directory: (name of the column, French sentence)."""

    def __init__(self, column: str, sentence: str):
        super().__init__(column, sentence)
        self.column, self.sentence = column, sentence


class DirectoryChanged(Exception):
    """The directory changed since the plan was read."""


@dataclass(frozen=True)
class Change:
    """A body to write. `before`: its cells, None if it is new; `after`: its cells once written."""

    line: int
    body: AdvisoryBody
    before: list[str] | None
    after: list[str]

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """(heading, before, after) of the cells that change."""
        columns = BY_NAME.values()
        return [
            (str(column.heading), old, new)
            for column, old, new in zip(columns, self.before or (), self.after, strict=False)
            if old != new
        ]


@dataclass
class DirectoryPlan:
    """`same`: how many lines say what the directory says already; `others`: how many of its bodies
    the file leaves out, which stay as they are.
    """

    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    same: int = 0
    others: int = 0

    @property
    def new(self) -> list[Change]:
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if not change.is_new]

    @property
    def state(self) -> str:
        """A digest of the changes: the same only where the directory is what it was."""
        said = [[each.before, each.after[1:]] for each in self.changes]
        return digest(canonical([said, self.same, self.others]))


class _Directory:
    """The bodies that are there, found by what a line says of them."""

    def __init__(self):
        rows = AdvisoryBody.objects.select_related("region", "departement", "country")
        self.by_uuid = {str(body.uuid): body for body in rows}
        self.by_address, self.by_name = {}, defaultdict(list)
        for body in self.by_uuid.values():
            self.by_address[body.name, body.email] = body
            self.by_name[body.kind, body.place, body.name].append(body)

    def of(self, values) -> AdvisoryBody | None:
        """Returns the body of a line, None for a new one. Raises UnknownBody."""
        if values["uuid"]:
            body = self.by_uuid.get(values["uuid"])
            if body is None:
                raise UnknownBody(
                    "uuid", _("L’annuaire n’a pas cet identifiant\u202f: videz la cellule.")
                )
            return body
        found = self.by_address.get((values["name"], values["email"]))
        if found:
            return found
        named = self.by_name[values["kind"], _place_of(values), values["name"]]
        if len(named) > 1:
            raise UnknownBody(
                "name",
                _(
                    "Plusieurs organismes de l’annuaire ont ce nom\u202f: donnez l’identifiant de "
                    "celui-ci."
                ),
            )
        return named[0] if named else None

    def taken_by_another(self, change: "Change") -> list[Fault]:
        """A fault where another body has the name and the address, even if the file moves it: two
        bodies that exchange them are written one after the other.
        """
        other = self.by_address.get((change.body.name, change.body.email))
        if other is None or other is change.body:
            return []
        heading, email = str(BY_NAME["email"].heading), change.body.email
        sentence = _("L’annuaire a déjà cet organisme à cette adresse.")
        return [Fault(change.line, heading, email, sentence)]


def _place_of(values):
    wanted = PLACE_FIELDS.get(values["kind"])
    places = [values[wanted]] if wanted else [values[name] for name in PLACE_FIELDS.values()]
    return next(filter(None, places), None)


def _completed(line: Line) -> Fault | None:
    """Gives the body the place and the name that follow from its kind; or says what it lacks."""
    values = line.values
    wanted = PLACE_FIELDS.get(values["kind"])
    if wanted:
        if not values[wanted]:
            sentence = _("Écrivez le lieu dont il s’agit.")
            return Fault(line.number, str(BY_NAME[wanted].heading), "", sentence)
        values |= {name: None for name in PLACE_FIELDS.values() if name != wanted}
    if not values["name"]:
        if values["kind"] == AdvisoryBodyKind.OTHER:
            return Fault(line.number, str(BY_NAME["name"].heading), "", _("Nommez cet organisme."))
        values["name"] = name_of(values["kind"], values[wanted])
    values["name"] = typographic(values["name"])
    return None


def _change_of(line: Line, body: AdvisoryBody | None) -> Change:
    before = cells_of(body) if body else None
    body = body or AdvisoryBody()
    for name in ("kind", "name", "email", *PLACE_FIELDS.values()):
        setattr(body, name, line.values[name])
    if line.values["is_active"] is not None:
        body.is_active = line.values["is_active"]
    return Change(line.number, body, before, cells_of(body))


def _twice(lines: dict, key, number: int, sentence: str) -> list[Fault]:
    if key not in lines:
        lines[key] = number
        return []
    return [Fault(number, "", "", sentence % {"line": lines[key]})]


def _read_change(line: Line, directory: _Directory) -> tuple[Change | None, list[Fault]]:
    """Returns what a line changes, or its faults."""
    fault = _completed(line)
    if fault:
        return None, [fault]
    try:
        change = _change_of(line, directory.of(line.values))
    except UnknownBody as unknown:
        heading = str(BY_NAME[unknown.column].heading)
        cell = line.values[unknown.column]
        return None, [Fault(line.number, heading, cell, unknown.sentence)]
    return change, directory.taken_by_another(change)


def directory_plan(read: ReadDirectory) -> DirectoryPlan:
    """Returns what the file would change; with faults, nothing may be written."""
    plan, directory = DirectoryPlan(faults=list(read.faults)), _Directory()
    wrong = {fault.line for fault in read.faults}
    seen, addresses = {}, {}
    for line in read.lines:
        if line.number in wrong:
            continue
        change, faults = _read_change(line, directory)
        plan.faults += faults
        if change is None:
            continue
        twice = _("Cette ligne est du même organisme que la ligne %(line)s\u202f: retirez-en une.")
        key = (change.body.name, change.body.email)
        plan.faults += _twice(seen, change.body.uuid, line.number, twice) or _twice(
            addresses, key, line.number, twice
        )
        if change.before == change.after:
            plan.same += 1
        else:
            plan.changes.append(change)
    plan.others = len(directory.by_uuid.keys() - {str(uuid) for uuid in seen})
    plan.faults.sort(key=lambda each: each.line)
    return plan


def apply_directory(read: ReadDirectory, state: str) -> DirectoryPlan:
    """Writes what the file changes. Raises DirectoryChanged if that is not the plan of `state`."""
    try:
        return _write(read, state)
    except IntegrityError:  # two first files at once: there was no row to wait for
        raise DirectoryChanged from None


@transaction.atomic
def _write(read, state):
    list(AdvisoryBody.objects.select_for_update().order_by("pk").values_list("pk"))
    plan = directory_plan(read)
    if plan.faults or plan.state != state:
        raise DirectoryChanged
    for change in plan.changes:
        change.body.save()
    return plan
