"""The text of a filled form: everything typed in a dossier, drafts and errors included."""

from collections import defaultdict
from decimal import Decimal

from django import forms
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cncd_portal.amounts import euros
from partnerships.document.steps import LISTS, step_of
from partnerships.document.steps.fields import TEXT_MAX
from partnerships.document.steps.references import Buffer, References
from partnerships.document.steps.step import BufferForm, ItemForm, Step
from partnerships.document.steps.text import grouped
from partnerships.models import BudgetSource, Dossier
from partnerships.precise_date import PreciseDate
from proposals.models import Proposal

# Fields already in the title of an item.
TITLE_FIELDS = ("proposal", "proposed_name")

# Items beyond this number are not printed, nor is text longer than a deposit accepts (TEXT_MAX).
ITEMS_MAX = 1_000


def shortened(text: str) -> str:
    if len(text) <= TEXT_MAX:
        return text
    note = _("[La suite est dans le formulaire\u202f: ce texte a %(length)s caractères.]")
    return f"{text[:TEXT_MAX]}…\n\n{note % {'length': grouped(len(text))}}"


def _labels(choices) -> dict[str, str]:
    """Returns value → label, for choices in groups or not."""
    labels = {}
    for value, label in choices:
        if isinstance(label, list | tuple):
            labels.update((str(each), str(text)) for each, text in label)
        else:
            labels[str(value)] = str(label)
    return labels


def _typed_values(form, name):
    value = form.data[form.add_prefix(name)]
    return value if isinstance(value, list) else [value] if value else []


def value_text(form: BufferForm, name: str) -> str:
    """Returns the value of a field as readable text; an invalid one as it was typed."""
    field = form.fields[name]
    value = None if name in form.errors else form.cleaned_data.get(name)
    if isinstance(field, forms.BooleanField):
        return _("oui") if value else _("non")
    if isinstance(value, Decimal):
        return euros(value) if name in ("amount", "total_cost") else number_format(value)
    if isinstance(value, PreciseDate):
        return value.words
    values = _typed_values(form, name)
    if hasattr(field, "choices"):
        labels = _labels(field.choices)
        return capfirst(", ".join(labels.get(each, each) for each in values))
    return shortened("\n".join(values))


def label_of(field: forms.Field) -> str:
    """Returns the label beside a printed value, which says its unit itself."""
    return str(field.label).removesuffix(" (€)")


def fact(label, text) -> dict:
    return {"label": capfirst(str(label)), "text": str(text)}


def form_facts(form: BufferForm) -> list[dict]:
    """Returns the facts of the fields that are filled in, except those of the item title."""
    return [
        fact(label_of(form.fields[name]), value_text(form, name))
        for name in form.fields
        if name not in TITLE_FIELDS
        and not form.fields[name].widget.is_hidden
        and _typed_values(form, name)
    ]


class FilledForm:
    """`buffer` as the form of `dossier` shows it; the records it names are fetched once."""

    def __init__(self, dossier: Dossier, buffer: Buffer):
        self.dossier = dossier
        self.references = References(dossier, buffer)
        self.buffer = buffer
        self._items: dict[str, list[ItemForm]] = {}

    def form(self, step: Step) -> BufferForm:
        return step.form(self.buffer, self.references)

    def items(self, name: str) -> list[ItemForm]:
        """Returns the items of a list that are not empty."""
        if name not in self._items:
            items = step_of(name).items(LISTS[name], self.buffer, self.references)
            attachments = self.references.attachments
            self._items[name] = [i for i in items if i.uuid in attachments or not i.is_empty]
        return self._items[name]

    def facts(self, *names: str) -> list[dict]:
        """Returns the facts of the named fields that are filled in; none of them in a list."""
        facts = []
        for name in names:
            form = self.form(step_of(name))
            if _typed_values(form, name):
                facts.append(fact(label_of(form.fields[name]), value_text(form, name)))
        return facts

    def item_facts(self, item: ItemForm) -> list[dict]:
        """Returns the facts of an item, and where a proposed partner stands."""
        facts = form_facts(item)
        if getattr(item, "is_proposed", False):
            key = item.data[item.add_prefix("proposed_place")]
            if place := self.references.places.get(key):
                facts.append(fact(_("Ville où il se trouve"), f"{place}, {place.country}"))
        return facts

    def title_of(self, item: ItemForm, number: int) -> str:
        """Returns the name of what an item refers to, or its label and number."""
        value = {name: item.data[item.add_prefix(name)] for name in item.fields}
        references = self.references
        authority = references.authorities.get(value.get("authority"))
        partner = references.partners.get(value.get("partner"))
        attachment = references.attachments.get(item.uuid)
        if authority:
            return str(authority.current)
        if partner:
            partner = partner.current
            return f"{partner} ({partner.country})"
        if attachment:
            return attachment.file_name
        proposal = self.proposals.get(value.get("proposal"))
        if proposal:
            return proposal.name_with_wording
        return value.get("proposed_name") or f"{item.label} {number}"

    @cached_property
    def proposals(self) -> dict[str, Proposal]:
        """The public propositions by number, each with the status of its wording."""
        return {str(proposal.number): proposal for proposal in Proposal.objects.listed()}

    def titles(self, name: str) -> list[str]:
        return [self.title_of(item, n) for n, item in enumerate(self.items(name), start=1)]

    @property
    def authorities(self) -> list[str]:
        """The names of the authorities, the lead one first."""
        lead = str(self.dossier.lead_authority.current)
        return list(dict.fromkeys([lead, *self.titles("authorities")]))

    @cached_property
    def budget_lines(self) -> list[dict]:
        """The cleaned data of the valid budget lines."""
        return [item.cleaned_data for item in self.items("budget") if item.is_valid()]

    @property
    def budget_total(self) -> Decimal:
        return sum((line["amount"] for line in self.budget_lines), Decimal(0))

    def _sums(self, name):
        sums = defaultdict(Decimal)
        for line in self.budget_lines:
            sums[line[name]] += line["amount"]
        return sums

    @property
    def budget_by_year(self) -> list[tuple[str, Decimal]]:
        return [(str(year), total) for year, total in sorted(self._sums("year").items())]

    @property
    def budget_by_source(self) -> list[tuple[str, Decimal]]:
        sums = self._sums("source").items()
        return [(capfirst(str(BudgetSource(source).label)), total) for source, total in sums]
