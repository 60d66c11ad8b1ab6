"""The fields of a document: which are public, what they are called, which hold items.

A document is what a deposit froze (`Submission.document`); its public projection is what a
version holds (`PartnershipVersion.projection`).
"""

from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    Attachment,
    BudgetLine,
    Dossier,
    InternationalPartner,
    Partnership,
    ProposalContribution,
)

SCHEMA = 1

TEXTS = (
    "title",
    "summary",
    "objectives",
    "results_here",
    "results_there",
)
CHOICES = ("kind", "phase")
DATES = ("starts_on", "ends_on", "convention_signed_on", "transmitted_to_prefect_on")
# Lists of items, each with a uuid of its own, and the fields of an item.
ITEMS = {
    "authorities": ("authority",),
    "partners": ("partner", "proposed"),
    "budget": ("year", "source", "nature", "amount"),
    "contributions": ("proposal", "statement"),
    "documents": ("kind", "title", "is_public", "file_name", "content_type", "size", "sha256"),
}
# Lists of plain values.
VALUES = ("themes", "goals")
PUBLIC = (
    "schema",
    "language",
    *CHOICES,
    *TEXTS,
    *DATES,
    "lead_authority",
    *VALUES,
    *ITEMS,
)
PRIVATE = ("contact", "state_case", "state_authorised_on")


def _of_model(model, *names):
    return {name: model._meta.get_field(name).verbose_name for name in names}


LABELS = {
    **_of_model(Partnership, *CHOICES, *TEXTS, *DATES, *VALUES, "lead_authority", "language"),
    **_of_model(Partnership, "authorities", "partners"),
    "budget": BudgetLine._meta.verbose_name,
    "contributions": ProposalContribution._meta.verbose_name,
    "documents": Attachment._meta.verbose_name,
    "contact": _("contact"),
    "state_case": _("cas prévu par la loi pour une convention avec un État"),
    "state_authorised_on": _("autorisation du préfet obtenue le"),
}
ITEM_LABELS = {
    "authorities": _of_model(Dossier, "lead_authority"),
    "partners": _of_model(InternationalPartner, "name", "kind", "country", "place"),
    "budget": _of_model(BudgetLine, "year", "source", "nature", "amount"),
    "contributions": _of_model(ProposalContribution, "proposal", "statement"),
    "documents": {
        **_of_model(Attachment, "kind", "title", "file_name", "size"),
        "is_public": _("à publier"),
    },
}


class UnknownSchemaError(ValueError):
    """The document was written by a later portal than this one."""


def upgraded(document: dict) -> dict:
    """`document` in today's schema. Old documents are read so, and never rewritten."""
    if document.get("schema") != SCHEMA:
        raise UnknownSchemaError(document.get("schema"))
    return document
