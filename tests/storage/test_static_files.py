from cncd_portal.storage.static_files import CollectedStaticFiles


def test_static_files_are_compressed_by_gzip_alone(tmp_path):
    (tmp_path / "page.css").write_text("a { color: black; }\n" * 100)
    store = CollectedStaticFiles(location=tmp_path)

    made = [name for _source, name in store.compress_files(["page.css"])]

    assert made == ["page.css.gz"]
