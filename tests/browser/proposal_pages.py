"""The pages of propositions and of their texts in the workshop, as `pages.py` lists them."""

from django.urls import reverse


def at(name, number, *arguments):
    return lambda world: reverse(
        f"proposals:workshop_{name}", args=[number, *(each(world) for each in arguments)]
    )


PROPOSALS = {
    "proposals:proposal_list": (None, lambda world: reverse("proposals:proposal_list")),
    "proposals:proposal_detail": (
        None,
        lambda world: reverse("proposals:proposal_detail", args=[5]),
    ),
    "proposals:workshop_draft": ("curator", at("draft", 6)),
    "proposals:workshop_draft none": ("curator", at("draft", 5)),
    "proposals:workshop_draft_preview": ("curator", at("draft_preview", 6)),
    "proposals:workshop_publish": ("curator", at("publish", 6)),
    "proposals:workshop_publish nothing": ("curator", at("publish", 5)),
    "proposals:workshop_history": ("curator", at("history", 6)),
    "proposals:workshop_text": ("curator", at("text", 6, lambda world: world.earlier_text.pk)),
}
