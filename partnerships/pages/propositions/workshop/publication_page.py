"""What the page of publication shows: the difference, what is wrong, what is scheduled."""

from datetime import datetime
from functools import cached_property

from django.utils import timezone

from partnerships.document.difference import Change
from partnerships.pages.propositions.workshop.draft_page import draft_url
from partnerships.pages.propositions.workshop.publication_form import PublicationForm
from partnerships.pages.propositions.workshop.text_changes import text_changes
from partnerships.pages.propositions.workshop.text_form import (
    ProposalTextForm,
    checked_form,
    text_as_typed,
)
from proposals.models import Proposal, ProposalDraft, ProposalText


class PublicationPage:
    """`data`: what was sent, None where the page is read."""

    def __init__(self, proposal: Proposal, data=None):
        self.proposal = proposal
        self.data = data

    @cached_property
    def draft(self) -> ProposalDraft | None:
        rows = ProposalDraft.objects.select_related("written_by", "restores")
        return rows.filter(proposal=self.proposal).first()

    @cached_property
    def checked(self) -> ProposalTextForm:
        """The form of the draft, with what must be mended before it is published."""
        return checked_form(self.draft)

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """(label, what is wrong, address of the field) of each fault of the draft."""
        url = f"{draft_url(self.proposal)}?verifier=1#champ-"
        return [
            (self.checked[name].label, error, f"{url}{name}")
            for name in self.checked.fields
            for error in self.checked.errors.get(name, ())
        ]

    @property
    def other_faults(self) -> list[str]:
        return list(self.checked.non_field_errors())

    @cached_property
    def text(self) -> ProposalText:
        """The text of the draft, as it can be shown today."""
        return text_as_typed(self.checked)

    @cached_property
    def changes(self) -> list[Change]:
        return text_changes(self.proposal.text, self.text)

    @cached_property
    def form(self) -> PublicationForm:
        return PublicationForm(self.data, asks_reason=self.proposal.is_official)

    @cached_property
    def scheduled(self) -> list[ProposalText]:
        rows = self.proposal.texts.scheduled(timezone.now()).select_related("published_by")
        return list(rows.order_by("effective_from"))

    @property
    def scheduled_rows(self) -> list[tuple[ProposalText, list[ProposalText]]]:
        """Each scheduled text, with those that are scheduled before it."""
        return [(text, self.scheduled[:rank]) for rank, text in enumerate(self.scheduled)]

    @property
    def next_text_at(self) -> datetime | None:
        return self.scheduled[0].effective_from if self.scheduled else None
