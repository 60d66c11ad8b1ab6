"""The conventions of the project, so that none is only written down."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from partnerships.notifications.events import EVENT_OF, EVENTS
from tests.access.addresses import addresses
from tests.modules import ROOT, imported, modules, tracked

TEMPLATES = ROOT / "templates"
# Words that are no concept of the field.
DRAWERS = {"utils", "helpers", "services", "mixins", "managers", "common", "core"}


@pytest.mark.django_db
def test_models_match_migrations():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_imports_stand_at_the_top():
    inside = {
        f"{name}:{node.lineno}"
        for name, _path, tree in modules()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert inside == set()


# Names of the technical groups of the portal, in a file that a person downloads.
BY_PLAIN_NAME = {"partnerships.pages.members.personal_data"}
NAMES = {"name", "title", "name_fr", "last_name", "first_name"}


def _orders_by_a_name(node):
    """Whether `node` orders rows by a plain name, which databases sort each in their own way."""
    if isinstance(node, ast.Assign):
        is_order = any(isinstance(t, ast.Name) and t.id == "ordering" for t in node.targets)
        texts = ast.walk(node.value) if is_order else ()
    elif isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        called = node.func.id if isinstance(node.func, ast.Name) else called
        texts = node.args if called in {"order_by", "Order", "latest", "earliest"} else ()
    else:
        return False
    values = [each.value for each in texts if isinstance(each, ast.Constant)]
    return any(str(value).lstrip("-").rpartition("__")[2] in NAMES for value in values)


def test_names_are_ordered_by_their_sort_key():
    wrong = {
        f"{name}:{node.lineno}"
        for name, _path, tree in modules()
        if ".migrations" not in name and name not in BY_PLAIN_NAME
        for node in ast.walk(tree)
        if _orders_by_a_name(node)
    }

    assert wrong == set()


def test_models_listed_by_name_have_a_sort_key():
    named = {
        model.__name__
        for model in apps.get_app_config("partnerships").get_models()
        if "sort_key" in {field.name for field in model._meta.fields}
    }
    ordered = {
        model.__name__
        for model in apps.get_app_config("partnerships").get_models()
        if "sort_key" in model._meta.ordering
    }

    # Partnerships are listed by their entry in the registry; by title, where it is asked.
    assert named - ordered == {"Partnership"}


def test_functions_fit_on_a_screen():
    long = {
        f"{name}.{node.name}: {node.end_lineno - node.lineno + 1}"
        for name, _path, tree in modules()
        if ".migrations" not in name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 30
    }

    assert long == set()


def test_files_stay_short():
    limits = {".py": 300, ".html": 100}
    long = {
        str(path.relative_to(ROOT))
        for path in tracked("*.py", "*.html")
        if "migrations" not in path.parts
        and len(path.read_text().splitlines()) > limits[path.suffix]
    }

    assert long == set()


def test_files_are_named_for_a_concept():
    drawers = {
        str(path.relative_to(ROOT))
        for path in tracked()
        if DRAWERS & {part.split(".")[0] for part in path.relative_to(ROOT).parts}
    }

    assert drawers == set()


def test_no_signal_receiver():
    receivers = {
        name
        for name, _path, tree in modules()
        for target in imported(tree)
        if target == "django.dispatch.receiver" or target.startswith("django.db.models.signals")
    }

    assert receivers == set()


# The only element « script » without an address: data, which browsers do not run.
DATA_BLOCK = "templates/components/data_block.html"


def test_templates_run_no_inline_code():
    inline = re.compile(
        r"""<style|\sstyle=|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*\ssrc=)"""
    )
    found = {
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked("templates/*.html")
        if "email" not in path.parts and str(path.relative_to(ROOT)) != DATA_BLOCK
        for match in inline.finditer(path.read_text())
    }

    assert found == set()


def test_one_template_writes_data_and_no_code():
    elements = re.findall("<script[^>]*>", (ROOT / DATA_BLOCK).read_text())

    assert elements == ['<script type="application/ld+json">']


def test_templates_ask_nobody_else():
    asks = re.compile(r"""(?:<(?:script|img|link|iframe)[^>]+(?:src|href))=["'](?:https?:)?//""")
    found = {
        str(path.relative_to(ROOT))
        for path in tracked("templates/*.html")
        if asks.search(path.read_text())
    }

    assert found == set()


