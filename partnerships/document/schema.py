"""The fields of a document: which are public, what they are called, which hold items.

A document is what a deposit froze (`Submission.document`); its public projection is what a
version holds (`PartnershipVersion.projection`).
"""

from django.utils.translation import gettext_lazy as _

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

TEXTS = (
    "title",
    "summary",
    "objectives",
    "results_here",
    "results_there",
)
CHOICES = ("kind", "phase")
AMOUNTS = ("total_cost",)
DATES = ("starts_on", "ends_on", "convention_signed_on", "transmitted_to_prefect_on")
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
    *CHOICES,
    *TEXTS,
    *DATES,
    *AMOUNTS,
    "lead_authority",
    *VALUES,
    *ITEMS,
)
PRIVATE = ("contact", "state_case", "state_authorised_on")


def _of_model(model, *names):
    return {name: model._meta.get_field(name).verbose_name for name in names}


LABELS = {
    **_of_model(Partnership, *CHOICES, *TEXTS, *DATES, *AMOUNTS, *VALUES),
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
        document = {**document, "schema": 2, "total_cost": None, "indicators": [], "images": []}
    if document.get("schema") != SCHEMA:
        raise UnknownSchemaError(document.get("schema"))
    return document
