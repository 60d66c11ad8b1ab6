"""The index and the kept counts stay in step with what is public."""

import io

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone

from partnerships.models import (
    Action,
    Facet,
    FacetCount,
    Partnership,
    PartnershipFacet,
    Provenance,
)
from partnerships.publication.counts import key_figures
from partnerships.publication.index import index_partnerships, reindex
from partnerships.publication.publish import republish
from partnerships.publication.search_table import PARTNERSHIPS
from partnerships.registry.listing import Listing
from partnerships.registry.search import search
from partnerships.workflow.amendment import create_amendment
from partnerships.workflow.index_check import index_faults
from tests.factories.accounts import reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.lists import GoalFactory, ProposalFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db
CONTRIBUTION = {"uuid": "1" * 32, "proposal": 5, "statement": "Données ouvertes."}


def counts():
    facet_counts = FacetCount.objects.filter(count__gt=0).order_by("facet", "value")
    return list(facet_counts.values_list("facet", "value", "count"))


INDEXED = {
    "sqlite": "SELECT rowid FROM partnerships_search ORDER BY 1",
    "postgresql": "SELECT partnership_id FROM partnerships_search ORDER BY 1",
}
WORDS = {
    "sqlite": "SELECT rowid, tokens FROM partnerships_search ORDER BY 1",
    "postgresql": "SELECT partnership_id, tokens FROM partnerships_search ORDER BY 1",
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

    assert figures.partnerships == 3
    assert figures.by_provenance == {Provenance.DECLARED: 2, Provenance.WIKIDATA: 1}
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


def years():
    return Listing(QueryDict()).panel(Facet.YEAR).years


def found_in(year):
    listing = Listing(QueryDict(f"annee={year}"))
    assert listing.count == len(listing.page.rows)
    return listing.count


def test_years_run_from_the_start_to_the_end_or_to_today():
    published(starts_on="2019-06-01", ends_on="2021-01-01")

    assert sorted(years()) == ["2019", "2020", "2021"]
    published(starts_on="1950-01-01")
    this_year = timezone.localdate().year
    assert list(years()) == [str(year) for year in range(1950, this_year + 1)]
    assert (years()["2019"], years()["2022"]) == (2, 1)


def test_year_finds_and_counts_what_is_under_way_in_it():
    this_year = timezone.localdate().year
    published(starts_on="2010-12-31", ends_on="2010-12-31")
    published(starts_on="2012-01-01", ends_on="2014-01-01")
    published(starts_on="2013-01-01")
    published(ends_on="2013-01-01")
    published()
    published(starts_on="2014-05-05", ends_on=f"{this_year + 2}-01-01")

    expected = {2010: 1, 2012: 1, 2013: 2, 2014: 3, 2015: 2, this_year + 2: 2}
    assert {year: years()[str(year)] for year in expected} == expected
    assert "2011" not in years()
    assert max(years()) == str(this_year + 2)
    assert {year: found_in(year) for year in expected} == expected
    assert Listing(QueryDict("annee=2010&annee=2012")).count == 2
    assert Listing(QueryDict("annee=2014&type=agreement")).count == 3


def test_new_period_moves_the_counts_of_years():
    partnership = published(starts_on="2019-01-01", ends_on="2020-01-01")
    officer = reviewer()

    content = {**partnership.current_version.content, "starts_on": "2020-01-01", "ends_on": None}
    with transaction.atomic():
        republish(partnership, content, by=officer, reason="test")

    assert min(years()) == "2020"
    before, rows = counts(), index()
    reindex()
    assert (counts(), index()) == (before, rows)
    Partnership.objects.update(is_suspended=True)
    index_partnerships([partnership.pk])
    assert (years(), counts()) == ({}, [])


def contents():
    """The whole content of the index."""
    with connection.cursor() as cursor:
        cursor.execute(WORDS[connection.vendor])
        words = cursor.fetchall()
    facets = PartnershipFacet.objects.order_by("partnership", "facet", "value")
    return {
        "words": words,
        "facets": list(facets.values_list("partnership", "facet", "value")),
        "counts": counts(),
    }


def published_in_all_shapes():
    heir = LocalAuthorityFactory(former=[{"insee_code": "01001", "name": "Vieux-Bourg"}])
    merged, partner = LocalAuthorityFactory(successor=heir), InternationalPartnerFactory()
    InternationalPartnerFactory(name="Ancien nom", merged_into=partner)
    for number in (5, 6):
        ProposalFactory(number=number)
    ThemeFactory()
    GoalFactory()
    both = [CONTRIBUTION, {**CONTRIBUTION, "uuid": "2" * 32, "proposal": 6}]
    published([merged, heir], [partner, InternationalPartnerFactory()], contributions=both)
    published(themes=["eau"], goals=[11], summary="L’œuvre « d’été »\t\\ à St-Étienne")
    published(starts_on="2001-01-01", provenance=Provenance.WIKIDATA)
    published(starts_on="2001-01-01", ends_on="2003-01-01", title="É")


def test_index_made_anew_is_the_one_that_publication_wrote():
    published_in_all_shapes()
    before = contents()

    reindex()

    assert contents() == before
    PARTNERSHIPS.clear()
    PartnershipFacet.objects.all().delete()
    FacetCount.objects.all().delete()
    reindex()
    assert contents() == before


def test_reindex_rewrites_what_is_wrong_and_forgets_what_is_not_there():
    published_in_all_shapes()
    before = contents()
    first = Partnership.objects.order_by("pk").first()
    PartnershipFacet.objects.filter(partnership=first, facet="type").update(value="faux")
    PartnershipFacet.objects.filter(facet=Facet.FIRST_YEAR).update(value="1990")
    PARTNERSHIPS.write([first.pk, 99_999], [(first.pk, {"wfaux"}), (99_999, {"wfaux"})])

    reindex()

    assert contents() == before
