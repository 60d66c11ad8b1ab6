"""Where code stands and what it may import: the kernel in layers, the pages by area."""

import ast
import re
from collections import Counter, defaultdict

import pytest

from tests.modules import ROOT, imported, modules, tracked

# Packages of `partnerships`, each may import those above it; those of one line, not each other.
LAYERS = [
    [
        "models",
        "analysis",
        "sort_key",
        "apps",
        "articles",
        "country_languages",
        "identifiers",
        "names",
        "precise_date",
        "proximity",
        "svg_file",
        "near_spelling",
    ],
    ["files", "country_names", "country_options", "former_places"],
    ["document"],
    ["papers"],
    ["permissions", "charts"],
    ["publication"],
    ["notifications"],
    ["workflow"],
    ["people", "cleaning", "anchors", "reports"],
    ["registry"],
    ["maps"],
    ["imports"],
    ["pages", "admin"],
    ["urls", "management"],
]
# Areas of `pages` that import another one, and why. `components` is for all, and imports none.
BETWEEN_AREAS = {
    ("embeds", "map"): "a map in the page of another site is the one of its page",
    ("members", "papers"): "the archive of one’s data has each dossier as it is printed",
    ("queue", "papers"): "the pack of several dossiers has each as it is printed",
    ("propositions", "public"): "the partnerships that carry a proposition are told as in profiles",
    ("queue", "decisions"): "a decision on many judges the propositions of one as alone",
    ("review", "decisions"): "the page of a dossier holds the form of its decision",
    ("review", "opinions"): "the page of a dossier shows its opinions",
    ("review", "queue"): "the page of a dossier leads to its neighbours in the queue",
}
MODULE_LIMIT = 30  # of a folder
WITHOUT_LIMIT = {"models", "migrations"}


def package(module):
    """The package of `partnerships` that `module` stands in; "" elsewhere."""
    parts = module.split(".")
    return parts[1] if parts[0] == "partnerships" and len(parts) > 1 else ""


def rank(name):
    return next((n for n, layer in enumerate(LAYERS) if name in layer), None)


def area(module):
    parts = module.split(".")
    return parts[2] if parts[:2] == ["partnerships", "pages"] and len(parts) > 2 else ""


def arrows():
    """(module, what it imports), both of `partnerships`, once each."""
    for name, _path, tree in modules():
        for target in dict.fromkeys(imported(tree)):
            if package(name) and package(target):
                yield name, target


def areas():
    return {path.name for path in (ROOT / "partnerships/pages").iterdir() if path.is_dir()}


def test_packages_import_those_above_them():
    wrong = {
        f"{name} imports {target}"
        for name, target in arrows()
        if (mine := package(name)) != (other := package(target))
        if rank(mine) is not None and rank(other) is not None and rank(other) >= rank(mine)
        if not {mine, other} <= set(LAYERS[0])
    }

    assert wrong == set()


def test_every_package_has_its_layer():
    packages = {package(name) for name, _path, _tree in modules()} - {""}

    assert packages - {name for layer in LAYERS for name in layer} == {"migrations"}


def test_areas_import_components_and_what_the_table_says():
    found = {
        (area(name), area(target))
        for name, target in arrows()
        if area(name) and area(target) and area(name) != area(target)
    }

    assert {pair for pair in found if pair[1] != "components"} == set(BETWEEN_AREAS)


def test_an_area_has_its_addresses_and_its_templates():
    pages = areas() - {"components", "__pycache__"}
    templates = {path.name for path in (ROOT / "templates/partnerships").iterdir()}

    assert {
        name for name in pages if not (ROOT / f"partnerships/pages/{name}/urls.py").exists()
    } == set()
    # Papers are set by typst, from `partnerships/papers/`.
    assert templates == pages - {"papers"} | {"components", "email"}


