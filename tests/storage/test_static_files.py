from cncd_portal.storage.static_files import CollectedStaticFiles, files_named


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
