"""Converts the cells of a row to a form buffer, and reports the cells that are invalid."""

from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.analysis import fold
from partnerships.country_names import UnknownCountry
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
from partnerships.pages.spreadsheets.questions import Uncertain
from partnerships.pages.spreadsheets.table import Row
from partnerships.precise_date import as_typed

COUNTRY, KIND = f"{PARTNERS}.proposed_country", f"{PARTNERS}.proposed_kind"
ITEMS_MAX = 50


@dataclass(frozen=True)
class CellRef:
    """A cell: the list whose sheet it is in ("" for the partnerships), its line, its column."""

    list_name: str
    line: int
    column: str


@dataclass
class FilledRow:
    """A row converted to a form buffer.

    `sources`: the cell that each path, or each item, comes from; `faults`: (cell, sentence) for
    values that are not in the lists or the registry; `asked`: cells with a name that several
    records may have; `understood`: sentences on names that are not that of their record;
    `is_whole`: whether the buffer has each cell, wrong ones as they were typed.
    """

    row: Row
    authority: LocalAuthority
    buffer: Buffer = field(default_factory=dict)
    sources: dict[str, CellRef] = field(default_factory=dict)
    faults: list[tuple[CellRef, str]] = field(default_factory=list)
    asked: set[CellRef] = field(default_factory=set)
    understood: list[str] = field(default_factory=list)
    is_whole: bool = True

    def understand(self, text: str, record, reason: str) -> None:
        """Notes how `text` names `record`, unless it is by its own name."""
        if reason:
            sentence = _("«\u202f%(text)s\u202f»\u202f: %(record)s (%(reason)s)")
            self.understood.append(
                sentence % {"text": text[:80], "record": record, "reason": reason}
            )

    def main_cell(self, column: str) -> CellRef:
        return CellRef(MAIN, self.row.line, column)

    def item_uuid(self, list_name: str, *identity: str) -> str:
        """Returns the same UUID each time the row is sent; another one if the item is repeated."""
        texts = [self.authority.key, self.row.key, list_name, *identity]
        used = self.buffer.get(list_name, [])
        uuid = str(uuid5(NAMESPACE_URL, "\n".join(map(ascii, texts))))
        while uuid in used:
            uuid = str(uuid5(NAMESPACE_URL, uuid))
        return uuid

    def add(self, list_name: str, cell: CellRef, identity: tuple[str, ...], **fields: str) -> str:
        """Adds an item to a list and returns its path."""
        uuid = self.item_uuid(list_name, *identity)
        add_item(self.buffer, list_name, uuid, **fields)
        self.sources[f"{list_name}.{uuid}"] = cell
        return f"{list_name}.{uuid}"


def not_in_list(column: Column, text: str) -> str:
    _value, closest = column.closest(text) or ("", "")
    if closest:
        return _(
            "«\u202f%(text)s\u202f» n’est pas dans la liste\u202f: vouliez-vous dire "
            "«\u202f%(closest)s\u202f»\u202f?"
        ) % {"text": text[:80], "closest": closest}
    return _(
        "«\u202f%(text)s\u202f» n’est pas dans la liste\u202f: choisissez dans la feuille "
        "«\u202fListes\u202f» du modèle."
    ) % {"text": text[:80]}


def _country_value(filled, cell, directory, text):
    """Returns the code of the country named; a text that names none, as is, with a fault."""
    try:
        match = directory.country(text)
    except UnknownCountry as fault:
        filled.faults.append((cell, str(fault)))
        return text
    filled.understand(text, match.country, match.reason)
    return match.country.pk


def _choice_value(filled, cell, column, directory, text):
    """Returns the value of a choice; an unknown one is returned as is, with a fault."""
    value = directory.choice(column, text)
    if value is None:
        filled.faults.append((cell, not_in_list(column, text)))
    return text if value is None else value


def _value(filled, cell, column, directory, text):
    """Returns the form value of a cell."""
    if column.is_date:
        return as_typed(text)
    if not column.choices:
        return text
    if column.is_several:
        texts = column.texts(text)
        return [_choice_value(filled, cell, column, directory, each) for each in texts]
    return _choice_value(filled, cell, column, directory, text)


def _fill_fields(filled, columns, directory):
    for column in columns:
        text = filled.row.cells.get(column.name, "")
        if text and column.name.partition(".")[0] not in (AUTHORITIES, PARTNERS):
            cell = filled.main_cell(column.name)
            filled.buffer[column.name] = _value(filled, cell, column, directory, text)
            filled.sources[column.name] = cell


def _limited(filled, cell, items):
    """Returns the first ITEMS_MAX items; adds a fault if there are more."""
    if len(items) > ITEMS_MAX:
        message = _("Il y en a %(count)s\u202f: %(most)s au plus par partenariat.")
        filled.faults.append((cell, message % {"count": len(items), "most": ITEMS_MAX}))
        filled.is_whole = False
    return items[:ITEMS_MAX]


def _names(filled, column, directory):
    """Returns the names in a cell; none where nobody has said yet whether it has one or several."""
    names = []
    for text in column.texts(filled.row.cells.get(column.name, "")):
        try:
            names += directory.names(column, text)
        except Uncertain:
            filled.asked.add(filled.main_cell(column.name))
    return names