def test_no_line_breaks_before_a_sign_of_french():
    breaks = re.compile(r"« | »|(?<=[\w»})’\]]) [?!;:](?![\w/=-])|(?<=}}) hab\.")
    found = {
        f"{path.relative_to(ROOT)}: {line.strip()[:80]}"
        for path in tracked("templates/*.html", "templates/*.txt")
        for line in re.sub(r"{#.*?#}", "", path.read_text()).splitlines()
        if breaks.search(line)
    }

    assert found == set()


def named_by_views():
    """Names of templates that generic views make: the address's name is that of the model."""
    for name, _route, entry in addresses():
        view_class = getattr(entry.callback, "view_class", None)
        if getattr(view_class, "template_name_suffix", None) and not view_class.template_name:
            yield f"{name.replace(':', '/')}.html"


def overridden():
    """Names of templates that packages bring and that ours replace."""
    installed = [Path(config.path) / "templates" for config in apps.get_app_configs()]
    return {
        str(path.relative_to(folder))
        for folder in [*installed, Path(apps.get_app_config("admin").path).parent / "forms"]
        for path in folder.rglob("*.*")
    }


def test_every_template_is_used():
    texts = [path.read_text() for path in tracked("*.py", "templates/*.html", "templates/*.txt")]
    text = "\n".join(texts)
    known = {
        *named_by_views(),
        *overridden(),
        "400.html",
        "404.html",
        "500.html",
        "403.html",
        "429.html",
        # Found by the administration, by the name of the model.
        "admin/partnerships/outboxmail/change_form.html",
    }
    unused = set()
    for path in tracked("templates/*.html", "templates/*.txt"):
        name = str(path.relative_to(TEMPLATES))
        mail = re.sub("_(officer|co_authority)$", "", path.stem)
        is_mail = path.parent.name == "email" and f'"{mail}"' in text
        # A mail about an account is named without the end of its two files.
        prefix = re.sub("_(subject|message).txt$", "", name)
        if name not in known and f'"{prefix}"' not in text and not is_mail:
            unused.add(name)

    assert unused == set()


def test_every_mail_is_of_one_event():
    """A new template of a mail is named in the table of `notifications/events.py`."""
    mails = {path.stem for path in tracked("templates/partnerships/email/*.txt")}

    assert {name for name in mails if not name.startswith("_")} - set(EVENT_OF) == set()
    assert sum(len(event.templates) for event in EVENTS) == len(EVENT_OF)


def test_subject_of_a_mail_stands_alone_above_an_empty_line():
    wrong = {
        path.name
        for path in tracked("templates/partnerships/email/*.txt")
        if "{% include" not in (lines := path.read_text().splitlines())[0] and lines[1:2] != [""]
    }

    assert wrong - {"_deadline.txt", "_dossiers.txt", "_waiting_drafts.txt"} == set()


def test_browser_tests_wait_for_functions():
    """A bare expression is evaluated anew at each look, which our CSP refuses after the first."""
    expression = re.compile(r"""wait_for_function\(\s*f?["']+(?!["']|\(?[\w, ]*\)? =>).*""")
    found = {
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in (ROOT / "tests" / "browser").rglob("*.py")
        for match in expression.finditer(path.read_text())
    }

    assert found == set()


def test_texts_name_no_machine():
    private = re.compile(
        r"/(?:home|Users|root|work)/[a-z]|(?<![a-z])/opt/(?!homebrew)|extra-index-url|--index-url"
    )
    found = {
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path.suffix not in {".xz", ".png", ".ico", ".mo"} and path.name != Path(__file__).name
        for match in private.finditer(path.read_text(errors="replace"))
    }

    assert found == set()


@pytest.mark.parametrize(
    "name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"]
)
def test_repository_says_what_it_is(name):
    assert (ROOT / name).read_text().strip()
