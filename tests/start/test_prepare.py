"""`prepare` tells in a sentence what stops it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from cncd_portal.management.commands import prepare


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("database or disk is full"),
        OperationalError("connection refused\n\tIs the server running?"),
        OSError(28, "No space left on device"),
    ],
)
def test_database_or_disk_that_fails_is_told(monkeypatch, error):
    def fail():
        raise error

    monkeypatch.setattr(prepare, "is_restoration_unfinished", fail)

    with pytest.raises(CommandError) as told:
        call_command("prepare")

    reason = str(error).partition("\n")[0]
    assert str(told.value) == (
        f"La préparation s’est arrêtée\u202f: {reason}. Ce qui était fait le reste\u202f: "
        "remédiez-y, puis relancez la commande."
    )
