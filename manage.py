#!/usr/bin/env python
import gc
import os
import sys

from django.core.management import execute_from_command_line

from cncd_portal.database import pausing_between_transactions
from cncd_portal.runtime.frame_room import with_room

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cncd_portal.settings")
    # Long commands read and write rows by thousands, which leave no cycle to collect.
    gc.set_threshold(50_000)
    try:
        with pausing_between_transactions():
            with_room(execute_from_command_line)(sys.argv)
    except KeyboardInterrupt:  # Ctrl+C: no traceback
        sys.exit(130)
