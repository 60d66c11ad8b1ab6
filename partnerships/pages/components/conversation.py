"""What was said on a dossier, as its two sides read it: by field, with who has read what."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from partnerships.document.buffer import as_shown
from partnerships.document.steps import LISTS, STEPS
from partnerships.document.steps.references import Buffer, is_uuid, texts
from partnerships.document.validation import NAMES, is_known
from partnerships.models import Dossier, Message, Visibility
from partnerships.pages.components.step_state import label_at


@dataclass(frozen=True)
class ShownMessage:
    """A word exchanged. `readers`: (who, when) of those who have read it."""

    row: Message
    is_mine: bool
    is_unread: bool
    readers: list[tuple[str, object]]

    @property
    def is_internal(self):
        return self.row.visibility == Visibility.INTERNAL


@dataclass(frozen=True)
class Topic:
    """The words on one field, the oldest first; `path` is "" for those on the whole dossier."""

    path: str
    label: str
    url: str
    messages: list[ShownMessage]

    @property
    def unread(self):
        return sum(message.is_unread for message in self.messages)


@dataclass(frozen=True)
class Box:
    """Where one writes. `token` becomes the identity of the message: sent twice, it is one."""

    path: str = ""
    body: str = ""
    field_path: str = ""

    @property
    def token(self) -> UUID:
        return uuid4()


@dataclass(frozen=True)
class Conversation:
    """What was said of a field, beside it, and a box to answer where one may."""

    messages: list[ShownMessage]
    label: str
    box: Box | None
    # Changes asked there that wait for an answer: (identity, what was typed to answer).
    asked: Sequence[tuple[UUID, str]] = ()


def box_of(unsent: dict, path: str = "") -> Box:
    """The box at `path`, with what was typed there and could not be sent."""
    kept = unsent.get(path, {})
    return Box(path, kept.get("body", ""), kept.get("field_path", ""))


def _readers(message, reviewer_id, as_officer):
    """To an authority, officers who read are the administration and no names."""
    readers, is_told = [], message.author_id == reviewer_id
    for read in message.reads.all():
        if as_officer or not read.as_officer:
            readers.append((str(read.reader), read.at))
        elif not is_told:
            is_told = True
            readers.append((_("l’administration"), read.at))
    return readers


def shown_messages(
    dossier: Dossier, user, *, as_officer: bool = False, **only
) -> list[ShownMessage]:
    """The messages of `dossier` that the page shows to `user`, the oldest first."""
    rows = dossier.messages.select_related("author").prefetch_related("reads__reader")
    visible = rows.visible_to(user) if as_officer else rows.filter(visibility=Visibility.SHARED)
    return [
        ShownMessage(
            row=row,
            is_mine=row.author_id == user.pk,
            is_unread=row.author_id != user.pk
            and all(read.reader_id != user.pk for read in row.reads.all()),
            readers=_readers(row, dossier.reviewer_id, as_officer),
        )
        for row in visible.filter(**only)
    ]


def unread(messages: Iterable[ShownMessage]) -> list[Message]:
    return [message.row for message in messages if message.is_unread]


def topics(messages: list[ShownMessage], buffer: Buffer, url_of) -> list[Topic]:
    """`messages` by field, what was said last first. `url_of(path)` is where the field shows."""
    found: dict[str, list[ShownMessage]] = {}
    for message in reversed(messages):
        found.setdefault(message.row.field_path, []).insert(0, message)
    return [
        Topic(path, place_label(path, buffer) if path else "", url_of(path) if path else "", said)
        for path, said in found.items()
    ]


def place_label(path: str, buffer: Buffer) -> str:
    """What people call the place that a message speaks of."""
    return str(LISTS[path].heading) if path in LISTS else as_shown(label_at(path, buffer))


def is_place(path: str, buffer: Buffer) -> bool:
    """Whether a message may speak of `path`: a field, a list, an item or a field of an item."""
    list_name, _dot, uuid = path.partition(".")
    is_item = list_name in LISTS and uuid in texts(buffer.get(list_name))
    return len(path) <= 200 and (path in NAMES or is_item or is_known(path, buffer))


def _places_of(step, buffer) -> Iterator[str]:
    for name, field in step.form.base_fields.items():
        if not field.widget.is_hidden:
            yield f"{step.form.path}.{name}" if step.form.path else name
    for list_form in step.lists:
        yield list_form.list_name
        uuids = filter(is_uuid, texts(buffer.get(list_form.list_name)))
        yield from (f"{list_form.list_name}.{uuid}" for uuid in uuids)


def places(buffer: Buffer) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a message may be attached to, by step: (title of the step, [(path, label)])."""
    groups = (
        (str(step.title), [(path, place_label(path, buffer)) for path in _places_of(step, buffer)])
        for step in STEPS
    )
    return [(title, found) for title, found in groups if found]
