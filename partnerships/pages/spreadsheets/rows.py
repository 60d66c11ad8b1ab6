"""Turns the cells of a row into the buffer of a form, and reports those that cannot be read."""

from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.document.buffer import add_item
from partnerships.document.steps.references import Buffer
from partnerships.models import LocalAuthority
from partnerships.pages.spreadsheets.columns import (
    AUTHORITIES,
    MAIN,
    PARTNERS,
    REFERENCE,
    Column,
    Layout,
)
from partnerships.pages.spreadsheets.directory import Directory, NotFound
from partnerships.pages.spreadsheets.table import Row

COUNTRY, KIND = f"{PARTNERS}.proposed_country", f"{PARTNERS}.proposed_kind"
ITEMS_MAX = 50


@dataclass(frozen=True)
class Place:
    """A cell: the list whose sheet it is in ("" for the partnerships), its line, its column."""

    list_name: str
    line: int
    column: str


@dataclass
class Filling:
    """A row in the form. `places`: where what stands at a path, or in an item, was written;
    `faults`: (place, sentence) of what the lists or the registry do not know.
    """

    row: Row
    authority: LocalAuthority
    buffer: Buffer = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    faults: list[tuple[Place, str]] = field(default_factory=list)

    def main(self, column: str) -> Place:
        return Place(MAIN, self.row.line, column)

    def item_uuid(self, list_name: str, *identity: str) -> str:
        """The same item of the same row each time it is sent; another where it is repeated."""
        texts = [self.authority.key, self.row.key, list_name, *identity]
        taken = self.buffer.get(list_name, [])
        uuid = str(uuid5(NAMESPACE_URL, "\n".join(map(ascii, texts))))
        while uuid in taken:
            uuid = str(uuid5(NAMESPACE_URL, uuid))
        return uuid

    def add(self, list_name: str, place: Place, identity: tuple[str, ...], **fields: str) -> str:
        """An item, and the path it stands at."""
        uuid = self.item_uuid(list_name, *identity)
        add_item(self.buffer, list_name, uuid, **fields)
        self.places[f"{list_name}.{uuid}"] = place
        return f"{list_name}.{uuid}"


def not_in_list(column: Column, text: str) -> str:
    closest = column.closest(text)
    if closest:
        return _(
            "«\u202f%(text)s\u202f» n’est pas dans la liste\u202f: vouliez-vous dire "
            "«\u202f%(closest)s\u202f»\u202f?"
        ) % {"text": text[:80], "closest": closest}
    return _(
        "«\u202f%(text)s\u202f» n’est pas dans la liste\u202f: choisissez dans la feuille "
        "«\u202fListes\u202f» du modèle."
    ) % {"text": text[:80]}


def _chosen(filling, place, column, text):
    """The value that a text names; or the text itself and a fault."""
    value = column.chosen(text)
    if value is None:
        filling.faults.append((place, not_in_list(column, text)))
    return text if value is None else value


def _value(filling, place, column, text):
    """The value of a cell as the form holds it."""
    if not column.choices:
        return text
    if column.is_several:
        return [_chosen(filling, place, column, each) for each in column.texts(text)]
    return _chosen(filling, place, column, text)


def _fill_fields(filling, columns):
    for column in columns:
        text = filling.row.cells.get(column.name, "")
        if text and column.name.partition(".")[0] not in (AUTHORITIES, PARTNERS):
            place = filling.main(column.name)
            filling.buffer[column.name] = _value(filling, place, column, text)
            filling.places[column.name] = place


def _at_most(filling, place, items):
    if len(items) > ITEMS_MAX:
        message = _("Il y en a %(count)s\u202f: %(most)s au plus par partenariat.")
        filling.faults.append((place, message % {"count": len(items), "most": ITEMS_MAX}))
    return items[:ITEMS_MAX]


def _fill_authorities(filling, column, directory):
    place = filling.main(AUTHORITIES)
    texts = column.texts(filling.row.cells.get(AUTHORITIES, ""))
    for text in _at_most(filling, place, texts):
        try:
            found = directory.authority(text)
        except NotFound as fault:
            filling.faults.append((place, str(fault)))
        else:
            if found.pk != filling.authority.current.pk:
                filling.add(AUTHORITIES, place, (found.key,), authority=found.key)


