"""A store that is slow to delete holds neither the database nor those who send files."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils import timezone

from cncd_portal.storage.disk import DiskStore
from partnerships.files import content
from partnerships.files.content import (
    LEAVING_MAX,
    delete_all_unused,
    delete_unused,
    is_claimed,
    store_generated,
    store_upload,
)
from partnerships.files.kind import PDF, CheckedFile
from partnerships.models import Phrase, StoredContent

pytestmark = pytest.mark.django_db(transaction=True)
BYTES = b"%PDF-1.4 une convention %%EOF"


class SlowStore(DiskStore):
    """Deletes once `goes` is set; `asked` is set when it is asked to."""

    asked, goes = Event(), Event()

    def delete(self, name):
        self.asked.set()
        assert self.goes.wait(20)
        super().delete(name)


class FailingStore(DiskStore):
    """Deletes contents, and none of the other sizes of pictures."""

    def delete(self, name):
        if "." in name:
            raise OSError("the store is down")
        super().delete(name)


class DownStore(DiskStore):
    def delete(self, name):
        raise OSError("the store is down")


def use(settings, store):
    backend = {"BACKEND": f"{store.__module__}.{store.__name__}"}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


def upload():
    return store_upload(ContentFile(BYTES), CheckedFile("convention.pdf", PDF))


def elsewhere(do, *arguments):
    """Calls `do` in a thread, with a connection of its own."""

    def run():
        try:
            return do(*arguments)
        finally:
            connection.close()

    return run


@pytest.fixture
def slow(settings):
    use(settings, SlowStore)
    SlowStore.asked.clear()
    SlowStore.goes.clear()
    with ThreadPoolExecutor(2) as threads:
        yield threads
        SlowStore.goes.set()


def is_kept(stored):
    return storages["default"].exists(stored.paths[0])


def test_others_write_while_a_content_is_deleted(slow):
    stored = upload()
    deletion = slow.submit(elsewhere(delete_unused, stored.sha256))
    assert SlowStore.asked.wait(10)

    start = time.monotonic()
    Phrase.objects.create(title="Phrase", text="Texte")
    seconds = time.monotonic() - start
    SlowStore.goes.set()
    deletion.result(20)

    assert seconds < 2
    assert not StoredContent.objects.exists()
    assert not is_kept(stored)


def test_a_content_sent_again_while_it_is_deleted_is_kept(slow):
    stored = upload()
    deletion = slow.submit(elsewhere(delete_unused, stored.sha256))
    assert SlowStore.asked.wait(10)
    again = slow.submit(elsewhere(upload))
    time.sleep(0.5)
    waited = not again.done()

    SlowStore.goes.set()
    deletion.result(20)
    kept = again.result(20)

    assert waited
    assert is_kept(kept)
    assert StoredContent.objects.get().leaving_since is None


def test_a_content_that_leaves_may_not_be_held(slow, monkeypatch):
    stored = upload()
    deletion = slow.submit(elsewhere(delete_unused, stored.sha256))
    assert SlowStore.asked.wait(10)
    monkeypatch.setattr(content, "WAIT_MAX", 0.2)

    with transaction.atomic():
        claimed = is_claimed(stored)
    with pytest.raises(OSError, match="is being deleted"):
        upload()
    with pytest.raises(OSError, match="is being deleted"):
        store_generated(BYTES)
    delete_unused(stored.sha256)  # left to who does it
    still = StoredContent.objects.count()
    SlowStore.goes.set()
    deletion.result(20)

    assert not claimed
    assert still == 1


def test_a_content_stays_where_the_store_is_down(settings):
    stored = upload()
    use(settings, DownStore)

    with pytest.raises(OSError, match="the store is down"):
        delete_unused(stored.sha256)

    assert StoredContent.objects.get().leaving_since is None


def test_a_content_that_lost_a_file_is_never_held_again(settings, monkeypatch):
    stored = upload()
    size = {"width": 400, "height": 300, "content_type": "image/webp"}
    StoredContent.objects.update(renditions=[size, size])
    use(settings, FailingStore)
    monkeypatch.setattr(content, "WAIT_MAX", 0.3)

    with pytest.raises(OSError, match="the store is down"):
        delete_unused(stored.sha256)

    assert not is_kept(stored)
    with pytest.raises(OSError, match="is being deleted"):
        upload()
    use(settings, DiskStore)
    StoredContent.objects.update(leaving_since=timezone.now() - LEAVING_MAX)
    assert is_kept(upload())


@pytest.mark.parametrize("finish", [upload, lambda: delete_all_unused(timezone.now())])
def test_a_deletion_that_died_is_ended_by_the_next(finish):
    stored = upload()
    died = timezone.now() - LEAVING_MAX - timedelta(days=2)
    StoredContent.objects.update(leaving_since=died, created_at=died)

    finish()

    again = StoredContent.objects.first()
    assert is_kept(stored) is (again is not None)
    assert again is None or again.leaving_since is None