@pytest.mark.parametrize("app", ["proposals", "cncd_portal.accounts"])
def test_independent_apps_import_nothing_of_ours(app):
    ours = ("partnerships", "proposals", "cncd_portal")
    foreign = {
        f"{name} imports {target}"
        for name, _path, tree in modules()
        if f"{name}.".startswith(f"{app}.")
        for target in imported(tree)
        if target.split(".")[0] in ours and not f"{target}.".startswith(f"{app}.")
    }

    assert foreign == set()


def test_packages_export_models_alone():
    exporting = {
        name for name, path, tree in modules() if path.name == "__init__.py" and any(imported(tree))
    }

    assert exporting == {
        "partnerships.admin",
        "partnerships.document.steps",
        "partnerships.models",
        "proposals.models",
    }


def test_folders_stay_small():
    counts = Counter(path.parent for path in tracked("*.py") if path.name != "__init__.py")
    large = {
        str(folder.relative_to(ROOT)): count
        for folder, count in counts.items()
        if count > MODULE_LIMIT and folder.name not in WITHOUT_LIMIT
    }

    assert large == {}


# Class names of the design system, and the only templates that may write them.
COMPONENTS = {
    "fr-alert": {"components/alert.html"},
    "fr-input-group": {"components/field.html", "components/text_field.html"},
    "fr-select-group": {"components/field.html", "components/select_field.html"},
}
# Fields that autosave follows have their own template: it needs the digest of the initial text
# beside each field, and a container for errors that appear while the person types.
AUTOSAVED_FIELD = "partnerships/components/_typed_field.html"


@pytest.mark.parametrize("name", COMPONENTS)
def test_design_system_blocks_are_written_in_components_only(name):
    templates = ROOT / "templates"
    found = {
        str(path.relative_to(templates))
        for path in tracked("templates/*.html")
        if name in path.read_text()
    }

    assert found - {AUTOSAVED_FIELD} == COMPONENTS[name]


def room(name):
    """What a public name must be unique in: an area of pages, or a package."""
    parts = name.split(".")
    return ".".join(parts[:3] if parts[1:2] == ["pages"] else parts[:2])


def test_no_two_public_names_are_alike_in_a_package():
    places = defaultdict(set)
    for name, _path, tree in modules():
        if ".migrations." in name or ".management." in name:
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                places[room(name), node.name].add(name)

    assert {key: names for key, names in places.items() if len(names) > 1} == {}


def test_what_is_ours_is_renamed_and_not_aliased():
    ours = ("partnerships", "proposals", "cncd_portal")
    aliased = {
        f"{name}: {alias.name} as {alias.asname}"
        for name, path, tree in modules()
        if path.name not in ("urls.py", "__init__.py", "apps.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] in ours
        for alias in node.names
        if alias.asname
    }

    assert aliased == set()


STATUS_FIELDS = ("status", "state", "outcome", "answer")


def compared_with_text(tree):
    """Yields the lines that compare or filter a field of STATUS_FIELDS with a text."""

    def is_text(node):
        values = node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else [node]
        return any(
            isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value
            for each in values
        )

    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg:
            field = node.arg.removesuffix("__in").rpartition("__")[2]
            found = field in STATUS_FIELDS and isinstance(node.value, ast.Constant | ast.List)
            if found and is_text(node.value):
                yield node.value.lineno
        elif isinstance(node, ast.Compare):
            field = getattr(node.left, "attr", "")
            if field in STATUS_FIELDS and is_text(node.comparators[0]):
                yield node.lineno


def test_no_status_is_a_bare_string():
    bare = {
        f"{name}:{line}"
        for name, _path, tree in modules()
        if ".migrations." not in name
        for line in compared_with_text(tree)
    }
    pattern = re.compile(rf"\b({'|'.join(STATUS_FIELDS)}) *[!=]= *[\"']")
    for path in tracked("templates/*.html", "templates/*.txt"):
        if pattern.search(path.read_text()):
            bare.add(str(path.relative_to(ROOT)))

    assert bare == set()
