"""Assembles the document of a deposit from valid forms."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import uuid5

from partnerships.document.plain_fields import PLAIN_FIELDS, date_text, decimal_text
from partnerships.document.schema import OTHER, SAME, SCHEMA
from partnerships.document.steps.references import References
from partnerships.document.steps.step import ItemForm
from partnerships.models import Dossier
from partnerships.names import name_key

# Defaults of the fields that cannot be read.
UNREAD_DEFAULTS = {
    **{field.name: field.empty for field in PLAIN_FIELDS},
    **dict.fromkeys(("name", "email", "phone", "state_case"), ""),
    "state_authorised_on": None,
    "themes": [],
    "goals": [],
}


@dataclass
class Filled:
    """The cleaned forms of a dossier: field values by name, items of lists, errors."""

    dossier: Dossier
    references: References
    fields: dict = field(default_factory=dict)
    lists: dict[str, list[ItemForm]] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def readable(self) -> "Filled":
        """The valid part, with defaults for fields that are wrong or missing."""
        return Filled(
            self.dossier,
            self.references,
            {**UNREAD_DEFAULTS, **self.fields},
            {name: [i for i in items if i.is_valid()] for name, items in self.lists.items()},
        )

    def authority_of(self, item: ItemForm):
        """Returns the primary key of the current authority of an item, if any."""
        known = self.references.authorities.get(item.cleaned_data.get("authority"))
        return known and known.current.pk

    def partner_of(self, item: ItemForm):
        """Returns the identity of a partner: its primary key, or its proposed description."""
        data = item.cleaned_data
        known = self.references.partners.get(data.get("partner"))
        if known:
            return known.current.pk
        name = data.get("proposed_name", "")
        name = name_key(name) or name.casefold()
        return name and (name, data.get("proposed_country"), data.get("proposed_kind"))

    @property
    def authority_keys(self) -> list[str]:
        """Keys of the authorities, the lead one first, without duplicates."""
        keys = {self.dossier.lead_authority.pk: self.dossier.lead_authority.key}
        for item in self.lists["authorities"]:
            pk = self.authority_of(item)
            if pk and pk != self.dossier.lead_authority.current.pk:
                keys.setdefault(pk, item.cleaned_data["authority"])
        return list(keys.values())

    @property
    def partner_kinds(self) -> Iterator[str]:
        for item in self.lists["partners"]:
            known = self.references.partners.get(item.cleaned_data.get("partner"))
            if known:
                yield known.current.kind
            else:
                yield item.cleaned_data.get("proposed_kind", "")


def _authorities(filled):
    """Returns the authorities, the lead one first, with its item's uuid or a derived one."""
    lead = filled.dossier.lead_authority
    uuid_of = {filled.authority_of(item): item.uuid for item in filled.lists["authorities"]}
    lead_uuid = uuid_of.pop(lead.current.pk, str(uuid5(filled.dossier.uuid, lead.key)))
    others = [
        {"uuid": item.uuid, "authority": item.cleaned_data["authority"]}
        for item in filled.lists["authorities"]
        if item.uuid != lead_uuid
    ]
    return [{"uuid": lead_uuid, "authority": lead.key}, *others]


def _resemblance(answer, name, partners, **fields):
    return {"resemblance": {"answer": answer, "name": name, "partners": partners, **fields}}


def _partner(item):
    """Returns the item; `resemblance` is there only if a question was answered."""
    data = item.cleaned_data
    if data["partner"]:
        same = data["compared_name"]
        answer = _resemblance(SAME, same, [data["partner"]]) if same else {}
        return {"uuid": item.uuid, "partner": data["partner"], "proposed": None, **answer}
    place = data["proposed_place"]
    proposed = {
        "name": data["proposed_name"],
        "kind": data["proposed_kind"],
        "country": data["proposed_country"],
        "place": int(place) if place else None,
    }
    others = item.references.different_from(item.uuid)
    answer = (
        _resemblance(OTHER, data["proposed_name"], list(others), keys=list(others.values()))
        if others
        else {}
    )
    return {"uuid": item.uuid, "partner": None, "proposed": proposed, **answer}


def _budget_line(item):
    return {
        "uuid": item.uuid,
        **item.cleaned_data,
        "amount": decimal_text(item.cleaned_data["amount"]),
    }


def _indicator(item):
    data = item.cleaned_data
    values = {name: decimal_text(data[name]) for name in ("baseline", "target", "reached")}
    return {"uuid": item.uuid, "name": data["name"], "unit": data["unit"], **values}


def _contribution(item):
    data = item.cleaned_data
    return {
        "uuid": item.uuid,
        "proposal": int(data["proposal"]),
        "statement": data["statement"],
    }


def _document(item, attachment):
    return {
        "uuid": item.uuid,
        **item.cleaned_data,
        "file_name": attachment.file_name,
        "content_type": attachment.content_type,
        "size": attachment.size,
        "sha256": attachment.sha256,
    }


def _image(item, attachment):
    return {**_document(item, attachment), "renditions": attachment.renditions}


def assemble(filled: Filled) -> dict:
    """Returns the document, in the current schema. `filled` must have no error."""
    fields, lists, references = filled.fields, filled.lists, filled.references
    return {
        "schema": SCHEMA,
        "language": "fr",
        **{field.name: field.to_document(fields[field.name]) for field in PLAIN_FIELDS},
        "lead_authority": filled.dossier.lead_authority.key,
        "authorities": _authorities(filled),
        "partners": [_partner(item) for item in lists["partners"]],
        "themes": fields["themes"],
        "goals": [int(number) for number in fields["goals"]],
        "budget": [_budget_line(item) for item in lists["budget"]],
        "indicators": [_indicator(item) for item in lists["indicators"]],
        "contributions": [_contribution(item) for item in lists["contributions"]],
        "documents": [
            _document(item, references.attachments[item.uuid]) for item in lists["documents"]
        ],
        "images": [_image(item, references.attachments[item.uuid]) for item in lists["images"]],
        "contact": {name: fields[name] for name in ("name", "email", "phone")},
        "state_case": fields["state_case"],
        "state_authorised_on": date_text(fields["state_authorised_on"]),
    }
