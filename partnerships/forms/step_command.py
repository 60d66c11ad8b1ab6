"""What the button that was pressed asks for: « do=remove:budget:<uuid> »."""

from dataclasses import dataclass

from django.http import QueryDict

from partnerships.document.buffer import add_item, remove_item, settle
from partnerships.document.schema import FILES
from partnerships.document.steps import LISTS, STEPS_BY_SLUG, Step
from partnerships.document.steps.references import GEONAMES_ID, KEY, Buffer, is_uuid, texts
from partnerships.forms.search_box import LONGEST, SEARCHES
from partnerships.models import Dossier, InternationalPartnerKind, Place


@dataclass(frozen=True)
class Command:
    """`target`: a list, a path or a step; `value`: an item or a choice; `words`: of a search."""

    name: str
    target: str = ""
    value: str = ""
    words: str = ""

    @classmethod
    def of(cls, data: QueryDict, step: Step) -> "Command":
        """What was asked; « save » where it makes no sense."""
        name, _, rest = data.get("do", "default").partition(":")
        target, _, value = rest.partition(":")
        lists = {form.list_name for form in step.lists}
        if name == "default":
            searched = [each for each in SEARCHES if each in lists and data.get(f"q.{each}")]
            name, target = ("search", searched[0]) if searched else ("save", "")
        if name in ("search", "add", "remove", "choose", "propose") and target not in lists:
            return cls("save")
        if name == "goto" and target not in STEPS_BY_SLUG:
            return cls("save")
        return cls(name, target, value, data.get(f"q.{target}", "")[:LONGEST])

    def change(self, buffer: Buffer, dossier: Dossier) -> None:
        """Do to the buffer what was asked of it."""
        change = CHANGES.get(self.name)
        if change:
            change(buffer, dossier, self)


def _add(buffer, dossier, command):
    if command.target in LISTS and command.target not in (*SEARCHES, *FILES):
        add_item(buffer, command.target)


def _remove(buffer, dossier, command):
    """The lead authority stays."""
    key = buffer.get(f"{command.target}.{command.value}.authority")
    if key != dossier.lead_authority.key:
        remove_item(buffer, command.target, command.value)


def _is_listed(buffer, list_name, field, value):
    return any(
        buffer.get(f"{list_name}.{uuid}.{field}") == value for uuid in texts(buffer.get(list_name))
    )


def _choose(buffer, dossier, command):
    if command.target == "authorities":
        _choose_once(buffer, "authorities", "authority", command.value, KEY.fullmatch)
        return
    kind, _, value = command.value.partition(":")
    if kind == "partner":
        _choose_once(buffer, "partners", "partner", value, is_uuid)
    elif kind == "place" and GEONAMES_ID.fullmatch(value):
        place = Place.objects.filter(pk=value).first()
        if place and not _is_listed(buffer, "partners", "proposed_place", value):
            add_item(
                buffer,
                "partners",
                proposed_name=place.name,
                proposed_kind=InternationalPartnerKind.MUNICIPALITY,
                proposed_country=place.country_id,
                proposed_place=value,
            )


def _choose_once(buffer, list_name, field, value, is_right):
    if is_right(value) and not _is_listed(buffer, list_name, field, value):
        add_item(buffer, list_name, **{field: value})


def _propose(buffer, dossier, command):
    add_item(buffer, command.target, proposed_name=command.words)


def _keep(buffer, dossier, command):
    settle(buffer, command.target, None)


def _take(buffer, dossier, command):
    rank = int(command.value) if command.value.isdecimal() and len(command.value) < 4 else None
    settle(buffer, command.target, rank)


CHANGES = {
    "add": _add,
    "remove": _remove,
    "choose": _choose,
    "propose": _propose,
    "keep": _keep,
    "take": _take,
}
