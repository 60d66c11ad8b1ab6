"""Each page loads the sheets of the components it shows, and no other."""

import re
from functools import cache

import pytest
from django.template import TemplateDoesNotExist, engines

from tests.modules import ROOT, tracked

TEMPLATES = ROOT / "templates"
# What base.html loads for every page.
EVERYWHERE = {"portal", "search-box"}
# Templates included by a name that Python gives, or whose HTML it keeps.
NAMED_BY_PYTHON = {
    "home.html": {"partnerships/components/_registry_map.html"},
    "partnerships/map/result_map.html": {"partnerships/map/_maps.html"},
    "partnerships/queue/_bulk_details.html": {
        "partnerships/queue/_bulk_decision.html",
        "partnerships/queue/_bulk_officers.html",
        "partnerships/queue/_bulk_opinions.html",
    },
}
# Partials that a shared template includes on one page only: partial → page.
ONE_PAGE_ONLY = {
    "partnerships/components/_review_ask.html": "partnerships/review/review_detail.html"
}

TEMPLATE = re.compile(r'"([\w/-]+\.html)"')
PARENT = re.compile(r'\{% extends "([^"]+)" %\}')
SHEET = re.compile(r'"css/([\w-]+)\.css"')
BLOCK = re.compile(r"\{% block css %\}(.*?)\{% endblock", re.DOTALL)
CLASS = re.compile(r'class="((?:[^"{]|\{%.*?%\}|\{\{.*?\}\})*)"')
OWN_CLASS = re.compile(r"\.(?!fr-)([a-zA-Z][\w-]*)")


@cache
def source(name):
    """Source of a template of ours or of a package, without comments; "" if there is none."""
    try:
        template, _origin = engines["django"].engine.find_template(name)
    except TemplateDoesNotExist:
        return ""
    return re.sub(r"\{#.*?#\}", "", template.source)


def parts(page):
    """All templates that `page` extends or includes, with itself."""
    found, left = set(), [page]
    while left:
        name = left.pop()
        if name not in found and ONE_PAGE_ONLY.get(name, page) == page:
            found.add(name)
            left += [*TEMPLATE.findall(source(name)), *NAMED_BY_PYTHON.get(name, ())]
    return found


@cache
def classes(name):
    """Classes in a template; a part that depends on a variable is « * », as in `step--*`."""
    found = set()
    for written in CLASS.findall(source(name)):
        without_tags = re.sub(r"\{%.*?%\}", " ", written)
        found |= set(re.sub(r"\{\{.*?\}\}", "*", without_tags).split())
    return found


@cache
def sheets():
    """Class → sheets that style it. A selector styles the last class of ours that it names."""
    found = {}
    for path in tracked("static/css/*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        for selectors in re.findall(r"([^{}]+)\{", text):
            for selector in re.split(r",(?![^()]*\))", selectors):
                own = OWN_CLASS.findall(selector)
                if own and not selector.strip().startswith("@"):
                    found.setdefault(own[-1], set()).add(path.stem)
    return found


def is_written(name, written):
    prefix, star, _rest = written.partition("*")
    return name == written or bool(star and prefix and name.startswith(prefix))


def shown(page):
    """Sheets that style a class of `page`."""
    written = {name for part in parts(page) for name in classes(part)}
    return {
        sheet
        for name, of_name in sheets().items()
        if any(is_written(name, each) for each in written)
        for sheet in of_name
    }


def loaded(page):
    """Sheets that `page` loads, those inherited from its parent included."""
    parent, block = PARENT.search(source(page)), BLOCK.search(source(page))
    of_parent = loaded(parent[1]) if parent else set(SHEET.findall(source(page)))
    if block is None:
        return of_parent
    kept = of_parent if "block.super" in block[1] else of_parent & EVERYWHERE
    return kept | set(SHEET.findall(block[1]))


def pages():
    """Templates that extend base.html, directly or not, and are not frames themselves."""
    for path in tracked("templates/*.html"):
        name = str(path.relative_to(TEMPLATES))
        if "base.html" in parts(name) and not path.name.endswith("base.html"):
            yield name


@pytest.mark.parametrize("page", sorted(pages()))
def test_page_loads_exactly_the_sheets_it_needs(page):
    assert loaded(page) - EVERYWHERE == shown(page) - EVERYWHERE


def test_class_is_styled_in_one_sheet():
    assert {name: found for name, found in sheets().items() if len(found) > 1} == {}


def test_table_that_may_scroll_takes_focus():
    """On a phone, a table whose cells do not stack is wider than the screen."""
    scrolling = re.compile(
        r'<div class="(fr-table(?: [^"]*)?)">.*?class="fr-table__content"([^>]*)>', re.DOTALL
    )
    without = {
        str(path.relative_to(ROOT))
        for path in tracked("templates/*.html")
        for classes_of, attributes in scrolling.findall(path.read_text())
        if "stacked" not in classes_of.split() and 'tabindex="0"' not in attributes
    }

    assert without == set()


def test_styled_classes_are_used():
    written = {
        name
        for path in tracked("templates/*.html")
        for name in classes(str(path.relative_to(TEMPLATES)))
    }
    code = tracked("static/js/*.js", "cncd_portal/templatetags/*.py")
    code = "\n".join(path.read_text() for path in code)
    written |= {f"{name}*" for name in re.findall(r"([\w-]+--)\{\w+\}", code)}
    unused = {
        name
        for name in sheets()
        if not any(is_written(name, each) for each in written)
        and not re.search(rf"(?<![\w-]){name}(?![\w-])", code)
    }

    assert unused == set()
