"""The Atom feeds of the propositions, and of the partnerships that carry one of them."""

from datetime import datetime

from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cncd_portal.database import one_instant
from cncd_portal.public_page import public_page
from partnerships.models import Facet
from partnerships.pages.components.feed.atom import NEVER, Entry, Feed, atom_response
from partnerships.pages.components.feed.partnership_feed import partnership_feed
from partnerships.pages.propositions.proposal_metadata import proposal_title
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.profile import partnerships_with
from proposals.models import ProgressNote, Proposal


def _changes() -> dict[int, datetime]:
    """Returns when each proposition, by its key, was last followed: a note written or withdrawn."""
    notes = ProgressNote.objects.order_by().values_list("proposal")
    rows = notes.annotate(Max("written_at"), Max("withdrawn_at"))
    return {key: max(filter(None, times)) for key, *times in rows}


def _entry(proposal, changes):
    dates = (changes.get(proposal.pk), proposal.text.effective_from, proposal.published_from)
    return Entry(
        name=f"proposal:{proposal.number}",
        title=proposal_title(proposal),
        path=proposal.get_absolute_url(),
        updated=max(filter(None, dates), default=NEVER),
        summary=" · ".join(
            filter(None, (proposal.get_wording_display(), proposal.get_progress_display()))
        ),
    )


@public_page()
@require_safe
def proposal_list_feed(request):
    """The propositions, the last changed first."""
    with one_instant():
        changes = _changes()
        entries = [_entry(each, changes) for each in Proposal.objects.listed()]
        entries.sort(key=lambda entry: entry.updated, reverse=True)
        feed = Feed(
            title=_("Les vingt propositions"),
            path=request.path,
            alternate=reverse("proposals:proposal_list"),
            entries=entries,
        )
        return atom_response(feed, changes_by_itself=True)


@public_page(query=[BEFORE, AFTER])
@require_safe
def proposal_feed(request, number):
    """The partnerships that carry a proposition."""
    with one_instant():
        proposal = get_object_or_404(Proposal.objects.listed(), number=number)
        feed = partnership_feed(
            _("Partenariats qui portent la proposition %(proposal)s")
            % {"proposal": proposal.name_with_wording},
            partnerships_with(Facet.PROPOSAL, str(number)),
            path=request.path,
            alternate=proposal.get_absolute_url(),
            data=request.GET,
        )
        return atom_response(feed)
