"""The messages of a dossier, grouped by field, with who has read each of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from partnerships.document.buffer import as_shown
from partnerships.document.steps import LISTS, STEPS, field_of
from partnerships.document.steps.fields import is_content
from partnerships.document.steps.references import Buffer, References, texts
from partnerships.document.validation import NAMES, is_known, uuids_by_list
from partnerships.identifiers import is_uuid
from partnerships.models import Dossier, Message, Visibility
from partnerships.pages.components.step_state import label_at

# Messages of a topic that are never folded.
LATEST = 3


@dataclass(frozen=True)
class ShownMessage:
    """A message. `readers`: (name, time) of those who have read it. `request`: the ShownRequest
    that it is, in a thread.
    """

    row: Message
    is_mine: bool
    is_unread: bool
    readers: list[tuple[str, object]]
    request: object = None

    @property
    def is_internal(self):
        return self.row.visibility == Visibility.INTERNAL


@dataclass(frozen=True)
class Topic:
    """The messages on one field, oldest first; `path` is "" for the whole dossier."""

    path: str
    label: str
    url: str
    messages: list[ShownMessage]

    @property
    def unread(self):
        return sum(message.is_unread for message in self.messages)

    @property
    def _earlier_count(self):
        """How many of the first messages are read, ask for nothing and stand before the latest."""
        count = 0
        for message in self.messages[:-LATEST]:
            if message.is_unread or (message.request and message.request.is_open):
                break
            count += 1
        return count

    @property
    def earlier(self):
        """The messages that are folded."""
        return self.messages[: self._earlier_count]

    @property
    def latest(self):
        return self.messages[self._earlier_count :]

    @property
    def is_open(self):
        """Whether a change is requested here, which is not settled yet."""
        return any(each.request and each.request.is_open for each in self.messages)


@dataclass(frozen=True)
class Box:
    """The form of a new message. `token` becomes its uuid, so that a double send stores one."""

    path: str = ""
    body: str = ""
    field_path: str = ""

    @property
    def token(self) -> UUID:
        return uuid4()


@dataclass(frozen=True)
class Conversation:
    """The messages shown beside a field, and a box to answer for those who may."""

    messages: list[ShownMessage]
    label: str
    box: Box | None
    # Unanswered change requests on this field: (uuid, the answer typed and not sent).
    asked: Sequence[tuple[UUID, str]] = ()


def box_of(unsent: dict, path: str = "") -> Box:
    """Returns the box at `path`, filled with what was typed there and could not be sent."""
    stored = unsent.get(path, {})
    return Box(path, stored.get("body", ""), stored.get("field_path", ""))


def _readers(message, reviewer_id, as_officer):
    """Returns (name, time) pairs. Members see officers as one reader, « l’administration », at
    the first reading, and not at all on the reviewer's own messages.
    """
    readers, is_listed = [], message.author_id == reviewer_id
    for read in message.reads.all():
        if as_officer or not read.as_officer:
            readers.append((str(read.reader), read.at))
        elif not is_listed:
            is_listed = True
            readers.append((_("l’administration"), read.at))
    return readers


def shown_messages(
    dossier: Dossier, user, *, as_officer: bool = False, **only
) -> list[ShownMessage]:
    """Returns the messages of `dossier` that `user` may see, oldest first."""
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


def topics(
    messages: list[ShownMessage], references: References, url_of, requests: dict
) -> list[Topic]:
    """Groups `messages` by field: first where a change is requested, then the latest discussions.

    `url_of(path)` is the address of the field; `requests`: key of a message → the ShownRequest that
    it is.
    """
    by_path: dict[str, list[ShownMessage]] = {}
    for message in reversed(messages):
        shown = replace(message, request=requests.get(message.row.pk))
        by_path.setdefault(message.row.field_path, []).insert(0, shown)
    found = [
        Topic(
            path,
            subject_label(path, references) if path else "",
            url_of(path) if path else "",
            rows,
        )
        for path, rows in by_path.items()
    ]
    return sorted(found, key=lambda topic: not topic.is_open)


def subject_label(path: str, references: References) -> str:
    """Returns the label of the field or list that a message is about."""
    return str(LISTS[path].heading) if path in LISTS else as_shown(label_at(path, references))


def is_subject(path: str, buffer: Buffer) -> bool:
    """Whether a message may be about `path`: a field, a list, an item or a field of an item."""
    list_name, _dot, uuid = path.partition(".")
    is_item = list_name in LISTS and uuid in texts(buffer.get(list_name))
    known = path in NAMES or is_item or is_known(path, uuids_by_list(buffer))
    if len(path) > 200 or not known:
        return False
    field = field_of(path)
    return field is None or is_content(field)


def _subjects_of(step, buffer) -> Iterator[str]:
    for name, field in step.form.base_fields.items():
        if is_content(field):
            yield f"{step.form.path}.{name}" if step.form.path else name
    for list_form in step.lists:
        yield list_form.list_name
        uuids = filter(is_uuid, texts(buffer.get(list_form.list_name)))
        yield from (f"{list_form.list_name}.{uuid}" for uuid in uuids)


def subjects(references: References) -> list[tuple[str, list[tuple[str, str]]]]:
    """Returns what a message may be about, by step: (title of the step, [(path, label)])."""
    groups = (
        (
            str(step.title),
            [
                (path, subject_label(path, references))
                for path in _subjects_of(step, references.buffer)
            ],
        )
        for step in STEPS
    )
    return [(title, choices) for title, choices in groups if choices]
