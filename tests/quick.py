"""`make quick`: style, and within a minute the tests that a change most likely concerns.

Those of the files changed since `main`, of what these files hold, then the kernel's fastest, on
SQLite. What the minute left out is counted as skipped.
"""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.run import NO_BROWSER, Step, checks, run_all, say, tell_times, tests_of, verdict

SECONDS = 45  # after which no further test begins
KERNEL = (
    "test_consistency.py",
    "partnerships/publication/test_words.py",
    "partnerships/workflow/test_working_days.py",
    "partnerships/document/test_difference.py",
    "partnerships/document/test_validation.py",
    "partnerships/workflow/test_journal.py",
    "partnerships/publication/test_index.py",
    "partnerships/publication/test_publication.py",
    "partnerships/workflow/test_workflow.py",
)


def _git(*arguments: str) -> list[str]:
    command = ["git", *arguments]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    return output.split()


def changed() -> set[str]:
    """Paths changed since `main`, committed or not, and new ones."""
    since = _git("merge-base", "HEAD", "main")[0]
    found = {*_git("diff", "--name-only", since), *_git("ls-files", "-o", "--exclude-standard")}
    return {path for path in found if Path(path).exists()}


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _naming(texts: dict[str, str], names: set[str]) -> set[str]:
    """Paths of `texts` that hold one of `names` as a whole."""
    if not names:
        return set()
    pattern = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, sorted(names)))})(?!\w)")
    return {path for path, text in texts.items() if pattern.search(text)}


def tests_for(paths: set[str]) -> list[str]:
    """Test files that `paths` are, then those that import them or the views of their templates."""
    sources = {path: Path(path).read_text() for path in _git("ls-files", "-co", "*.py")}
    tests = {path: text for path, text in sources.items() if Path(path).name.startswith("test_")}
    templates = {path.removeprefix("templates/") for path in paths if path.startswith("templates/")}
    modules = {path for path in paths if path.endswith(".py") and path not in tests}
    modules |= _naming(sources, templates) - tests.keys()
    concerned = _naming(tests, {_dotted(path) for path in modules})
    return [*sorted(paths & tests.keys()), *sorted(concerned - paths)]


def main() -> int:
    started = time.monotonic()
    kernel = [f"tests/{name}" for name in KERNEL]
    files = list(dict.fromkeys([*tests_for(changed()), *kernel]))
    files = [path for path in files if not path.startswith("tests/browser/")]
    step = tests_of("sqlite", files, NO_BROWSER)
    step.command += ["-p", "tests.deadline", "--seconds", str(SECONDS)]
    lanes: list[list[Step]] = [[step], checks()[:1]]
    with tempfile.TemporaryDirectory(prefix="cncd-tests-") as folder:
        run_all(lanes, Path(folder))
    steps = [each for lane in lanes for each in lane]
    tell_times(steps, time.monotonic() - started)
    say("Le reste : make test.")
    return verdict(steps, files)


if __name__ == "__main__":
    sys.exit(main())
