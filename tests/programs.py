"""Programs of the system that a test starts: installed by scripts/test where they can be."""

import os
import shutil

import pytest


def program(name: str) -> str:
    """Returns the path of `name`; skips the test without it, and fails it with CI=true."""
    path = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if not path and os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed")
    if not path:
        pytest.skip(f"{name} n’est pas installé")
    return path
