"""Plugin of pytest: writes how long each test took, setup and teardown included, to TEST_REPORT."""

import json
import os
from collections import Counter
from pathlib import Path

seconds = Counter()


def pytest_runtest_logreport(report):
    seconds[report.nodeid] += report.duration


def pytest_sessionfinish(session):
    # The workers of xdist send their reports to the process that started them.
    if not hasattr(session.config, "workerinput"):
        rows = [(spent, name) for name, spent in seconds.items()]
        Path(os.environ["TEST_REPORT"]).write_text(json.dumps(rows))
