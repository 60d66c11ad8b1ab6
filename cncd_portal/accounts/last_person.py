"""Who last signed in in this browser: what is sent after the end of a session is theirs.

Django renews the token of forms at each sign-in, so that no page of an earlier person can be sent.
"""

from django.conf import settings


def cookie_name() -> str:
    return f"{settings.COOKIE_PREFIX}person"


def last_person(request) -> str:
    """Returns the identifier in the journal of who last signed in; "" if it is not known."""
    return request.get_signed_cookie(cookie_name(), default="", max_age=settings.SESSION_COOKIE_AGE)


def remember_person(response, user) -> None:
    response.set_signed_cookie(
        cookie_name(),
        str(user.journal_id),
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
