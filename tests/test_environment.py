"""What is set in the environment is taken as it is."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings

from cncd_portal.secret_key import local_secret_key

# Setting → the variable it comes from, and how the value stands in it.
TAKEN = {
    "settings.SECRET_KEY": ("SECRET_KEY", "{}"),
    "settings.BACKUP_KEY": ("BACKUP_KEY", "{}"),
    "settings.ANCHOR_KEY[0]": ("ANCHOR_KEY", "{}"),
    "settings.EMAIL_HOST_PASSWORD": ("EMAIL_URL", "smtp://user:{}@relay.example"),
}
TOLD = f"from cncd_portal import settings; print(*[{', '.join(TAKEN)}], sep='\\n')"


@pytest.mark.parametrize("value", ["$ecret", "$PATH", r"\$ecret", "se$cret$$"])
def test_secret_may_hold_a_dollar(tmp_path, value):
    secrets = {name: form.format(value) for name, form in TAKEN.values()}
    environment = {**os.environ, "VAR_DIR": str(tmp_path), **secrets}
    command = [sys.executable, "-c", TOLD]

    told = subprocess.run(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )

    assert dict(zip(TAKEN, told.stdout.splitlines(), strict=True)) == dict.fromkeys(TAKEN, value)


def test_first_starts_at_once_share_one_key_that_others_cannot_read(tmp_path):
    """Two programs of `make run` start together."""
    starts = 8
    for rank in range(30):
        folder = tmp_path / str(rank)
        folder.mkdir()
        together = Barrier(starts)

        def start(_rank, folder=folder, together=together):
            together.wait()
            return local_secret_key(folder)

        with ThreadPoolExecutor(starts) as programs:
            keys = set(programs.map(start, range(starts)))

        assert keys == {(folder / "secret_key").read_text()}
        assert len(keys.pop()) >= 50
        assert [path.name for path in folder.iterdir()] == ["secret_key"]
        assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600


def test_key_needs_no_hard_link_and_a_start_that_was_killed_leaves_nothing(tmp_path, monkeypatch):
    """Some file systems have no hard links: FAT, some of shared folders."""

    def refuse(*_arguments):
        raise PermissionError

    monkeypatch.setattr("os.link", refuse)
    (tmp_path / "secret_key.new").write_text("coup")

    key = local_secret_key(tmp_path)

    assert len(key) >= 50
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert local_secret_key(tmp_path) == key


def test_key_is_read_from_a_folder_that_is_read_only(tmp_path, monkeypatch):
    key = local_secret_key(tmp_path)
    monkeypatch.setattr("os.open", None)

    assert local_secret_key(tmp_path) == key


# What a process imports where it needs it: the portal by itself, without Redis, then `prepare`,
# whose checks would read every page.
STARTED = """
import sys
import cncd_portal.wsgi
from django.core.management import load_command_class
prepare = load_command_class("cncd_portal", "prepare")
print(*sorted({"redis", "cncd_portal.urls"} & set(sys.modules)), prepare.requires_system_checks)
"""


def test_a_process_that_starts_loads_neither_pages_nor_what_no_setting_asks_for(tmp_path):
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DEMONSTRATION": "true"}
    for name in ("CACHE_URL", "DATABASE_URL"):
        environment.pop(name, None)

    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", STARTED],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout == "()\n"
