"""Database sessions with their person, browser, IP address and end.

A session ends after some time without use, and at the latest SESSION_COOKIE_AGE after the sign-in.
Both are in `expire_date`, which Django checks when it reads the row.
"""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import connection, models
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from cncd_portal.accounts.prepared_query import PreparedQuery

# The use of a session is written at most once in this time.
SEEN_EVERY = timedelta(minutes=5)


class SessionManager(BaseSessionManager):
    def open_of(self, user) -> list["Session"]:
        """The open sessions of `user`, last used first; a change of password closes the others."""
        rows = self.filter(user=user, expire_date__gt=timezone.now()).order_by("-seen_at", "pk")
        digest = user.get_session_auth_hash()
        return [row for row in rows if constant_time_compare(row.password_digest, digest)]


class Session(AbstractBaseSession):
    """A session. Without `user` it only holds what was sent before a sign-in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="sessions",
        verbose_name=_("utilisateur"),
    )
    begun_at = models.DateTimeField(_("ouverte le"), default=timezone.now)
    # To within SEEN_EVERY.
    seen_at = models.DateTimeField(_("utilisée le"), default=timezone.now)
    address = models.GenericIPAddressField(_("adresse IP"), null=True)
    browser = models.CharField(_("navigateur"), max_length=200, blank=True)

    objects = SessionManager()

    @classmethod
    def get_session_store_class(cls):
        return SessionStore

    @property
    def password_digest(self) -> str:
        """Django's digest of the password that the person had at sign-in."""
        return self.get_decoded().get(HASH_SESSION_KEY, "")

    @property
    def mark(self) -> str:
        """Identifies the session in a page without its key, which is enough to be signed in."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:20]


OPEN_SESSION = PreparedQuery(
    lambda: Session.objects.filter(session_key="").filter(expire_date__gt=timezone.now())
)


class SessionStore(DatabaseStore):
    """Saving the content of a session leaves its person, its dates and its end unchanged."""

    def __init__(self, session_key=None):
        super().__init__(session_key)
        # The row as it was read, or last saved for a signed-in person.
        self.row = None
        # Whether someone signed in during this request.
        self.is_new_sign_in = False

    @classmethod
    def get_model_class(cls):
        return Session

    def _validate_session_key(self, key):
        """Whether `key` may be ours: a cookie holds anything, even what a database refuses."""
        return super()._validate_session_key(key) and set(key) <= set(VALID_KEY_CHARS)

    def _get_session_from_db(self):
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        self.row = OPEN_SESSION.first(self.session_key, now)
        if self.row is None:
            self._session_key = None
        return self.row

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        if SESSION_KEY not in data:
            return row
        row.user_id = int(data[SESSION_KEY])
        if self.row and self.row.user_id == row.user_id:
            for name in ("begun_at", "seen_at", "expire_date", "address", "browser"):
                setattr(row, name, getattr(self.row, name))
        else:
            self.is_new_sign_in = True
            row.expire_date = end_of_session(row.begun_at, row.seen_at, is_staff=True)
        self.row = row
        return row


def end_of_session(begun_at: datetime, seen_at: datetime, *, is_staff: bool) -> datetime:
    """When a session ends, if it is not used again after `seen_at`."""
    hours = settings.SESSION_STAFF_IDLE_HOURS if is_staff else settings.SESSION_IDLE_HOURS
    latest = begun_at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return min(seen_at + timedelta(hours=hours), latest)
