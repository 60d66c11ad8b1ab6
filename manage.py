#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cncd_portal.settings")
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:  # Ctrl+C: no traceback
        sys.exit(130)
