"""The index and the kept counts stay in step with what is public."""

import io

import pytest
from django.core.management import call_command
from django.db import connection

from partnerships.models import FacetCount, Partnership, PartnershipFacet, Provenance
from partnerships.publication.counts import key_figures
from partnerships.publication.index import index_partnerships, reindex
from partnerships.registry.search import search
from partnerships.workflow import Action, create_amendment
from partnerships.workflow.index_check import index_faults
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
CONTRIBUTION = {"uuid": "1" * 32, "proposal": 5, "statement": "Données ouvertes."}


def counts():
    kept = FacetCount.objects.filter(count__gt=0).order_by("facet", "value")
    return list(kept.values_list("facet", "value", "count"))


INDEXED = {
    "sqlite": "SELECT rowid FROM partnerships_search ORDER BY 1",
    "postgresql": "SELECT partnership_id FROM partnerships_search ORDER BY 1",
}


def index():
    with connection.cursor() as cursor:
        cursor.execute(INDEXED[connection.vendor])
        return [pk for (pk,) in cursor.fetchall()]


def test_publication_keeps_the_figures_of_the_home_page():
    authority, partner = LocalAuthorityFactory(), InternationalPartnerFactory()
    published([authority], [partner])
    published([authority], [partner], provenance=Provenance.WIKIDATA)
    published([authority, LocalAuthorityFactory()], [InternationalPartnerFactory()])

    figures = key_figures()

    assert (figures.partnerships, figures.declared, figures.imported) == (3, 2, 1)
    assert (figures.authorities, figures.partners, figures.countries) == (2, 2, 1)


def test_an_empty_registry_has_figures():
    assert key_figures().partnerships == 0
    assert index_faults() == []


def test_an_amendment_moves_the_counts():
    member = MemberFactory()
    proposal = ProposalFactory(number=5)
    partnership = dossier_in("closed", member=member).partnership
    amendment = create_amendment(partnership, member.user)
    uuid = "11111111-1111-4111-8111-111111111111"
    amendment.buffer = {
        **amendment.buffer,
        "kind": "twinning",
        "contributions": [uuid],
        f"contributions.{uuid}.proposal": "5",
        f"contributions.{uuid}.statement": "Données ouvertes.",
    }
    amendment.save()
    officer = partnership.dossiers.get(kind="registration").reviewer
    act(amendment, Action.SUBMIT, member.user)
    act(amendment, Action.START_REVIEW, officer)

    act(amendment, Action.ACCEPT, officer, grounds="Conforme.")

    assert FacetCount.objects.get(facet="type", value="agreement").count == 0
    assert FacetCount.objects.get(facet="type", value="twinning").count == 1
    assert FacetCount.objects.get(facet="all").count == 1
    proposal.refresh_from_db()
    assert proposal.partnership_count == 1


def test_what_is_suspended_leaves_the_index_and_comes_back():
    ProposalFactory(number=5)
    partnership = published(contributions=[CONTRIBUTION], title="Zorglub")
    before = counts()
    Partnership.objects.update(is_suspended=True)

    index_partnerships([partnership.pk])

    assert counts() == []
    assert index() == []
    assert index_faults() == []
    Partnership.objects.update(is_suspended=False)
    assert index_faults()
    index_partnerships([partnership.pk])
    assert counts() == before
    assert list(search(Partnership.objects.all(), "zorglub")) == [partnership]


def test_reindex_gives_what_publication_kept():
    proposal = ProposalFactory(number=5)
    for _rank in range(3):
        published(contributions=[CONTRIBUTION], starts_on="2019-01-01", ends_on="2021-01-01")
    before, rows = counts(), index()
    FacetCount.objects.update(count=7)
    PartnershipFacet.objects.all().delete()
    out = io.StringIO()

    call_command("reindex", stdout=out)

    assert out.getvalue().startswith("3 ")
    assert counts() == before
    assert index() == rows
    proposal.refresh_from_db()
    assert proposal.partnership_count == 3
    assert reindex() == 3
    assert counts() == before


def test_years_run_from_the_start_to_the_end_or_to_today():
    published(starts_on="2019-06-01", ends_on="2021-01-01")
    years = FacetCount.objects.filter(facet="annee", count__gt=0).values_list("value", flat=True)

    assert sorted(years) == ["2019", "2020", "2021"]
    published(starts_on="1950-01-01")
    assert len(years.all()) == 61 + len({"2019", "2020", "2021"} - set(map(str, range(1950, 2011))))
