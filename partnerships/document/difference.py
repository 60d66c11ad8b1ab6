"""Differences between documents, field by field and item by item."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cncd_portal.amounts import euros
from cncd_portal.file_sizes import file_size
from partnerships.document.plain_fields import comparable, date_value
from partnerships.document.projection import public_projection
from partnerships.document.reading import read
from partnerships.document.reading_parts import Reading
from partnerships.document.schema import (
    FIELD_LABELS,
    FILE_LISTS,
    ITEM_LABELS,
    ITEM_LISTS,
    PRIVATE,
    upgraded,
)
from partnerships.document.settlement import is_conflict
from partnerships.document.words import Part, words_changed


@dataclass(frozen=True)
class Change:
    """A changed field (`title`) or item (`budget.<uuid>`); its text is "" if absent.

    `is_whole`: it is not compared word by word, as one of a few choices.
    """

    path: str
    label: str
    old: str
    new: str
    is_whole: bool = False

    @property
    def parts(self) -> list[Part]:
        if self.is_whole:
            both = (Part("removed", self.old), Part("added", self.new))
            return [part for part in both if part.text]
        return words_changed(self.old, self.new)


@dataclass(frozen=True)
class ThreeWayChange:
    """A field or item changed by the published version, the deposit or both."""

    path: str
    label: str
    base: str
    published: str
    proposed: str
    is_conflict: bool


@dataclass(frozen=True)
class Entry:
    """The content of a path: the value to compare, and the text to show."""

    label: str
    value: object
    text: str


def _field_texts(document: dict, reading: Reading) -> Iterator[tuple[str, str]]:
    yield from reading.words.items()
    yield "lead_authority", str(reading.lead_authority or document["lead_authority"])
    yield "themes", ", ".join(str(theme) for theme in reading.themes)
    yield "goals", ", ".join(str(goal) for goal in reading.goals)
    if "contact" in document:
        yield "contact", "\n".join(value for value in document["contact"].values() if value)
        yield "state_case", document["state_case"]
        authorised_on = date_value(document["state_authorised_on"])
        yield "state_authorised_on", authorised_on.words if authorised_on else ""


def _partner_text(partner):
    named = [partner.name, str(partner.country or ""), str(partner.kind_label)]
    if partner.partner is None:
        named.append(_("proposé, pas encore au registre"))
    if partner.declared_name:
        named.append(_("déclaré sous le nom de %(name)s") % {"name": partner.declared_name})
    named += [_("autre que %(name)s") % {"name": other} for other in partner.different_from]
    return ", ".join(text for text in named if text)


def _budget_text(line):
    return f"{line.year} – {line.source_text} – {line.nature_label} – {euros(line.amount)}"


def _indicator_text(indicator):
    labels = ITEM_LABELS["indicators"]
    details = [f"{labels[name]}\u202f: {text}" for name, text in indicator.words.items()]
    unit = f" ({indicator.unit})" if indicator.unit else ""
    return "\n".join([f"{indicator.name}{unit}", *details])


def _document_text(file):
    shown = _("à publier") if file.is_public else _("non publié")
    return f"{file.kind_label} – {file.title} ({file.file_name}, {file_size(file.size)}, {shown})"


def _image_text(image):
    shown = _("à publier") if image.is_public else _("non publiée")
    details = [image.caption, image.alternative, image.credit, f"{image.file_name} ({shown})"]
    return "\n".join(text for text in details if text)


def _contribution_text(contribution):
    return f"{contribution.proposal.name_with_wording}\n{contribution.statement}"


def _item_texts(reading: Reading) -> Iterator[tuple[str, str, str]]:
    for each in reading.authorities:
        yield "authorities", each.uuid, str(each.authority)
    for each in reading.partners:
        yield "partners", each.uuid, _partner_text(each)
    for each in reading.budget:
        yield "budget", each.uuid, _budget_text(each)
    for each in reading.indicators:
        yield "indicators", each.uuid, _indicator_text(each)
    for each in reading.contributions:
        yield "contributions", each.uuid, _contribution_text(each)
    for each in reading.documents:
        yield "documents", each.uuid, _document_text(each)
    for each in reading.images:
        yield "images", each.uuid, _image_text(each)


def _entries(document: dict) -> dict[str, Entry]:
    document = upgraded(document)
    reading = read(document)
    entries = {
        path: Entry(str(FIELD_LABELS[path]), comparable(path, document[path]), str(text))
        for path, text in _field_texts(document, reading)
    }
    for name, uuid, text in _item_texts(reading):
        value = next(item for item in document[name] if item["uuid"] == uuid)
        entries[f"{name}.{uuid}"] = Entry(str(FIELD_LABELS[name]), comparable(name, value), text)
    return entries


ABSENT = Entry("", None, "")


def changed_path(path: str) -> str:
    """Returns the path of the change that contains a field: list items are compared whole."""
    name, *rest = path.split(".")
    return f"{name}.{rest[0]}" if name in ITEM_LISTS and rest else name


def _paths(*documents):
    """Returns all paths, in the order of the last document that has them."""
    return dict.fromkeys(path for entries in reversed(documents) for path in entries)


def difference(old: dict, new: dict) -> list[Change]:
    """Returns the changes from `old` to `new`: two documents, or two public projections."""
    before, after = _entries(old), _entries(new)
    changes = []
    for path in _paths(before, after):
        was, now = before.get(path, ABSENT), after.get(path, ABSENT)
        if was.value != now.value:
            changes.append(Change(path, now.label or was.label, was.text, now.text))
    return changes


def _private(document: dict) -> dict:
    document = upgraded(document)
    private = {name: document[name] for name in PRIVATE}
    for name in FILE_LISTS:
        private[name] = [file for file in document[name] if not file["is_public"]]
    return private


def changes_nothing(base: dict, deposit: dict | None, document: dict) -> bool:
    """Whether `document` says, in public and in private, what is published already.

    `base`: the projection it started from; `deposit`: the document that this one came from, None
    if it came from none: its private part is then new.
    """
    if deposit is None or difference(base, public_projection(document)):
        return False
    return _private(deposit) == _private(document)


def three_way(base: dict, published: dict, proposed: dict) -> list[ThreeWayChange]:
    """Returns what changed since `base` on either side; different changes are a conflict."""
    entries = [_entries(document) for document in (base, published, proposed)]
    changes = []
    for path in _paths(*entries):
        was, public, wanted = (each.get(path, ABSENT) for each in entries)
        if was.value == public.value == wanted.value:
            continue
        changes.append(
            ThreeWayChange(
                path=path,
                label=wanted.label or public.label or was.label,
                base=was.text,
                published=public.text,
                proposed=wanted.text,
                is_conflict=is_conflict(was.value, public.value, wanted.value),
            )
        )
    return changes
