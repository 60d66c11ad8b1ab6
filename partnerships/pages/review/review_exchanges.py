"""What officers and the authority say to each other, on the page of a dossier: one thread of
messages and requested changes, the requests that wait to be sent, and the box to say more.
"""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from partnerships.models import Action, Visibility
from partnerships.pages.components.exchanges.change_requests import ReviewRequests, by_message
from partnerships.pages.components.exchanges.conversation import (
    Box,
    box_of,
    shown_messages,
    subjects,
    topics,
)
from partnerships.workflow.change_requests import is_gathering

# The acts of the box, as ReviewPage names those that are refused.
MESSAGE_BOX, REQUEST_BOX = "message", "demande"


class ReviewExchanges:
    """`page`: a ReviewPage, whose dossier, reader, deposits and refused act are read."""

    destinations = (
        (Visibility.SHARED, _("Envoyer à la collectivité")),
        (Visibility.INTERNAL, _("Garder entre instructeurs")),
    )

    def __init__(self, page):
        self.page, self.dossier = page, page.dossier

    @cached_property
    def messages(self):
        return shown_messages(self.dossier, self.page.user, as_officer=True)

    @cached_property
    def requests(self):
        """The change requests, sent or not."""
        page = self.page
        return ReviewRequests(page.references, page.previous, lambda: page.since_previous)

    @cached_property
    def topics(self):
        requests = by_message(self.requests.sent)
        return topics(self.messages, self.page.references, lambda path: f"#lu-{path}", requests)

    @property
    def unread_count(self):
        return sum(message.is_unread for message in self.messages)

    @property
    def waiting(self):
        """How many messages are unread, and requests not settled."""
        return self.unread_count + len(self.requests.unsettled)

    @cached_property
    def subjects(self):
        """What a message may be about, by step."""
        return subjects(self.page.references)

    @property
    def may_gather(self):
        return is_gathering(self.dossier)

    @property
    def change_box(self):
        """The extra request of the form that sends them all, as typed."""
        page = self.page
        typed = page.typed if page.action == Action.REQUEST_CHANGES else {}
        return Box("", typed.get("body", ""), typed.get("field", ""))

    @property
    def is_refused_in_box(self):
        """Whether the refused act is what the box sends, and may be sent from there again."""
        page = self.page
        is_new_request = page.action == REQUEST_BOX and "do" not in page.typed
        return page.action == MESSAGE_BOX or (is_new_request and self.may_gather)

    @property
    def box(self):
        """The box of a new message or request: what was typed, or about the field that a link of
        the page names.
        """
        typed = self.page.typed
        if self.is_refused_in_box:
            return Box("", typed.get("body", ""), typed.get("field_path", ""))
        box = box_of(self.page.unsent)
        return Box("", box.body, box.field_path or self.page.query.get("demander", ""))
