"""The pages of the propositions and of their workshop: name → (person, address)."""

from django.urls import reverse


def _page(person, name, *arguments):
    view = name.split(" ")[0]
    return person, lambda world: reverse(
        view, args=[each(world) if callable(each) else each for each in arguments]
    )


# (name, arguments of the address)
PUBLIC = (
    ("proposals:proposal_list",),
    ("proposals:proposal_detail", 5),
    ("proposals:proposal_detail that nothing carries", 6),
    ("proposals:proposal_comparison",),
    ("portal:help_curation",),
)
WORKSHOP = (
    ("proposals:workshop",),
    ("proposals:workshop_order",),
    ("proposals:workshop_proposal", 5),
    ("proposals:workshop_proposal without a picture", 20),
    ("proposals:workshop_settings", 5),
    ("proposals:workshop_illustration", 5),
    ("proposals:workshop_illustration none", 6),
    ("proposals:workshop_replacement",),
    ("proposals:workshop_replacement_file", lambda world: world.waiting_file.uuid),
    ("proposals:workshop_replacement_undo", lambda world: world.replacement.pk),
    # The sixth has texts of all times and a draft, the fifth has one text.
    ("proposals:workshop_note", 5),
    ("proposals:workshop_note without a note", 20),
    ("proposals:workshop_draft", 6),
    ("proposals:workshop_draft none", 5),
    ("proposals:workshop_draft_preview", 6),
    ("proposals:workshop_publish", 6),
    ("proposals:workshop_publish nothing", 5),
    ("proposals:workshop_history", 6),
    ("proposals:workshop_text", 6, lambda world: world.earlier_text.pk),
)
PROPOSALS = {
    **{name: _page(None, name, *arguments) for name, *arguments in PUBLIC},
    **{name: _page("curator", name, *arguments) for name, *arguments in WORKSHOP},
}
