"""Several processes count the same registry: each follows what the others publish."""

import json
import os
import subprocess

import pytest
from django.db import connection
from django.http import QueryDict

from cncd_portal.database import one_instant
from partnerships.models import Partnership
from partnerships.publication.index import index_partnerships
from partnerships.publication.registry_version import registry_version
from partnerships.registry.facets.counts import HELD, CountedBySets, CountedBySql
from partnerships.registry.facets.held import HeldFacets, rebuild_facets
from partnerships.registry.filters import PartnershipFilterSet
from tests.factories.killing import begin, begin_and_kill
from tests.factories.partnerships import projection_of, published

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("facet_sets")]
# What another process does: it counts from the copy, publishes, suspends the page `{gone}`, and
# counts again, from what it held.
OTHER = """
import json
from django.db import transaction
from django.http import QueryDict
from partnerships.models import Partnership
from partnerships.publication.index import index_partnerships
from partnerships.publication.publish import NewPartnership, publish_many
from partnerships.registry.filters import PartnershipFilterSet
from partnerships.registry.facets.held import HELD
seen = []
def count():
    assert HELD.now() is not None
    seen.append(PartnershipFilterSet(QueryDict("q=fontaines")).count)
count()
projection = json.loads({projection!r})
publish_many([NewPartnership(projection, "wikidata")], reason="test")
count()
with transaction.atomic():
    Partnership.objects.filter(pk={gone}).update(is_suspended=True)
    index_partnerships([{gone}])
count()
print(json.dumps(seen))
"""
REBUILDER = """
from partnerships.registry.facets import held
held.FEW = 0
while True:
    held.rebuild_facets()
"""


def in_another_process(code, folder):
    environment = {**os.environ, "VAR_DIR": str(folder)}
    process = begin(code, stdout=subprocess.PIPE, text=True, env=environment)
    output, _errors = process.communicate(timeout=120)
    assert process.returncode == 0
    return output


def publish_elsewhere(folder, projection, gone):
    projection = json.dumps(projection)
    return json.loads(in_another_process(OTHER.format(projection=projection, gone=gone), folder))


def count():
    """As this process counts « fontaines », which is what SQL counts."""
    filterset = PartnershipFilterSet(QueryDict("q=fontaines"))
    sets = HELD.now()
    assert sets.version == registry_version()
    counts = CountedBySets(sets).counts(filterset)
    by_sql = CountedBySql().counts(filterset)
    assert {facet: +counts[facet] for facet in by_sql} == {f: +by_sql[f] for f in by_sql}
    return filterset.count


def test_two_processes_count_what_either_publishes(tmp_path):
    pages = [published(title="Fontaines") for _rank in range(3)]
    rebuild_facets()
    assert count() == 3

    seen = publish_elsewhere(tmp_path, projection_of(title="Fontaines"), pages[0].pk)

    assert seen == [3, 4, 3]
    assert count() == 3
    Partnership.objects.filter(pk=pages[1].pk).update(is_suspended=True)
    index_partnerships([pages[1].pk])
    assert count() == 2


def test_rows_and_counts_of_a_page_are_of_one_version(tmp_path):
    pages = [published(title="Fontaines") for _rank in range(2)]
    projection = projection_of(title="Fontaines")
    rebuild_facets()
    count()

    with one_instant():
        filterset = PartnershipFilterSet(QueryDict("q=fontaines"))
        publish_elsewhere(tmp_path, projection, pages[0].pk)
        shown = set(filterset.rows().values_list("pk", flat=True))
        assert shown == {page.pk for page in pages}
        assert filterset.count == 2
        with one_instant():
            assert count() == 2

    assert count() == 2
    after = PartnershipFilterSet(QueryDict("q=fontaines")).rows()
    assert set(after.values_list("pk", flat=True)) != shown


def test_a_transaction_may_write_after_pages_were_read_at_one_instant():
    with one_instant():
        assert registry_version() == 0
    page = published()
    with one_instant():
        assert Partnership.objects.get() == page
    if connection.vendor == "sqlite":
        assert connection.transaction_mode == "IMMEDIATE"


def test_a_process_killed_while_it_writes_the_copy_leaves_a_whole_one(tmp_path, monkeypatch):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    for _rank in range(20):
        published(title="Fontaines")
    path = tmp_path / "facets"

    for _time in range(3):
        path.unlink(missing_ok=True)
        begin_and_kill(REBUILDER, path.exists, seconds=60)

        assert HeldFacets().now().version == registry_version()
        assert count() == 20
