from django.http import Http404

from partnerships.document.validation import FieldError


class NotAllowed(Http404):
    """The person may not do this to this dossier in its current state. Shown as a 404."""


class Refused(Exception):
    """The action is refused; the message is a French sentence that tells the person what to do."""


class Invalid(Refused):
    """The content cannot be deposited yet. `errors`: the fields concerned, with the reasons."""

    def __init__(self, message: str, errors: list[FieldError]):
        super().__init__(message)
        self.errors = errors
