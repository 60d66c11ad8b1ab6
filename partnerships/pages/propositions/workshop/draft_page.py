"""The page where the draft of a text is written, and the answer to each save."""

from datetime import datetime
from functools import cached_property

from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.document.buffer import as_shown, rivals, value_digest
from partnerships.document.canonical import digest
from partnerships.pages.components.shown_edit import ShownEdit, shown_edits, time_saved
from partnerships.pages.components.shown_field import ShownField
from partnerships.pages.components.signed_out_fields import BASE, Typed
from partnerships.pages.propositions.workshop.text_form import (
    ProposalTextForm,
    checked_form,
    text_as_typed,
)
from proposals.drafting import CONFLICT
from proposals.models import CONTENT, Proposal, ProposalDraft, ProposalText

# The fields by what they say: the words, where they come from, where they stand in the report.
WORDS = ("title", "summary", "body")
ORIGIN = ("wording", "report", "source_page", "source", "source_url", "source_on")
PLACE = ("axis", "actors")


def draft_url(proposal: Proposal, name: str = "workshop_draft") -> str:
    return reverse(f"proposals:{name}", args=[proposal.number])


def typed_content(data: QueryDict) -> Typed:
    """Returns the fields of `CONTENT` in `data`, as a browser would show them."""
    typed = Typed()
    for name in CONTENT:
        if name in data:
            typed.fields[name] = as_shown(data[name])
            if BASE + name in data:
                typed.base_digests[name] = data[BASE + name]
    return typed


def draft_edits(draft: ProposalDraft, reader) -> list[ShownEdit]:
    """Returns who last wrote each text of the draft, most recent first, in one query."""
    form = ProposalTextForm({})
    rows = sorted(draft.edits.items(), key=lambda row: row[1][1], reverse=True)
    people = get_user_model().objects.in_bulk({key for _path, (key, _at) in rows})
    url, edits = draft_url(draft.proposal), []
    for path, (key, at) in rows:
        name = path.removeprefix(CONFLICT)
        label = form[name].label
        if name != path:
            label = _("%(label)s, l’autre texte") % {"label": label}
        edits.append((label, f"{url}#champ-{name}", people.get(key), datetime.fromisoformat(at)))
    return shown_edits(edits, reader)


class DraftPage:
    """What the page shows of a draft.

    `typed`: what was typed and is not saved; `is_checked`: whether what is missing shows too.
    """

    def __init__(self, draft: ProposalDraft, reader, *, typed: Typed, is_checked: bool = False):
        self.draft = draft
        self.reader = reader
        self.typed = typed
        self.is_checked = is_checked

    @cached_property
    def shown_draft(self) -> ProposalDraft:
        """The draft with what is typed on the page, not saved."""
        draft = self.draft
        typed = {**draft.typed, **self.typed.fields}
        return ProposalDraft(pk=draft.pk, proposal=draft.proposal, typed=typed)

    @cached_property
    def form(self) -> ProposalTextForm:
        return checked_form(self.shown_draft)

    def _field(self, name):
        saved, shown = self.draft.typed, self.shown_draft.typed
        return ShownField(
            bound=self.form[name],
            errors=self.form.errors.get(name, []) if self.is_checked or shown.get(name) else [],
            base=self.typed.base_digests.get(name, value_digest(saved.get(name))),
            rivals=[as_shown(text) for text in rivals(saved, name)],
        )

    @property
    def groups(self) -> dict[str, list[ShownField]]:
        groups = {"words": WORDS, "origin": ORIGIN, "place": PLACE}
        return {key: [self._field(name) for name in names] for key, names in groups.items()}

    @property
    def all_fields(self) -> list[ShownField]:
        return [field for fields in self.groups.values() for field in fields]

    @property
    def edits(self) -> list[ShownEdit]:
        return draft_edits(self.draft, self.reader)

    @cached_property
    def text(self) -> ProposalText:
        """The text as it can be shown today."""
        return text_as_typed(self.form)

    @property
    def text_digest(self) -> str:
        """Tells two previews apart whose words are the same and whose form is not."""
        return digest(f"{self.text.summary}\n{self.text.body}")[:16]


def _conflicts(draft, typed):
    """Yields (name, HTML of the question) of the fields for which several texts were written.

    `typed`: what the page has in its fields.
    """
    form = ProposalTextForm(draft.typed)
    for name in CONTENT:
        others = rivals(draft.typed, name)
        if others:
            in_field = typed.get(name, as_shown(draft.typed.get(name)))
            every = dict.fromkeys([as_shown(draft.typed.get(name)), *map(as_shown, others)])
            left = [text for text in every if text != in_field]
            field = ShownField(form[name], errors=[], base="", rivals=left)
            template = "partnerships/components/_field_conflict.html"
            yield name, render_to_string(template, {"field": field})


def draft_save_response(
    draft: ProposalDraft, reader, *, is_outdated: bool, typed: dict[str, str]
) -> dict:
    """Returns the answer to a page that saved `typed`: what is stored, and what others wrote."""
    saved = {name: as_shown(draft.typed.get(name)) for name in CONTENT}
    answer = {
        "version": draft.version,
        "bases": {name: value_digest(saved[name]) for name in typed},
        "standing": {name: [saved[name]] for name in typed if typed[name] != saved[name]},
        "at": time_saved(),
        "conflicts": dict(_conflicts(draft, typed)),
        "edits": render_to_string(
            "partnerships/components/_edits.html", {"edits": draft_edits(draft, reader)}
        ),
    }
    if is_outdated:
        answer["fields"] = {name: ([text], value_digest(text)) for name, text in saved.items()}
    return answer
