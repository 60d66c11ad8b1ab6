"""The command of the button that was pressed in a step: « do=remove:budget:<uuid> »."""

from dataclasses import dataclass

from django.http import QueryDict

from partnerships.document.buffer import add_item, remove_item, settle, value_digest
from partnerships.document.earlier import forget_items, restore_item
from partnerships.document.resemblance import answers_text, key_of, unsaved_partner
from partnerships.document.schema import FILE_LISTS
from partnerships.document.steps import LISTS, STEPS_BY_SLUG
from partnerships.document.steps.references import (
    GEONAMES_ID,
    KEY,
    NAME_MAX,
    Buffer,
    References,
    texts,
)
from partnerships.document.steps.step import Step
from partnerships.identifiers import is_uuid
from partnerships.models import Dossier, InternationalPartner, InternationalPartnerKind, Place
from partnerships.pages.components.search_box import LONGEST, SEARCHES
from partnerships.pages.dossier.earlier_partnerships import find_earlier
from partnerships.pages.dossier.pasted_lines import add_pasted
from partnerships.workflow.creation import own_contact

TAKE_UP = "take-up"
OWN_CONTACT = "own-contact"
# Answers about known partners that resemble a proposed one.
ANSWERS = ("same", "other", "undo")
LISTED = ("add", "remove", "restore", "forget", "choose", "propose", "place", "paste")
LIST_COMMANDS = ("search", *LISTED, *ANSWERS)


def _default_command(data, lists):
    """Returns (name, target, value): a search if a search box is filled in, else « save ».

    The search box is that of a list or of a proposed partner.
    """
    for name in SEARCHES:
        if name in lists and data.get(f"q.{name}"):
            return "search", name, ""
    for key in data:
        uuid = key.removeprefix("q.")
        if "partners" in lists and key != uuid and is_uuid(uuid) and data[key]:
            return "search", "partners", uuid
    return "save", "", ""


@dataclass(frozen=True)
class Command:
    """`target`: a list, a path or a step; `value`: an item or a choice; `words`: to search for."""

    name: str
    target: str = ""
    value: str = ""
    words: str = ""

    @classmethod
    def of(cls, data: QueryDict, step: Step) -> "Command":
        """Reads the command of a form; an invalid one becomes « save »."""
        name, _, rest = data.get("do", "default").partition(":")
        target, _, value = rest.partition(":")
        lists = {form.list_name for form in step.lists}
        if name == "default":
            name, target, value = _default_command(data, lists)
        if name in LIST_COMMANDS and target not in lists:
            return cls("save")
        if name in ("keep", "take"):
            value = _texts_to_settle(name, value, data.get(target, ""))
        if name == "goto" and target not in STEPS_BY_SLUG:
            return cls("save")
        words = data.get(f"q.{value}") if name == "search" and value else data.get(f"q.{target}")
        return cls(name, target, value, (words or "")[:LONGEST])

    def change(self, buffer: Buffer, dossier: Dossier, by) -> list[str]:
        """Applies the command to `buffer`. Returns sentences about what was done."""
        if self.name == TAKE_UP:
            earlier = find_earlier(dossier, by, References(dossier, buffer))
            buffer.update(earlier.fields if earlier else {})
        change = CHANGES.get(self.name)
        if self.name == OWN_CONTACT and not dossier.is_entered_by_officer:
            buffer.update(own_contact(by))
        return (change and change(buffer, dossier, self)) or []


def _add(buffer, dossier, command):
    if command.target in LISTS and command.target not in (*SEARCHES, *FILE_LISTS):
        add_item(buffer, command.target)


def _remove(buffer, dossier, command):
    """Removes an item, unless it is the lead authority."""
    key = buffer.get(f"{command.target}.{command.value}.authority")
    if key != dossier.lead_authority.key:
        remove_item(buffer, command.target, command.value)


def _restore(buffer, dossier, command):
    if is_uuid(command.value):
        restore_item(dossier, buffer, f"{command.target}.{command.value}")


def _forget(buffer, dossier, command):
    """Forgets a removed item; one that another page has put back stays."""
    if is_uuid(command.value) and command.value not in texts(buffer.get(command.target)):
        forget_items(dossier, f"{command.target}.{command.value}")


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


