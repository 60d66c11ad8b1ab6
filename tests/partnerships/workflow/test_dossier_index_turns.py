"""On SQLite, which has one writer, others write while the index of officers is made anew."""

import subprocess
import time

import pytest

from partnerships.models import Dossier, DossierIndex
from partnerships.workflow.index import reindex_dossiers
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.killing import begin

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]
SECONDS = 1
# Slices of one dossier, as long as those of many.
SLOWLY = f"""
import time
from cncd_portal.database import pausing_between_transactions
from partnerships.workflow import index
index.BATCH = 1
read = index._indexed_dossiers
def read_slowly(ids):
    print("slice", flush=True)
    time.sleep({SECONDS})
    return read(ids)
index._indexed_dossiers = read_slowly
with pausing_between_transactions():
    index.reindex_dossiers()
"""


def test_others_write_between_the_slices_and_a_killed_run_is_begun_again():
    member = MemberFactory()
    dossiers = [dossier_in("submitted", member=member) for _rank in range(4)]
    process = begin(SLOWLY, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline()
        start = time.monotonic()
        Dossier.objects.filter(pk=dossiers[0].pk).update(title="Écrit entre-temps")
        waited = time.monotonic() - start
        assert process.poll() is None
        indexed = DossierIndex.objects.count()
    finally:
        process.kill()
        process.communicate()

    assert waited < 2.5 * SECONDS
    assert indexed == len(dossiers)
    assert reindex_dossiers() == len(dossiers)
