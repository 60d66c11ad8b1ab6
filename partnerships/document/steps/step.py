"""A step of the form: its slug, title, and the forms that show and check its fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from uuid import UUID, uuid5

from django import forms
from django.utils.text import capfirst

from partnerships.document.steps.references import Buffer, References, texts


def field_label(model, name: str):
    """Returns the verbose name of a model field, capitalised."""
    return capfirst(model._meta.get_field(name).verbose_name)


def _data_for(field, value):
    """Returns a buffer value, which may be anything, in the type that `field` reads."""
    if isinstance(field, forms.MultipleChoiceField):
        return texts(value)
    if isinstance(value, list):
        return "\n".join(texts(value))
    return value or ""


class BufferForm(forms.Form):
    """A form over some fields of a buffer, named by their path. Always bound, even for a draft."""

    # The prefix of the fields in their path.
    path = ""

    def __init__(self, buffer: Buffer, references: References, *, path: str | None = None):
        self.references = references
        super().__init__(
            None, auto_id="champ-%s", prefix=self.path if path is None else path, label_suffix=""
        )
        self.set_choices()
        self.is_bound = True
        self.data = {
            self.add_prefix(name): _data_for(field, buffer.get(self.add_prefix(name)))
            for name, field in self.fields.items()
        }

    def add_prefix(self, field_name):
        return f"{self.prefix}.{field_name}" if self.prefix else field_name

    def set_choices(self) -> None:
        """Sets the choices that come from the database."""

    @property
    def paths(self) -> list[str]:
        return [self.add_prefix(name) for name in self.fields]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(self.data.values())

    @property
    def field_errors(self) -> Iterator[tuple[str, str]]:
        """Yields (path, sentence) of each error; a hidden field's path is that of its item."""
        for name, messages in self.errors.items():
            is_shown = name in self.fields and not self.fields[name].widget.is_hidden
            path = self.add_prefix(name) if is_shown else self.prefix
            yield from ((path, str(message)) for message in messages)


class ItemForm(BufferForm):
    """An item of a list. `list_name`: the path of the list; the other attributes are texts."""

    list_name = ""
    # Minimum number of lines on the page, padded with blank ones.
    suggested = 0
    # Templates read the attributes of the class without instantiating it.
    do_not_call_in_templates = True
    label = ""
    # Before the name of an item, where `label` is too long.
    topic = ""
    heading = ""
    empty_text = ""
    add_label = ""
    search_text = ""

    def __init__(self, buffer: Buffer, references: References, uuid: str):
        self.uuid = uuid
        super().__init__(buffer, references, path=f"{self.list_name}.{uuid}")


@dataclass(frozen=True)
class Step:
    """A step. `slug`: in its address; `lists`: the lists of items it shows."""

    slug: str
    title: str
    intro: str = ""
    form: type[BufferForm] = BufferForm
    lists: tuple[type[ItemForm], ...] = ()
    # No field is required.
    is_optional: bool = False

    @property
    def names(self) -> frozenset[str]:
        """First parts of the paths of this step."""
        own = {self.form.path} if self.form.path else set(self.form.base_fields)
        return frozenset(own | {item.list_name for item in self.lists})

    @property
    def has_table(self) -> bool:
        return any(form.suggested for form in self.lists)

    def holds(self, path: str) -> bool:
        """Whether this step shows `path`."""
        return path.removeprefix("conflict.").split(".")[0] in self.names

    def items(self, list_form: type[ItemForm], buffer: Buffer, references: References):
        """Returns the forms of the items of a list, in order, without duplicates."""
        uuids = dict.fromkeys(texts(buffer.get(list_form.list_name)))
        return [list_form(buffer, references, uuid) for uuid in uuids]

    def blank_items(self, list_form: type[ItemForm], buffer: Buffer, references: References):
        """Returns blank item forms, at least one if all others are filled.

        Their uuids are the same for everyone, so that two people filling the same blank line at
        once do not create two items.
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
    """Returns the deterministic uuid of an item created by the portal."""
    return str(uuid5(dossier_uuid, f"{list_name}.{name}"))
