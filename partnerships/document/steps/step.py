"""A step of the form: an address, a title, the forms that show and check its fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from uuid import UUID, uuid5

from django import forms
from django.utils.text import capfirst

from partnerships.document.steps.references import Buffer, References, texts


def label_of(model, name: str):
    """What `model` calls its field, as a label."""
    return capfirst(model._meta.get_field(name).verbose_name)


def _shaped(field, value):
    """The shape that `field` reads, of a buffer where anything may stand."""
    if isinstance(field, forms.MultipleChoiceField):
        return texts(value)
    if isinstance(value, list):
        return "\n".join(texts(value))
    return value or ""


class BufferForm(forms.Form):
    """Some fields of a buffer, named by their path in it. Always bound: a draft has a state."""

    # What comes before the name of a field in its path.
    path = ""

    def __init__(self, buffer: Buffer, references: References, *, path: str | None = None):
        self.references = references
        super().__init__(
            None, auto_id="champ-%s", prefix=self.path if path is None else path, label_suffix=""
        )
        self.set_choices()
        self.is_bound = True
        self.data = {
            self.add_prefix(name): _shaped(field, buffer.get(self.add_prefix(name)))
            for name, field in self.fields.items()
        }

    def add_prefix(self, field_name):
        return f"{self.prefix}.{field_name}" if self.prefix else field_name

    def set_choices(self) -> None:
        """Give the lists of the database to the fields that choose in them."""

    @property
    def paths(self) -> list[str]:
        return [self.add_prefix(name) for name in self.fields]

    @property
    def is_empty(self) -> bool:
        """Nothing was typed."""
        return not any(self.data.values())

    @property
    def field_errors(self) -> Iterator[tuple[str, str]]:
        """(path, sentence) of what is wrong; what has no input on the page is told of the item."""
        for name, messages in self.errors.items():
            is_shown = name in self.fields and not self.fields[name].widget.is_hidden
            path = self.add_prefix(name) if is_shown else self.prefix
            yield from ((path, str(message)) for message in messages)


class ItemForm(BufferForm):
    """An item of a list. `list_name` is the path of the list; the rest is what its page says."""

    list_name = ""
    # How many lines a page shows at least, the last ones empty and ready to be typed in.
    suggested = 0
    # Templates read the words of the class, and make no form of it.
    do_not_call_in_templates = True
    label = ""
    heading = ""
    empty_text = ""
    add_label = ""
    search_text = ""

    def __init__(self, buffer: Buffer, references: References, uuid: str):
        self.uuid = uuid
        super().__init__(buffer, references, path=f"{self.list_name}.{uuid}")


@dataclass(frozen=True)
class Step:
    """`slug` stands in the address, `lists` are the lists of items it shows."""

    slug: str
    title: str
    intro: str = ""
    form: type[BufferForm] = BufferForm
    lists: tuple[type[ItemForm], ...] = ()
    # Nothing need be filled here.
    is_optional: bool = False

    @property
    def names(self) -> frozenset[str]:
        """First parts of the paths that this step holds."""
        own = {self.form.path} if self.form.path else set(self.form.base_fields)
        return frozenset(own | {item.list_name for item in self.lists})

    def holds(self, path: str) -> bool:
        """Whether the page of this step shows `path`."""
        return path.removeprefix("conflict.").split(".")[0] in self.names

    def items(self, list_form: type[ItemForm], buffer: Buffer, references: References):
        """Forms of the items of a list, in their order, each once."""
        uuids = dict.fromkeys(texts(buffer.get(list_form.list_name)))
        return [list_form(buffer, references, uuid) for uuid in uuids]

    def blank_items(self, list_form: type[ItemForm], buffer: Buffer, references: References):
        """Forms of items to be typed in, one at least where all others are. Their uuids are the
        same for all who open the page, so that a line typed twice at once is one line and not two.
        """
        if not list_form.suggested:
            return []
        items = self.items(list_form, buffer, references)
        taken = {item.uuid for item in items}
        is_full = not any(item.is_empty for item in items)
        missing = max(list_form.suggested - len(items), int(is_full))
        ranked = (item_uuid(references.dossier.uuid, list_form.list_name, n) for n in count())
        free = (uuid for uuid in ranked if uuid not in taken)
        return [list_form(buffer, references, uuid) for uuid in islice(free, missing)]


def item_uuid(dossier_uuid: UUID, list_name: str, name: object) -> str:
    """The uuid of an item that the portal itself suggests."""
    return str(uuid5(dossier_uuid, f"{list_name}.{name}"))
