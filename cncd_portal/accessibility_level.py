"""The level of accessibility, which the foot of every page tells: read once per process, and again
after a change.
"""

import logging
from time import monotonic
from typing import NamedTuple

from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from cncd_portal.database import is_unavailable
from partnerships.models import AccessibilityCheck, Audit, Conformity, conformity

logger = logging.getLogger(__name__)
# Seconds after which a page that is not public, and asks no version, has the audit read again.
KEPT_SECONDS = 60


class _Kept(NamedTuple):
    audit: Audit | None
    version: int | None
    until: float


_kept: _Kept | None = None


def keep_audit(audit: Audit | None, version: int | None = None) -> _Kept:
    """Keeps the last audit, as it stands in this `version` of public pages, and returns it."""
    global _kept
    _kept = kept = _Kept(audit, version, monotonic() + KEPT_SECONDS)
    return kept


def forget_audit() -> None:
    global _kept
    _kept = None


def accessibility_level(version: int | None = None) -> Conformity | None:
    """Returns today's level, None where the database does not answer and this process has read
    none. `version`: that of the public page which tells it, and which is kept as long as the
    version lasts.
    """
    kept = _kept
    if kept is None or (monotonic() > kept.until if version is None else version != kept.version):
        try:
            kept = keep_audit(AccessibilityCheck.objects.last_audit(), version)
        except (DatabaseError, InterfaceError) as error:
            if not is_unavailable(error):
                raise
            logger.warning("the level of accessibility was not read", exc_info=True)
    return conformity(kept.audit, timezone.localdate()) if kept else None
