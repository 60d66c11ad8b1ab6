"""Public texts that an officer may correct without a dossier, from an allow-list."""

from django.utils.translation import gettext_lazy

from partnerships.document.plain_fields import TEXTS
from partnerships.document.schema import FIELD_LABELS, ITEM_LABELS, upgraded
from partnerships.document.steps import field_of

# The typed texts of list items.
ITEM_TEXTS = {
    "contributions": ("statement",),
    "indicators": ("name", "unit"),
    "documents": ("title",),
    "images": ("caption", "alternative", "credit"),
}
ITEM_NAMES = {
    "contributions": gettext_lazy("proposition"),
    "indicators": gettext_lazy("indicateur"),
    "documents": gettext_lazy("document"),
    "images": gettext_lazy("image"),
}


def correctable(projection: dict) -> dict[str, str]:
    """Returns {path: text} of the correctable texts: `title`, `images.<uuid>.caption`."""
    projection = upgraded(projection)
    texts = {name: projection[name] for name in TEXTS}
    for name, fields in ITEM_TEXTS.items():
        for item in projection[name]:
            texts |= {f"{name}.{item['uuid']}.{field}": item[field] for field in fields}
    return texts


def text_label(path: str, projection: dict) -> str:
    name, *rest = path.split(".")
    if not rest:
        return str(FIELD_LABELS[name])
    uuids = [item["uuid"] for item in upgraded(projection)[name]]
    return f"{ITEM_NAMES[name]} {uuids.index(rest[0]) + 1} – {ITEM_LABELS[name][rest[1]]}"


def cleaned(path: str, text: str) -> str:
    """Returns `text` cleaned by the dossier form field of `path`. Raises ValidationError."""
    return field_of(path).clean(text)


def corrected(projection: dict, texts: dict[str, str]) -> dict:
    """Returns `projection` with `texts` written at their paths, all from `correctable`."""
    projection = upgraded(projection)
    result = {**projection, **{path: text for path, text in texts.items() if "." not in path}}
    for name in ITEM_TEXTS:
        result[name] = [
            item
            | {
                path.rpartition(".")[2]: text
                for path, text in texts.items()
                if path.startswith(f"{name}.{item['uuid']}.")
            }
            for item in projection[name]
        ]
    return result
