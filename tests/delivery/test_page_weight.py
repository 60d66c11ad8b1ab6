"""What a first visit downloads, page by page: the table is a budget, and fails on growth."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.staticfiles.finders import find
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse

from cncd_portal.storage.pruned_css import CLASS, UsedClasses, pruned, without_comments
from cncd_portal.storage.static_files import PRUNED, files_named
from partnerships.imports.reference.lists import load_lists
from tests.browser.pages import PAGES
from tests.browser.world import World
from tests.factories.accounts import sign_in
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<link rel="stylesheet" href="/static/([^"]+)"(?![^>]*print)')
SCRIPT = re.compile(r'<script[^>]* src="/static/([^"]+)"')
# Page → kilobytes compressed, fonts apart, and requests: of the page, its sheets and its scripts.
BUDGETS = {
    "portal:home": (98, 14),
    "partnerships:registry": (102, 14),
    "partnerships:registry_table": (101, 13),
    "partnerships:map": (119, 16),
    "partnerships:figures": (102, 13),
    "partnerships:partnership_detail": (90, 15),
    "partnerships:comparison": (90, 11),
    "proposals:proposal_list": (90, 10),
    "account_login": (90, 12),
}
SCRIPTS_BUDGET = 60
# What a script loads once the page is there, in kilobytes compressed.
LATER = re.compile(r'data-(?:leaflet|sheet|near)="/static/([^"]+)"')
LATER_BUDGET = 76


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The folder of the static files, as in service."""
    folder = tmp_path_factory.mktemp("static")
    backend = "cncd_portal.storage.static_files.CollectedStaticFiles"
    files = {"BACKEND": "cncd_portal.storage.disk.DiskStore"}
    storages = {"default": files, "staticfiles": {"BACKEND": backend}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


def kilobytes(path: Path) -> float:
    compressed = path.with_name(f"{path.name}.gz")
    return (compressed if compressed.exists() else path).stat().st_size / 1024


@pytest.fixture(scope="module")
def partnerships(shared_rows):
    """A page of results."""
    titles = [f"Éclairage public partagé {rank}" for rank in range(20)]
    return [published(title=title, summary="Un résumé. " * 20) for title in titles]


def address_of(name, partnerships):
    if name == "partnerships:partnership_detail":
        return partnerships[0].get_absolute_url()
    if name == "partnerships:comparison":
        keys = [each.lead_authority.key for each in partnerships[:4]]
        return f"{reverse(name)}?{urlencode({'collectivite': keys}, doseq=True)}"
    return reverse(name)


@pytest.mark.parametrize("name", BUDGETS)
def test_first_visit_is_light(collected, partnerships, name):
    text = Client().get(address_of(name, partnerships)).content.decode()
    sheets, scripts = LINK.findall(text), SCRIPT.findall(text)

    of_scripts = sum(kilobytes(collected / script) for script in scripts)
    of_page = len(gzip.compress(text.encode())) / 1024
    total = of_page + of_scripts + sum(kilobytes(collected / sheet) for sheet in sheets)

    assert of_scripts <= SCRIPTS_BUDGET
    assert (round(total), 1 + len(sheets) + len(scripts)) <= BUDGETS[name]
    assert 1 + len(sheets) + len(scripts) <= BUDGETS[name][1]


def test_what_the_map_loads_after_its_page_is_light(collected):
    seat = LocalAuthorityFactory(latitude=47.2, longitude=-1.6, precision="typed")
    published([seat], [InternationalPartnerFactory(latitude=12.6, longitude=-8.0)])
    text = Client().get(reverse("partnerships:map")).content.decode()

    later = LATER.findall(text)

    assert len(later) == 3
    assert sum(kilobytes(collected / name) for name in later) <= LATER_BUDGET


def test_icons_that_the_sheets_name_are_collected_and_no_other(collected):
    icons = {path.relative_to(collected) for path in collected.rglob("dsfr/dist/icons/*/*.svg")}
    named = {
        Path(name)
        for sheet in PRUNED
        for name in files_named(sheet, (collected / sheet).read_text())
        if name.startswith("dsfr/dist/icons/")
    }

    assert Path("dsfr/dist/icons/system/search-line.svg") in named
    # Each stands there with and without its digest.
    assert {path for path in icons if path.name.count(".") == 1} == named
    assert len(icons) == 2 * len(named)
    assert not list(collected.glob("dsfr/dist/artwork/pictograms"))


def classes_of(css: str) -> set[str]:
    heads = [before.rpartition("}")[2] for before in css.split("{")[:-1]]
    return {name.replace("\\", "") for head in heads for name in CLASS.findall(head)}


def test_sheets_keep_every_class_that_a_page_has(collected, settings, tmp_path):
    """All pages of the browser's tests, for who looks at them there."""
    settings.DEMONSTRATION, settings.DEMONSTRATION_MAILS = True, str(tmp_path)
    load_lists()
    for command in ("load_proposals", "set_up_roles"):
        call_command(command, verbosity=0)
    world, written = World(), set()
    for person, address in PAGES.values():
        client = Client()
        if person:
            sign_in(client, getattr(world, person))
        text = client.get(address(world)).content.decode()
        written |= {
            name for words in re.findall(r'class="([^"]*)"', text) for name in words.split()
        }
    assert len(written) > 300

    for name in PRUNED:
        whole = classes_of(Path(find(name)).read_text())
        lost = whole - classes_of((collected / name).read_text())
        assert len(lost) > len(whole) / 3
        assert written & lost == set()


class Some:
    """Tells as used the classes that begin with « used »."""

    def __contains__(self, name):
        return name.startswith("used")


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".used{a:b}.lost{a:b}", ".used{a:b}"),
        (".lost,.used .used-2{a:b}", ".used .used-2{a:b}"),
        ("a.used:not(.lost){a:b}", "a.used:not(.lost){a:b}"),
        (":is(.used,.lost) b{a:b}", ":is(.used,.lost) b{a:b}"),
        (".used\\:lost{a:b}.lost\\:used{a:b}", ".used\\:lost{a:b}"),
        ("@media print{.lost{a:b}}@media x{.used{a:b}}", "@media x{.used{a:b}}"),
        ('@charset "UTF-8";/*! licence */.lost,a{a:b}', '@charset "UTF-8";/*! licence */a{a:b}'),
        ('.used:before{content:"}.lost{"}', '.used:before{content:"}.lost{"}'),
        (".used{a:url(data:x;{})}p{a:b}", ".used{a:url(data:x;{})}p{a:b}"),
        ("@font-face{a:b}:root{--x:1}", "@font-face{a:b}:root{--x:1}"),
        ("/*! md */@font-face{a:b}", "/*! md */@font-face{a:b}"),
        (".lost\\@md{a:b}.used\\@md{a:b}", ".used\\@md{a:b}"),
    ],
)
def test_unused_classes_are_pruned(css, kept):
    assert pruned(css, Some()) == kept


