"""`verify_store` by slices, and what the store holds that no row knows."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from partnerships.files import verification
from partnerships.files.verification import verify_slice
from partnerships.models import StoreCheck, StoredContent, stored_path
from tests.factories.data_exports import attached
from tests.factories.dossiers import dossier_in
from tests.factories.tampering import overwrite, overwrite_content, verify

pytestmark = pytest.mark.django_db


def test_file_that_no_row_names_is_told_and_is_no_fault(store):
    attached(dossier_in("draft"))
    store.save("zz/zz/étranger", ContentFile(b"x"))

    is_intact, text = verify()

    assert is_intact
    assert "« zz/zz/étranger » n’est connu d’aucune ligne" in text


def test_slices_walk_the_whole_store_and_begin_again(monkeypatch):
    monkeypatch.setattr(verification, "BATCH", 2)
    dossier = dossier_in("draft")
    files = [attached(dossier, b"%PDF" + bytes([n]), f"{n}.pdf") for n in range(5)]
    keys = list(StoredContent.objects.order_by("pk").values_list("pk", flat=True))
    overwrite_content(files[0].sha256)
    overwrite_content(files[4].sha256)
    now = timezone.now()

    checks = [verify_slice(now + timedelta(days=n)) for n in range(4)]

    assert [each.place for each in checks] == [keys[1], keys[3], 0, keys[1]]
    assert [len(each.faults) for each in checks] == [1, 1, 2, 2]
    assert [each.ended_at for each in checks] == [None, None, *[now + timedelta(days=2)] * 2]
    assert StoreCheck.objects.count() == 1


def test_slice_of_the_day_is_read_once_and_a_mended_content_is_no_longer_told(store):
    file = attached(dossier_in("draft"))
    overwrite_content(file.sha256)
    now = timezone.now()
    assert len(verify_slice(now).faults) == 1
    overwrite(stored_path(file.sha256), b"%PDF-1.7 convention")

    assert len(verify_slice(now).faults) == 1
    assert verify_slice(now + timedelta(days=1)).faults == []


def test_slice_tells_what_was_found_and_fails():
    file = attached(dossier_in("draft"))
    assert verify(slice=True)[0]
    StoreCheck.objects.all().delete()
    overwrite_content(file.sha256)

    assert file.file_name in verify(slice=True)[1]