def _fill_authorities(filled, column, directory):
    cell = filled.main_cell(AUTHORITIES)
    texts = _names(filled, column, directory)
    for text in _limited(filled, cell, texts):
        try:
            match = directory.authority(text)
        except NotFound as fault:
            filled.faults.append((cell, str(fault)))
            filled.add(AUTHORITIES, cell, (text.casefold(),), typed_name=text)
        except Uncertain:
            filled.asked.add(cell)
        else:
            key = match.authority.key
            filled.understand(text, match.authority, match.reason)
            if match.authority.pk != filled.authority.current.pk:
                filled.add(AUTHORITIES, cell, (key,), authority=key)


def _texts_per_partner(filled, column, directory, count):
    """Returns one text per partner, from a column that gives one for all or one each."""
    texts = column.texts(filled.row.cells.get(column.name, ""))
    if len(texts) == 1 and count == len(column.pieces(texts[0])) > 1:
        is_one = column.value_of(texts[0]) or directory.countries.named(texts[0])
        texts = texts if is_one else column.pieces(texts[0])
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
            cell = filled.main_cell(column.name)
            filled.faults.append((cell, message % {"count": count, "given": len(texts)}))
            filled.is_whole = filled.is_whole and len(texts) < count
        return [*texts, *[""] * count][:count]
    return texts


def _propose(filled, directory, name, country, kind):
    """Adds an item that proposes a partner missing from the registry."""
    town = directory.place(name, country)
    if town and fold(town.name) != fold(name):
        filled.understand(name, town, _("autre nom de cette ville"))
    proposed = {
        "name": name,
        "country": country,
        "kind": kind,
        "place": str(town.pk) if town else "",
    }
    fields = {f"proposed_{field}": value for field, value in proposed.items() if value}
    item = filled.add(PARTNERS, filled.main_cell(PARTNERS), (name.casefold(), country), **fields)
    filled.sources[f"{item}.proposed_country"] = filled.main_cell(COUNTRY)
    filled.sources[f"{item}.proposed_kind"] = filled.main_cell(KIND)
    for value, column, what in (
        (country, COUNTRY, _("son pays")),
        (kind, KIND, _("sa nature")),
    ):
        if not value and not any(cell.column == column for cell, _text in filled.faults):
            message = _(
                "«\u202f%(name)s\u202f» n’est pas encore au registre\u202f: indiquez %(what)s pour "
                "le proposer."
            )
            cell = filled.main_cell(column)
            filled.faults.append((cell, message % {"name": name[:80], "what": what}))


def _fill_partner(filled, directory, name, country, kind):
    partner = directory.partner(name, country, kind)
    if partner:
        identity = (name.casefold(), country)
        filled.add(PARTNERS, filled.main_cell(PARTNERS), identity, partner=str(partner.uuid))
    else:
        _propose(filled, directory, name, country, kind)


def _fill_partners(filled, columns, directory):
    cell = filled.main_cell(PARTNERS)
    names = _limited(filled, cell, _names(filled, columns[PARTNERS], directory))
    country_cell, kind_cell = filled.main_cell(COUNTRY), filled.main_cell(KIND)
    if not names:
        return
    countries = _texts_per_partner(filled, columns[COUNTRY], directory, len(names))
    kinds = _texts_per_partner(filled, columns[KIND], directory, len(names))
    for name, country, kind in zip(names, countries, kinds, strict=True):
        if country:
            country = _country_value(filled, country_cell, directory, country)
        if kind:
            kind = _choice_value(filled, kind_cell, columns[KIND], directory, kind)
        try:
            _fill_partner(filled, directory, name, country, kind)
        except Uncertain:
            filled.asked.add(cell)


def _fill_sheet(filled, columns, directory, lines):
    """Adds one item per line of another sheet."""
    list_name = columns.list_name
    for line, cells in _limited(filled, CellRef(list_name, lines[0][0], REFERENCE), lines):
        fields, sources = {}, {}
        for column in columns.columns:
            text = cells.get(column.name, "")
            if text:
                name = column.name.partition(".")[2]
                sources[name] = CellRef(list_name, line, column.name)
                fields[name] = _value(filled, sources[name], column, directory, text)
        identity = _identity(columns, fields)
        item = filled.add(list_name, CellRef(list_name, line, ""), identity, **fields)
        filled.sources.update({f"{item}.{name}": cell for name, cell in sources.items()})


def _identity(columns, fields):
    """Returns what identifies an item when its figures or long texts change.

    These are the values chosen from lists, and the first cell.
    """
    first = next(iter(fields))
    return tuple(
        str(value)
        for name, value in fields.items()
        if name == first or columns.by_name[f"{columns.list_name}.{name}"].choices
    )


def fill_row(
    row: Row, authority: LocalAuthority, layout: Layout, directory: Directory
) -> FilledRow:
    filled = FilledRow(row, authority)
    _fill_fields(filled, layout.main.columns[1:], directory)
    _fill_authorities(filled, layout.main.by_name[AUTHORITIES], directory)
    _fill_partners(filled, layout.main.by_name, directory)
    for list_name, lines in row.sheets.items():
        _fill_sheet(filled, layout.by_list[list_name], directory, lines)
    return filled