def _beside(filling, column, count):
    """The texts of a column that goes with the partners: one for all, or one each."""
    texts = column.texts(filling.row.cells.get(column.name, ""))
    if len(texts) == 1:
        return texts * count
    if len(texts) != count:
        if texts:
            message = ngettext(
                "Il y a %(count)s partenaire et %(given)s réponses ici\u202f: écrivez-en une.",
                "Il y a %(count)s partenaires et %(given)s réponses ici\u202f: écrivez-en une par "
                "partenaire, ou une seule pour tous.",
                count,
            )
            place = filling.main(column.name)
            filling.faults.append((place, message % {"count": count, "given": len(texts)}))
        return [""] * count
    return texts


def _propose(filling, directory, name, country, kind):
    """An item for a partner that is not in the registry."""
    town = directory.place(name, country)
    proposed = {
        "name": name,
        "country": country,
        "kind": kind,
        "place": str(town.pk) if town else "",
    }
    fields = {f"proposed_{field}": value for field, value in proposed.items() if value}
    item = filling.add(PARTNERS, filling.main(PARTNERS), (name.casefold(), country), **fields)
    filling.places[f"{item}.proposed_country"] = filling.main(COUNTRY)
    filling.places[f"{item}.proposed_kind"] = filling.main(KIND)
    for value, column, what in (
        (country, COUNTRY, _("son pays")),
        (kind, KIND, _("sa nature")),
    ):
        if not value and not any(place.column == column for place, _text in filling.faults):
            message = _(
                "«\u202f%(name)s\u202f» n’est pas encore au registre\u202f: indiquez %(what)s pour "
                "le proposer."
            )
            place = filling.main(column)
            filling.faults.append((place, message % {"name": name[:80], "what": what}))


def _fill_partners(filling, columns, directory):
    place = filling.main(PARTNERS)
    texts = columns[PARTNERS].texts(filling.row.cells.get(PARTNERS, ""))
    names = _at_most(filling, place, texts)
    countries = _beside(filling, columns[COUNTRY], len(names))
    kinds = _beside(filling, columns[KIND], len(names))
    for name, country, kind in zip(names, countries, kinds, strict=True):
        country = country and _chosen(filling, filling.main(COUNTRY), columns[COUNTRY], country)
        kind = kind and _chosen(filling, filling.main(KIND), columns[KIND], kind)
        try:
            partner = directory.partner(name, country, kind)
        except NotFound as fault:
            filling.faults.append((place, str(fault)))
            continue
        if partner:
            identity = (name.casefold(), country)
            filling.add(PARTNERS, place, identity, partner=str(partner.uuid))
        else:
            _propose(filling, directory, name, country, kind)


def _fill_sheet(filling, columns, lines):
    """An item a line."""
    list_name = columns.list_name
    for line, cells in _at_most(filling, Place(list_name, lines[0][0], REFERENCE), lines):
        fields, places = {}, {}
        for column in columns.columns:
            text = cells.get(column.name, "")
            if text:
                name = column.name.partition(".")[2]
                places[name] = Place(list_name, line, column.name)
                fields[name] = _value(filling, places[name], column, text)
        identity = _identity(columns, fields)
        item = filling.add(list_name, Place(list_name, line, ""), identity, **fields)
        filling.places.update({f"{item}.{name}": place for name, place in places.items()})


def _identity(columns, fields):
    """What makes a line the same item when its figures or its long text change: what is chosen
    in lists, and the first cell.
    """
    first = next(iter(fields))
    return tuple(
        str(value)
        for name, value in fields.items()
        if name == first or columns.by_name[f"{columns.list_name}.{name}"].choices
    )


def fill_row(row: Row, authority: LocalAuthority, layout: Layout, directory: Directory) -> Filling:
    filling = Filling(row, authority)
    _fill_fields(filling, layout.main.columns[1:])
    _fill_authorities(filling, layout.main.by_name[AUTHORITIES], directory)
    _fill_partners(filling, layout.main.by_name, directory)
    for list_name, lines in row.sheets.items():
        _fill_sheet(filling, layout.by_list[list_name], lines)
    return filling
