"""What both stores do alike: write once, whole or not at all, stream, forget."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.core.files.base import ContentFile, File
from django.urls import reverse

from cncd_portal.storage.bucket import BucketStore
from cncd_portal.storage.disk import PARTIAL, DiskStore
from cncd_portal.storage.store import Store

NAME = "ab/cd/abcd"


def content_of(store, name=NAME):
    with store.open(name) as file:
        return b"".join(file.chunks())


def test_both_kinds_are_stores(store):
    assert isinstance(store, Store)


def test_what_is_saved_is_read_again(store):
    content = os.urandom(300_000)

    name = store.save(NAME, ContentFile(content))

    assert (name, store.exists(NAME), store.size(NAME)) == (NAME, True, len(content))
    assert content_of(store) == content


def test_content_streams_by_pieces(store):
    store.save(NAME, ContentFile(b"0123456789"))

    with store.open(NAME) as file:
        pieces = [file.read(4), file.read(4), file.read(4), file.read(4)]

    assert pieces == [b"0123", b"4567", b"89", b""]


def test_name_is_written_once(store):
    store.save(NAME, ContentFile(b"first"))

    name = store.save(NAME, ContentFile(b"second"))

    assert (name, content_of(store)) == (NAME, b"first")


def test_deleted_content_is_gone_and_deleting_it_again_is_nothing(store):
    store.save(NAME, ContentFile(b"x"))

    store.delete(NAME)
    store.delete(NAME)

    assert not store.exists(NAME)
    with pytest.raises(FileNotFoundError):
        store.open(NAME)
    with pytest.raises(FileNotFoundError):
        store.size(NAME)


def test_all_names_are_told_and_not_what_is_being_written(store):
    assert list(store.all_names()) == []
    store.save(NAME, ContentFile(b"x"))
    store.save("root", ContentFile(b"x"))
    if isinstance(store, DiskStore):
        Path(store.location, PARTIAL, "half").write_bytes(b"half")

    assert sorted(store.all_names()) == [NAME, "root"]


def test_empty_content_is_kept(store):
    store.save(NAME, ContentFile(b""))

    assert (store.size(NAME), content_of(store)) == (0, b"")


class Broken(io.BytesIO):
    """A content whose sender goes away in the middle."""

    def read(self, size=-1):
        if self.tell() > 1000:
            raise ConnectionResetError
        return super().read(min(size, 1001) if size and size > 0 else 1001)


def test_content_that_breaks_in_the_middle_is_not_there(store):
    with pytest.raises(OSError, match=r"^$|does not answer"):
        store.save(NAME, File(Broken(b"x" * 5000), "x"))

    assert not store.exists(NAME)
    store.save(NAME, ContentFile(b"whole"))
    assert content_of(store) == b"whole"


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "a/../../b"])
def test_name_stays_in_the_store(store, name):
    with pytest.raises(SuspiciousOperation):
        store.save(name, ContentFile(b"x"))


@pytest.mark.django_db
def test_probe_writes_nothing(store, admin_client):
    before = _files(store)

    answer = admin_client.get(reverse("portal:health"))

    assert answer.json()["storage"] is True
    assert _files(store) == before


def _files(store):
    if isinstance(store, DiskStore):
        return [str(path) for path in Path(store.location).rglob("*") if path.is_file()]
    listed = store.client.list_objects_v2(Bucket=store.bucket).get("Contents", ())
    return [item["Key"] for item in listed]


@pytest.mark.django_db
def test_probe_says_that_the_bucket_does_not_answer(bucket, settings, client, caplog):
    absent = {"url": bucket.replace("portail", "absent")}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "cncd_portal.storage.bucket.BucketStore", "OPTIONS": absent},
    }

    answer = client.get(reverse("portal:health"))

    assert (answer.status_code, answer.json()) == (503, {"status": "down"})
    assert "storage does not answer" in caplog.text


def test_bucket_that_nobody_serves_is_an_error_of_the_store():
    store = BucketStore("s3://k:s@portail?endpoint=http%3A%2F%2F127.0.0.1%3A9")

    with pytest.raises(OSError, match="does not answer"):
        store.exists(NAME)


@pytest.mark.parametrize("url", ["https://bucket", "s3://", "portail"])
def test_setting_that_names_no_bucket_is_refused(url):
    with pytest.raises(ImproperlyConfigured):
        BucketStore(url)


KILLED = """
import sys, time
from django.conf import settings
settings.configure(MEDIA_ROOT=sys.argv[1])
from cncd_portal.storage.disk import DiskStore

class Slow:
    def chunks(self):
        yield b"half"
        print("half", flush=True)
        time.sleep(60)

DiskStore().save("ab/cd/abcd", Slow())
"""


def test_writer_killed_in_the_middle_leaves_no_half_file(tmp_path):
    writer = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", KILLED, str(tmp_path)],
        cwd=django_settings.BASE_DIR,
        stdout=subprocess.PIPE,
    )
    with writer:
        assert writer.stdout.readline() == b"half\n"
        writer.send_signal(signal.SIGKILL)
    store = DiskStore(location=tmp_path)

    assert not store.exists(NAME)
    left = list((tmp_path / PARTIAL).iterdir())
    store.prune()
    assert list((tmp_path / PARTIAL).iterdir()) == left
    yesterday = time.time() - 25 * 3600
    os.utime(left[0], (yesterday, yesterday))
    store.prune()
    assert list((tmp_path / PARTIAL).iterdir()) == []


def test_files_are_for_the_portal_alone(tmp_path):
    DiskStore(location=tmp_path / "files").save(NAME, ContentFile(b"x"))

    modes = {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "files").rglob("abcd")}
    assert modes == {"0o600"}
