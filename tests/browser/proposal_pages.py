"""The pages of the propositions, for `pages.py`."""

from django.urls import reverse


def at(name, *arguments):
    return lambda world: reverse(name, args=arguments)


PROPOSITIONS = {
    "proposals:proposal_list": (None, at("proposals:proposal_list")),
    "proposals:proposal_detail": (None, at("proposals:proposal_detail", 5)),
    "proposals:proposal_detail that nothing carries": (None, at("proposals:proposal_detail", 6)),
    "proposals:proposal_comparison": (None, at("proposals:proposal_comparison")),
    "proposals:workshop_note": ("curator", at("proposals:workshop_note", 5)),
    "proposals:workshop_note without a note": ("curator", at("proposals:workshop_note", 6)),
}