def _place(buffer, dossier, command):
    """Sets or clears the town of a proposed partner; a town also sets the country."""
    uuid, _, value = command.value.partition(":")
    if uuid not in texts(buffer.get("partners")):
        return
    item = f"partners.{uuid}.proposed_"
    place = Place.objects.filter(pk=value).first() if GEONAMES_ID.fullmatch(value) else None
    if place or not value:
        buffer[f"{item}place"] = value
    if place:
        buffer[f"{item}country"] = place.country_id


def _known(uuids, references):
    """Returns {uuid: key of its name} of those that are partners of the registry today, or that
    other items propose.
    """
    wanted = [uuid for uuid in uuids if is_uuid(uuid)]
    rows = InternationalPartner.objects.current().filter(uuid__in=wanted)
    known = {str(row.uuid): key_of(row) for row in rows} if wanted else {}
    known |= {each.key: key_of(unsaved_partner(each)) for each in references.proposed}
    return {uuid: known[uuid] for uuid in wanted if uuid in known}


def _compared(buffer, dossier, command):
    """Returns (item, its path, partners) of an answer about those that resemble it.

    An older page may answer about a partner that another page has chosen since: nothing changes.
    """
    uuid, *others = command.value.split(":")
    others = [each for each in others if each != uuid]
    path = f"partners.{uuid}"
    is_item = uuid in texts(buffer.get("partners"))
    is_proposed = is_item and not buffer.get(f"{path}.partner")
    return uuid, path, _known(others, References(dossier, buffer)) if is_proposed else {}


def _note_compared_name(buffer, item):
    """Notes which name the known partners were compared with."""
    name = buffer.get(f"{item}.proposed_name", "")
    buffer[f"{item}.compared_name"] = name[:NAME_MAX] if isinstance(name, str) else ""


def _same(buffer, dossier, command):
    """The proposed partner is a known one, which takes its place in the list."""
    uuid, item, known = _compared(buffer, dossier, command)
    if not known:
        return
    chosen = next(iter(known))
    is_here = chosen in texts(buffer["partners"])
    if is_here or _is_listed(buffer, "partners", "partner", chosen):
        remove_item(buffer, "partners", uuid)
        return
    buffer[f"{item}.partner"] = chosen
    _note_compared_name(buffer, item)


def _other(buffer, dossier, command):
    """The proposed partner is none of the known ones that the page showed."""
    uuid, item, known = _compared(buffer, dossier, command)
    if known:
        said = References(dossier, buffer).different_from(uuid)
        buffer[f"{item}.different_from"] = answers_text(said | known)
        _note_compared_name(buffer, item)


def _undo(buffer, dossier, command):
    """Asks again whether a proposed partner is a known one."""
    item = f"partners.{command.value}"
    if buffer.get(f"{item}.proposed_name") and buffer.get(f"{item}.compared_name"):
        for name in ("partner", "compared_name", "different_from"):
            buffer[f"{item}.{name}"] = ""


def _choose_once(buffer, list_name, field, value, is_valid):
    if is_valid(value) and not _is_listed(buffer, list_name, field, value):
        add_item(buffer, list_name, **{field: value})


def _propose(buffer, dossier, command):
    add_item(buffer, command.target, proposed_name=command.words)


def _texts_to_settle(name, shown, typed):
    """Returns the digests of the conflicting texts, the one to keep first.

    « take » keeps the first of `shown`, « keep » what is typed in the field.
    """
    field = value_digest(typed)
    return f"{field} {shown}" if name == "keep" else f"{shown} {field}"


def _settle(buffer, dossier, command):
    digests = command.value.split()
    settle(buffer, command.target, digests[0], digests)


CHANGES = {
    "add": _add,
    "remove": _remove,
    "restore": _restore,
    "forget": _forget,
    "choose": _choose,
    "propose": _propose,
    "place": _place,
    "same": _same,
    "other": _other,
    "undo": _undo,
    "paste": add_pasted,
    "keep": _settle,
    "take": _settle,
}
