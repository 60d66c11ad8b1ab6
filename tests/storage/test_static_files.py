import io

import pytest
from django.core.management import call_command

from cncd_portal.storage.static_files import CollectedStaticFiles, files_named
from partnerships.management.commands.load_reference_data import reference_digests
from partnerships.models import ReferenceLoad


def test_static_files_are_compressed_by_gzip_alone(tmp_path):
    (tmp_path / "page.css").write_text("a { color: black; }\n" * 100)
    store = CollectedStaticFiles(location=tmp_path)

    made = [name for _source, name in store.compress_files(["page.css"])]

    assert made == ["page.css.gz"]


def test_a_sheet_names_the_files_beside_it():
    sheet = (
        '.a{mask-image:url(../icons/map/a.svg)}.b{src:url("fonts/b.woff2?#iefix")}'
        ".c{background:url(data:image/svg+xml;a)}.d{background:url('https://d.example/d.svg')}"
        ".e{background:url(/static/e.svg)}.f{filter:url(#f)}"
    )

    names = list(files_named("dsfr/dist/utility/utility.css", sheet))

    assert names == ["dsfr/dist/icons/map/a.svg", "dsfr/dist/utility/fonts/b.woff2"]


@pytest.mark.django_db
def test_prepare_collects_in_place_of_what_was_collected_before_if_asked(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    for name, digest in reference_digests().items():
        ReferenceLoad.objects.create(name=name, digest=digest)
    old = tmp_path / "old.css"
    old.write_text("")

    call_command("prepare", stdout=io.StringIO())
    assert list(tmp_path.iterdir()) == [old]
    call_command("prepare", static=True, stdout=io.StringIO())

    assert not old.exists()
    assert (tmp_path / "js/copy.js").exists()
