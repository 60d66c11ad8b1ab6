"""The French catalogue holds every text of the interface, as it is written, with its plural."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation.template import templatize

from tests.test_consistency import ROOT, TEMPLATES, modules, tracked

FOLDER = Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES"
PLURALS = {"ngettext", "ngettext_lazy"}
CALLS = {"_", "gettext", "gettext_lazy", *PLURALS}
CALL_IN_TEMPLATE = re.compile(
    r"\b(?:gettext|_|ngettext)\((u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))"
)


@pytest.fixture(scope="module")
def compiled():
    with (FOLDER / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def in_modules():
    for _name, _path, tree in modules():
        for node in ast.walk(tree):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id
            if called in CALLS and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def in_templates():
    for path in tracked("templates/*.html", "templates/*.txt"):
        marked = templatize(path.read_text(), origin=str(path.relative_to(TEMPLATES)))
        yield from (ast.literal_eval(found) for found in CALL_IN_TEMPLATE.findall(marked))


def test_every_text_is_in_the_catalogue(compiled):
    known = {key[0] if isinstance(key, tuple) else key for key in compiled._catalog}

    assert {*in_modules(), *in_templates(), ""} == known, "run `make messages`"


def test_french_has_its_own_plural(compiled):
    assert [compiled.plural(count) for count in (0, 1, 2)] == [0, 0, 1]


def test_every_plural_is_filled(compiled):
    singular = {key[0] for key in compiled._catalog if isinstance(key, tuple) and key[1] == 0}
    plural = {key[0] for key in compiled._catalog if isinstance(key, tuple) and key[1] == 1}

    assert singular == plural
    assert singular


def test_compiled_catalogue_is_in_step(compiled):
    header, *entries = (FOLDER / "django.po").read_text().replace('"\n"', "").split("\n\n")
    lines = [line for entry in entries for line in entry.splitlines()]
    translations = [
        ast.literal_eval(line.split(" ", maxsplit=1)[1])
        for line in lines
        if line.startswith("msgstr")
    ]

    assert 'msgid ""' in header
    assert sorted(translations) == sorted(text for key, text in compiled._catalog.items() if key)


def test_catalogue_is_one_of_this_repository():
    assert (FOLDER / "django.mo") in tracked(str(FOLDER.relative_to(ROOT)))
