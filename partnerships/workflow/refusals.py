from django.http import Http404

from partnerships.document.validation import FieldError


class NotAllowed(Http404):
    """The person may not do this to this dossier, as it stands: for them there is no such page."""


class Refused(Exception):
    """Something must be done first; its text is a French sentence for the person."""


class Invalid(Refused):
    """The content cannot be deposited yet. `errors` tells which fields, and why."""

    def __init__(self, message: str, errors: list[FieldError]):
        super().__init__(message)
        self.errors = errors
