"""What people send is read in linear time, and no pattern of ours is forgotten."""

import ast
import json
import subprocess
import sys

from django.conf import settings

from tests.linear import Letters, row
from tests.linear_patterns import DJANGO, OURS, ROWS
from tests.modules import modules

SETUP = "import django; django.setup(); "
# Patterns never applied to what people send, and why.
NEVER_SENT = {
    "partnerships.papers.undrawn.NAMED": "errors of typst",
    "partnerships.registry.rows.YEAR_AT_END": "names of the sources of imports",
    "partnerships.registry.answer.WITH_CODE": "names of authorities and of partners",
    "cncd_portal.accounts.migrations.0005_visible_addresses.SHOWN_AS_NOTHING": "addresses, once",
    "partnerships.migrations.0005_mail_dossier.REFERENCE": "mails of the portal, once",
    "partnerships.migrations.0005_mail_dossier.IDENTIFIER": "mails of the portal, once",
    "partnerships.imports.reference.other_names.SOFT_SIGN": "names of GeoNames",
    "partnerships.imports.twinnings.towns.WIDER_THAN_A_TOWN": "names of at most 80 characters",
    "partnerships.imports.twinnings.towns.MUNICIPALITY_OF": "names of at most 80 characters",
    "partnerships.imports.twinnings.towns.NAME_WITH_LOCATION": "names of at most 80 characters",
    "partnerships.imports.twinnings.towns.SPA": "names of at most 80 characters",
    "partnerships.imports.twinnings.towns.IN_TWO_LANGUAGES": "names of at most 80 characters",
    "partnerships.imports.twinnings.rows.BARE_IDENTIFIER": "names of at most 80 characters",
    "partnerships.imports.twinnings.rows.ITEM": "lines of at most 20,000 bytes, of a file of ours",
    "partnerships.pages.public.partnership.partnership_sentence.NAMED_AS_FEMININE": "names",
    "partnerships.pages.public.partnership.partnership_sentence.KIND_AT_END": "names",
    "partnerships.imports.twinnings.rows: '[+-]?\\\\d{1,12}(\\\\.\\\\d{0,30})?'": "a file of ours",
    "partnerships.publication.public_version.DEFINITION": "statements of ours",
    "partnerships.publication.public_version.WRITING": "statements of ours, their parameters apart",
    "partnerships.files.zip_archive: '[\\ud800-\\udfff]'": "one class, JSON of the portal",
}
REPORT = "from tests import linear, linear_patterns; linear.report(linear_patterns.ROWS.values())"
# What reads style sheets of ours, when they are collected.
OF_FILES = ("cncd_portal.storage.pruned_css", "cncd_portal.storage.static_files")
# Calls that take a pattern; of `re`, and of Django.
OF_RE = {"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"}
OF_DJANGO = {"RegexValidator", "re_path", "_lazy_re_compile"}


def run(code):
    program = [sys.executable, "-c", SETUP + code]
    result = subprocess.run(  # noqa: S603
        program, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_worst_megabyte_is_read_within_five_seconds():
    assert json.loads(run(REPORT)) == []


def test_quadratic_pattern_is_seen():
    """What the test above would say of one: the process ends by a signal."""
    assert json.loads(run("from tests import linear; linear.try_quadratic()")) < 0


def is_pattern(call):
    function = call.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.value.id == "re" and function.attr in OF_RE
    return isinstance(function, ast.Name) and function.id in OF_DJANGO


def calls(node, place):
    """(where it stands, call) of each pattern: the name of its constant, or of its function."""
    for child in ast.iter_child_nodes(node):
        inner = place
        if isinstance(child, ast.Assign) and not place and isinstance(child.targets[0], ast.Name):
            inner = child.targets[0].id
        elif isinstance(child, ast.FunctionDef | ast.ClassDef):
            inner = f"{child.name}()"
        if isinstance(child, ast.Call) and is_pattern(child):
            yield place, child
        yield from calls(child, inner)


def patterns():
    """A name for each pattern: that of its constant, or its text, or the function that makes it."""
    for module, _path, tree in modules():
        for place, call in calls(tree, ""):
            argument = call.args[0]
            if place and not place.endswith("()"):
                yield f"{module}.{place}"
            elif isinstance(argument, ast.Constant | ast.Name):
                yield f"{module}: {ast.unparse(argument)}"
            else:
                yield f"{module}.{place.removesuffix('()')}"


def test_each_pattern_is_tried_or_never_sent():
    tried = {name for each in ROWS.values() for name in each.patterns}

    sent = {name for name in patterns() if not name.startswith(OF_FILES)}
    assert sent == tried | set(NEVER_SENT)
    assert tried & set(NEVER_SENT) == set()


def test_normalisation_is_ours():
    """That of Python sorts marks in quadratic time: only for what is known to be short."""
    found = {
        module
        for module, path, tree in modules()
        for node in ast.walk(tree)
        if "migrations" not in path.parts
        and isinstance(node, ast.Attribute)
        and ast.unparse(node) == "unicodedata.normalize"
    }

    assert found == {"partnerships.analysis", "cncd_portal.accounts.email_address"}


def test_letters_make_a_megabyte():
    assert len(Letters("é", "a", "b").text) == 500_002
    assert len(Letters(b"ab").text) == 1_000_000
    assert len(ROWS) == len([*OURS, *DJANGO])
    assert row(len, "a", "é").letters == (Letters("é"),)
