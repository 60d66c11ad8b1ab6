"""The fields of a document: which are public, what they are called, which hold items.

`plain_fields.py` is the table of those that hold one value.

A document is what a deposit froze (`Submission.document`); its public projection is what a
version holds (`PartnershipVersion.projection`).
"""

from django.utils.translation import gettext_lazy as _

from partnerships.document.plain_fields import PLAIN, nothing_said
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

SCHEMA = 2
NOTHING_SAID = nothing_said()

# Lists of items, each with a uuid of its own, and the fields of an item.
ITEMS = {
    "authorities": ("authority",),
    "partners": ("partner", "proposed"),
    "budget": ("year", "source", "nature", "amount"),
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
# Lists of files: each item is the attachment of its uuid, public where it was chosen so.
FILES = ("documents", "images")
# Lists of plain values.
VALUES = ("themes", "goals")
PUBLIC = (
    "schema",
    "language",
    *PLAIN,
    "lead_authority",
    *VALUES,
    *ITEMS,
)
PRIVATE = ("contact", "state_case", "state_authorised_on")


def _of_model(model, *names):
    return {name: model._meta.get_field(name).verbose_name for name in names}


LABELS = {
    **_of_model(Partnership, *PLAIN, *VALUES),
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
    "budget": _of_model(BudgetLine, "year", "source", "nature", "amount"),
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
    """The document was written by a later portal than this one."""


def upgraded(document: dict) -> dict:
    """`document` in today's schema. Old documents are read so, and never rewritten."""
    if document.get("schema") == 1:
        document = {**document, "schema": 2, "indicators": [], "images": []}
    if document.get("schema") != SCHEMA:
        raise UnknownSchemaError(document.get("schema"))
    if not document.keys() >= NOTHING_SAID.keys():
        document = {**NOTHING_SAID, **document}
    return document
