"""Converts the document of a deposit to its public projection, and back to a form buffer."""

import uuid

from partnerships.document.plain_fields import (
    DATES,
    PLAIN_FIELDS,
    date_value,
    empty_fields,
)
from partnerships.document.resemblance import answers_text
from partnerships.document.schema import (
    FILE_LISTS,
    ITEM_LISTS,
    OTHER,
    PUBLIC,
    SAME,
    SCHEMA,
    VALUE_LISTS,
    upgraded,
)
from partnerships.document.steps import LISTS


def public_projection(document: dict) -> dict:
    """Returns the public fields of `document`, by an allow-list, and the files marked public."""
    document = upgraded(document)
    projection = {name: document[name] for name in PUBLIC}
    projection["partners"] = [
        {name: item[name] for name in ("uuid", *ITEM_LISTS["partners"])}
        for item in document["partners"]
    ]
    for name in FILE_LISTS:
        projection[name] = [file for file in document[name] if file["is_public"]]
    return projection


# The minimum that identifies a partnership: who, when and what for.
ESSENTIAL = (
    "kind",
    "phase",
    "title",
    "summary",
    *DATES,
    "lead_authority",
    "authorities",
    "partners",
    "themes",
)


def essential_projection(document: dict) -> dict:
    """Returns the public projection reduced to the essential fields."""
    projection = public_projection(document)
    return empty_projection(**{name: projection[name] for name in ESSENTIAL})


def _item_texts(name, item):
    if name != "partners":
        typed = LISTS[name].base_fields
        return {field: item[field] for field in typed if item.get(field) is not None}
    if item["partner"]:
        return {"partner": item["partner"]}
    return {f"proposed_{field}": value for field, value in item["proposed"].items() if value}


def _text(value):
    if isinstance(value, bool):
        return "on" if value else ""
    return str(value)


def buffer_from_projection(projection: dict) -> dict[str, str | list[str]]:
    """Returns the form buffer that would produce `projection`."""
    projection = upgraded(projection)
    buffer = {field.name: field.to_form(projection[field.name]) for field in PLAIN_FIELDS}
    buffer.update({name: [str(value) for value in projection[name]] for name in VALUE_LISTS})
    for name in ITEM_LISTS:
        buffer[name] = [item["uuid"] for item in projection[name]]
        for item in projection[name]:
            for field, value in _item_texts(name, item).items():
                buffer[f"{name}.{item['uuid']}.{field}"] = _text(value)
    return buffer


def _answers(document, answer, buffer):
    """Returns the fields of the answers `answer` about partners that are in `buffer` unchanged."""
    fields = {}
    for each in document["partners"]:
        said, path = each.get("resemblance"), f"partners.{each['uuid']}"
        if said and said["answer"] == answer and buffer.get(f"{path}.partner") == each["partner"]:
            fields[f"{path}.compared_name"] = said["name"]
            if answer == OTHER:
                keys = said.get("keys") or [""] * len(said["partners"])
                others = dict(zip(said["partners"], keys, strict=True))
                fields[f"{path}.different_from"] = answers_text(others)
    return fields


def buffer_from_document(projection: dict, document: dict | None) -> dict[str, str | list[str]]:
    """Returns `buffer_from_projection` plus the private part of its source document, if any."""
    if document is None:
        return buffer_from_projection(projection)
    document, projection = upgraded(document), upgraded(projection)
    files = {
        name: [*projection[name], *(file for file in document[name] if not file["is_public"])]
        for name in FILE_LISTS
    }
    buffer = buffer_from_projection({**projection, **files})
    buffer.update(_answers(document, OTHER, buffer))
    buffer["state_case"] = document["state_case"]
    authorised_on = date_value(document["state_authorised_on"])
    buffer["state_authorised_on"] = authorised_on.typed if authorised_on else ""
    buffer.update({f"contact.{name}": value for name, value in document["contact"].items()})
    return buffer


def deposited_buffer(document: dict) -> dict[str, str | list[str]]:
    """Returns the form buffer that would produce `document`."""
    buffer = buffer_from_document(public_projection(document), document)
    return {**buffer, **_answers(upgraded(document), SAME, buffer)}


def empty_projection(**fields) -> dict:
    """Returns an empty public projection with `fields` set, for imports."""
    lists = {name: [] for name in (*VALUE_LISTS, *ITEM_LISTS)}
    empty = {"schema": SCHEMA, "language": "fr", **empty_fields(), "lead_authority": "", **lists}
    return {**empty, **fields}


def item(**fields) -> dict:
    """Returns a new list item with a random uuid."""
    return {"uuid": str(uuid.uuid4()), **fields}