def test_our_sheets_are_collected_without_their_comments(collected):
    sheets = list((collected / "css").glob("*.css"))

    assert sheets
    assert [path.name for path in sheets if "/*" in path.read_text()] == []


def test_what_looks_like_a_comment_in_a_text_stays():
    css = '/* one */a::before { content: "/* text */"; }/* two\nlines */b { c: url(/*/d.svg); }'

    assert without_comments(css) == ('a::before { content: "/* text */"; }b { c: url(/*/d.svg); }')


def test_class_of_one_width_is_used_where_it_is_written():
    used = UsedClasses(['<td class="fr-cell--fixed@md">'], "")

    assert "fr-cell--fixed@md" in used
    assert "fr-cell--fixed@lg" not in used


def test_class_that_a_variable_or_the_script_completes_is_used():
    used = UsedClasses(
        ['<p class="fr-alert fr-alert--{{ type }} fr-modal">'],
        'selector("modal--opened","tabs__x")',
    )

    assert {
        name
        for name in ("fr-alert--error", "fr-modal--opened", "fr-tabs__x", "fr-card", "fr-alerts")
        if name in used
    } == {"fr-alert--error", "fr-modal--opened"}


def test_no_face_is_loaded_for_the_hints_of_fields(collected):
    """The design system writes them in italics, a face of 44 KB that nothing else uses."""
    assert "::placeholder {\n  font-style: normal" in (collected / "css/portal.css").read_text()
