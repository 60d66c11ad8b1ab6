"""The files of the repository, as the tests of its conventions read them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def tracked(*patterns):
    """Files of the repository, and those that are about to be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603
    return [path for name in names.split("\0") if name and (path := ROOT / name).is_file()]


@cache
def modules():
    """(dotted name, path, tree) of each module of ours, the tests apart."""
    return list(_parsed(lambda name: not name.startswith("tests")))


def modules_of_tests():
    """(dotted name, path, tree) of each module of the tests, one by one."""
    return _parsed(lambda name: name.startswith("tests"))


def _parsed(is_wanted):
    for path in tracked("*.py"):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if is_wanted(name):
            yield name, path, ast.parse(path.read_text())


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
