"""What is set in the environment is taken as it is."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

TOLD = "from cncd_portal import settings; print({expression}, end='')"


@pytest.mark.parametrize("value", ["$ecret", "$PATH", r"\$ecret", "se$cret$$"])
@pytest.mark.parametrize(
    ("name", "form", "expression"),
    [
        ("SECRET_KEY", "{}", "settings.SECRET_KEY"),
        ("BACKUP_KEY", "{}", "settings.BACKUP_KEY"),
        ("ANCHOR_KEY", "{}", "settings.ANCHOR_KEY[0]"),
        ("EMAIL_URL", "smtp://user:{}@relay.example", "settings.EMAIL_HOST_PASSWORD"),
    ],
)
def test_secret_may_hold_a_dollar(tmp_path, name, form, expression, value):
    environment = {**os.environ, "VAR_DIR": str(tmp_path), name: form.format(value)}
    command = [sys.executable, "-c", TOLD.format(expression=expression)]

    told = subprocess.run(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )

    assert told.stdout == value
