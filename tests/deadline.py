"""Plugin of pytest: no test begins later than `--seconds` after the start of the process."""

import time

import pytest

STARTED = time.monotonic()


def pytest_addoption(parser):
    parser.addoption("--seconds", type=float)


def pytest_runtest_setup(item):
    if time.monotonic() - STARTED > item.config.getoption("--seconds"):
        pytest.skip("plus le temps")
