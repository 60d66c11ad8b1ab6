"""The portal as a process of its own.

FILE_SIZE_LIMIT names a file that tells, at each request, how large a file the process may write;
empty: as large as it likes. 0 is a full disk that any user may have, without mounting one.
"""

import os
import resource
from pathlib import Path

from tests.outages import service as service

LIMIT = Path(os.environ["FILE_SIZE_LIMIT"])
_soft, HARD = resource.getrlimit(resource.RLIMIT_FSIZE)

from cncd_portal import wsgi  # noqa: E402 once the settings stand


def application(environ, start_response):
    text = LIMIT.read_text()
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(text) if text else HARD, HARD))
    return wsgi.application(environ, start_response)
