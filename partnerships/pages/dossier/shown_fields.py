"""Items and lists as a page of the form shows them."""

from dataclasses import dataclass, field

from partnerships.document.schema import FILE_LISTS
from partnerships.document.steps.references import References
from partnerships.document.steps.step import ItemForm
from partnerships.models import InternationalPartnerKind, Place
from partnerships.pages.components.comparison import Comparison
from partnerships.pages.components.exchanges.conversation import Conversation
from partnerships.pages.components.search_box import SEARCHES, Results
from partnerships.pages.components.shown_field import ShownField
from partnerships.pages.dossier.earlier_texts.earlier_page import RemovedItem

LAID_OUT_MAX = 30


@dataclass(frozen=True)
class ShownItem:
    """An item of a list: a heading if it was chosen from the registry, else fields to fill in."""

    form: ItemForm
    number: int
    heading: str
    detail: str
    fields: list[ShownField]
    errors: list[str]
    conversation: Conversation
    is_removable: bool = True
    # An empty item to fill in, not in the list yet.
    is_blank: bool = False
    attachment: object = None
    # Only for a proposed partner: its town, and the search for it.
    has_place: bool = False
    place: Place | None = None
    words: str = ""
    results: Results | None = None
    # Only for a partner that resembles a known one.
    comparison: Comparison | None = None

    @property
    def lacks(self) -> list[str]:
        """Labels of the fields that a line which is begun still asks for."""
        if self.form.is_empty:
            return []
        empty = (each.bound for each in self.fields if not each.bound.value())
        return [str(bound.label) for bound in empty if bound.field.required]


@dataclass(frozen=True)
class ShownList:
    form: type[ItemForm]
    items: list[ShownItem]
    errors: list[str]
    conversation: Conversation
    words: str = ""
    results: Results | None = None
    removed: list[RemovedItem] = field(default_factory=list)

    @property
    def is_table(self):
        """Whether the list is shown as a table, one line per item."""
        return bool(self.form.suggested)

    @property
    def is_long(self):
        """Whether the browser lays out only the items that are near the screen."""
        return len(self.items) > LAID_OUT_MAX

    @property
    def has_search(self):
        return self.form.list_name in SEARCHES

    @property
    def has_files(self):
        return self.form.list_name in FILE_LISTS


def item_heading(references: References, item: ItemForm, number: int) -> tuple[str, object]:
    """Returns (name of what the item stands for, detail that tells it from a namesake)."""
    value = {name: item.data[item.add_prefix(name)] for name in item.fields}
    authority = references.authorities.get(value.get("authority"))
    if authority:
        return str(authority.current), authority.current.departement or ""
    partner = references.partners.get(value.get("partner"))
    if partner:
        return str(partner.current), partner.current.country
    place = references.places.get(value.get("proposed_place"))
    if place:
        return value["proposed_name"] or str(place), f"{place.name}, {place.country}"
    return value.get("typed_name") or f"{item.label} {number}", ""


def asks_state_authorisation(references: References) -> bool:
    """Whether to show what the law requires when a partner is a State.

    Shown for such a partner, or if one of these fields is filled in.
    """
    known = (row.current.kind for row in references.partners.values())
    kinds = [*references.named("partners", "proposed_kind"), *known]
    typed = any(references.buffer.get(name) for name in ("state_case", "state_authorised_on"))
    return typed or InternationalPartnerKind.STATE in kinds
