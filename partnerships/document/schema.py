"""The schema of a document: its public and private fields, their labels, its lists of items.

`plain_fields.py` is the table of single-value fields.

A document is the frozen content of a deposit (`Submission.document`); its public projection is the
content of a version (`PartnershipVersion.projection`).
"""

from django.utils.translation import gettext_lazy as _

from partnerships.document.plain_fields import PLAIN_FIELD_NAMES, empty_fields
from partnerships.models import (
    Attachment,
    BudgetLine,
    Dossier,
    Indicator,
    InternationalPartner,
    Partnership,
    PartnershipImage,
    ProposalContribution,
)

SCHEMA = 3
EMPTY_FIELDS = empty_fields()

# Lists of items, each with its uuid, and the fields of an item.
ITEM_LISTS = {
    "authorities": ("authority",),
    "partners": ("partner", "proposed"),
    "budget": ("year", "source", "funder", "nature", "amount"),
    "indicators": ("name", "unit", "baseline", "target", "reached"),
    "contributions": ("proposal", "statement"),
    "documents": ("kind", "title", "is_public", "file_name", "content_type", "size", "sha256"),
    "images": (
        "caption",
        "alternative",
        "credit",
        "is_public",
        "file_name",
        "content_type",
        "size",
        "sha256",
        "renditions",
    ),
}
# Answers about a partner that resembles another one. An item of `partners` whose question was
# answered has, in a document and not in its public projection, the key `resemblance`: {"answer":
# one of these, "name": the declared name, "partners": uuids of the known partners looked at, or of
# other items, "keys" for OTHER: their names that day, folded; older answers have none}.
SAME, OTHER = "same", "other"
# Lists of attachments: each item has the attachment's uuid, and is public if marked so.
FILE_LISTS = ("documents", "images")
# Lists of plain values.
VALUE_LISTS = ("themes", "goals")
PUBLIC = (
    "schema",
    "language",
    *PLAIN_FIELD_NAMES,
    "lead_authority",
    *VALUE_LISTS,
    *ITEM_LISTS,
)
PRIVATE = ("contact", "state_case", "state_authorised_on")


def _of_model(model, *names):
    return {name: model._meta.get_field(name).verbose_name for name in names}


FIELD_LABELS = {
    **_of_model(Partnership, *PLAIN_FIELD_NAMES, *VALUE_LISTS),
    **_of_model(Partnership, "lead_authority", "language"),
    **_of_model(Partnership, "authorities", "partners"),
    "budget": BudgetLine._meta.verbose_name,
    "indicators": Indicator._meta.verbose_name,
    "contributions": ProposalContribution._meta.verbose_name,
    "documents": Attachment._meta.verbose_name,
    "images": _("image"),
    "contact": _("contact"),
    "state_case": _("cas prévu par la loi pour une convention avec un État"),
    "state_authorised_on": _("autorisation du préfet obtenue le"),
}
ITEM_LABELS = {
    "authorities": _of_model(Dossier, "lead_authority"),
    "partners": _of_model(InternationalPartner, "name", "kind", "country", "place"),
    "budget": _of_model(BudgetLine, "year", "source", "funder", "nature", "amount"),
    "indicators": _of_model(Indicator, "name", "unit", "baseline", "target", "reached"),
    "contributions": _of_model(ProposalContribution, "proposal", "statement"),
    "documents": {
        **_of_model(Attachment, "kind", "title", "file_name", "size"),
        "is_public": _("à publier"),
    },
    "images": {
        **_of_model(PartnershipImage, "caption", "alternative", "credit", "file_name", "size"),
        "is_public": _("à publier"),
    },
}


class UnknownSchemaError(ValueError):
    """The document was written by a later version of the portal."""


def upgraded(document: dict) -> dict:
    """Returns `document` in the current schema. Old documents are never rewritten."""
    if document.get("schema") == 1:
        document = {**document, "schema": 2, "indicators": [], "images": []}
    if document.get("schema") == 2:
        # Its dates are days: ISO 8601 of schema 3 may also be a month or a year.
        document = {**document, "schema": 3}
    if document.get("schema") != SCHEMA:
        raise UnknownSchemaError(document.get("schema"))
    if not document.keys() >= EMPTY_FIELDS.keys():
        document = {**EMPTY_FIELDS, **document}
    if any("funder" not in item for item in document["budget"]):
        lines = [{"funder": "", **item} for item in document["budget"]]
        document = {**document, "budget": lines}
    return document
