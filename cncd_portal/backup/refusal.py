"""What stops a backup or a restoration, as sentences for the person who runs it."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError
from django.utils.translation import gettext as _

# A limit of the system on the size of files says the same when a backup is made.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class BackupRefused(Exception):
    """What cannot be backed up or restored, as a French sentence that says what to do."""


@contextmanager
def errors_as_refusals() -> Iterator[None]:
    """Turns what the system or the database refuses (no room, no right, silence) into a refusal."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            text = _(
                "Il n’y a plus de place sur le disque\u202f: rien n’a été gardé. Faites de la "
                "place, puis recommencez. (%(why)s)"
            )
        else:
            text = _("Le système refuse\u202f: %(why)s. Rien n’a été gardé.")
        raise BackupRefused(text % {"why": error}) from error
    except (DatabaseError, sqlite3.Error) as error:
        text = _("La base ne répond pas comme elle doit\u202f: %(why)s. Rien n’a été gardé.")
        raise BackupRefused(text % {"why": error}) from error
