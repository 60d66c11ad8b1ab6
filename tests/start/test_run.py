"""`make run` says in a sentence why it cannot start, before it installs or prepares anything; two
at once wait for each other.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import ROOT, free_port

TREE = ["scripts/run", "scripts/install", "requirements.txt"]


@pytest.fixture
def tree(tmp_path):
    """A copy of the scripts, whose packages are installed."""
    for name in TREE:
        copy = tmp_path / "tree" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy)
    environment = tmp_path / "tree/.venv"
    environment.mkdir()
    (environment / "bin").symlink_to(Path(sys.executable).parent)
    shutil.copy(ROOT / "requirements.txt", environment)
    return tmp_path / "tree"


def begin(command, tree, **environment):
    return subprocess.Popen(  # noqa: S603
        [tree / "scripts" / command[0], *command[1:]],
        env={**os.environ, "VAR_DIR": str(tree / "var"), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def refusal(tree, port=None, **environment):
    """What `make run` says, that does not start."""
    run = begin(["run"], tree, PORT=str(port or free_port()), **environment)
    said, _none = run.communicate(timeout=30)
    assert run.returncode == 1
    return said


@pytest.mark.parametrize(
    "port",
    ["0", "-1", "70000", "99999999999999999999", "abc", "80 80", "8000;id", "08000", "8.5", "٣٠٠٠"],
)
def test_port_that_is_none_is_refused_first(tree, port):
    assert refusal(tree, port) == (
        f"« {port} » n'est pas un port : donnez un nombre de 1 à 65535, comme make run PORT=8001.\n"
    )
    assert not (tree / "var").exists()


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])  # noqa: S104
def test_port_of_another_program_is_refused(tree, address):
    with socket.create_server((address, 0)) as other:
        port = other.getsockname()[1]

        said = refusal(tree, port)

    assert said.startswith(f"Le port {port} est déjà pris. Essayez : make run PORT=")
    assert not (tree / "var").exists()


@pytest.mark.parametrize("folder", ["file", "file/var", "/proc/var"])
def test_folder_that_cannot_be_written_to_is_refused(tree, folder):
    (tree / "file").touch()
    var = tree / folder

    assert refusal(tree, VAR_DIR=str(var)) == (
        f"On ne peut pas écrire dans « {var} ». Essayez : make run VAR_DIR=/tmp/portail\n"
    )


def put_first(program, lines, tree):
    """Returns a PATH where `program` runs `lines`."""
    script = tree / "first" / program
    script.parent.mkdir()
    script.write_text(f"#!/bin/sh\n{lines}\n")
    script.chmod(0o755)
    return f"{script.parent}:{os.environ['PATH']}"


def test_full_disk_is_refused(tree):
    titles = "Filesystem 1024-blocks Used Available Capacity Mounted on"
    lines = f"echo '{titles}\n/dev/a disk 900000 880000 20000 98% /a folder'"

    said = refusal(tree, PATH=put_first("df", lines, tree))

    assert said.startswith(f"Il faut 200 Mo sur le disque de « {tree / 'var'} », il en reste 19.")


def test_second_start_waits_for_the_first_and_finds_its_port(tree):
    port, mails = free_port(), tree / "var/courriels"
    mails.mkdir(parents=True)
    descriptor = os.open(mails, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)

    second = begin(["run"], tree, PORT=str(port))
    assert second.stdout.readline() == (
        f"Un autre « make run » prépare « {tree / 'var'} » : attente…\n"
    )
    with socket.create_server(("127.0.0.1", port)):
        os.close(descriptor)
        said, _none = second.communicate(timeout=30)

    assert said.startswith(f"Le port {port} est déjà pris.")
    assert second.returncode == 1
    assert mails.stat().st_mode & 0o777 == 0o700


def test_two_installations_at_once_install_once(tree):
    programs, log = tree / ".venv/bin", tree / "installed"
    programs.unlink()
    programs.mkdir()
    (programs / "python").symlink_to(sys.executable)
    (programs / "pip").write_text(f"#!/bin/sh\necho >> {log}\nsleep 0.3\n")
    (programs / "pip").chmod(0o755)
    (tree / ".venv/requirements.txt").unlink()

    together = [begin(["install", "requirements.txt"], tree) for _each in range(3)]
    said = [each.communicate(timeout=30)[0] for each in together]

    assert sorted(said) == ["", "", "Installation des paquets de requirements.txt…\n"]
    assert log.read_text() == "\n"
