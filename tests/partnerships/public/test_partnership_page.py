"""The page of a partnership: its history, neighbours, citation, budget."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from partnerships.document.projection import item
from partnerships.document.reading import read
from partnerships.document.reading_budget import Budget
from partnerships.document.reading_parts import IndicatorReading
from partnerships.models import Partnership, Provenance
from partnerships.pages.public.partnership import partnership_neighbours as neighbours
from partnerships.pages.public.partnership.partnership_history import changes_between
from partnerships.pages.public.partnership.partnership_neighbours import NAMED_MAX
from partnerships.publication.publish import republish
from partnerships.registry.facets.held import HELD, rebuild_facets
from tests.factories.accounts import UserFactory
from tests.factories.authorities import DepartementFactory, RegionFactory
from tests.factories.filling import text_of
from tests.factories.lists import ProposalFactory, ThemeFactory
from tests.factories.partnerships import projection_of, published
from tests.partnerships.public.fiche import imported, page_of
from tests.partnerships.public.on_maps import plain, seat, town

pytestmark = pytest.mark.django_db


def test_history_tells_versions_confirmations_and_suspensions(client, lille, turin):
    row = published([lille], [turin], summary="Un numéro privé", phase="active")
    content = {
        **row.current_version.content,
        "summary": "Sans",
        "phase": "dormant",
        "ends_on": "2028",
    }
    republish(row, content, by=None, reason="modification")
    row.refresh_from_db()
    person = UserFactory()
    row.confirmations.create(
        version=row.current_version, by=person, at=datetime(2001, 2, 3, tzinfo=UTC)
    )
    row.suspensions.create(
        version=row.current_version, reason="Motif interne", suspended_by=person,
        suspended_at=datetime(2001, 2, 4, tzinfo=UTC), resumed_at=datetime(2001, 2, 5, tzinfo=UTC),
        resumed_by=person, resumed_because="Motif du retour",
    )  # fmt: skip

    response = page_of(client, row)

    titles = [entry.title for entry in response.context["page"].history.entries]
    assert titles == [
        "Version 2 publiée", "Version 1 publiée", "Remise en ligne",
        "Suspendue par l’administration", "Confirmée par la collectivité",
    ]  # fmt: skip
    text = plain(response)
    assert "A changé : phase : en cours → en sommeil, résumé, fin : non renseigné → 2028" in text
    for secret in ("Un numéro privé", "Motif interne", "Motif du retour", person.email):
        assert secret not in text


def test_long_history_is_folded(client, lille, turin):
    row = published([lille], [turin])
    for year in range(2001, 2009):
        row.confirmations.create(version=row.current_version, at=datetime(year, 1, 1, tzinfo=UTC))

    history = page_of(client, row).context["page"].history

    assert (len(history.entries), len(history.earlier)) == (6, 3)


def test_changes_compare_amounts_and_lists():
    one = item(year=2024, source="afd", nature="cash", amount="1000")
    old = projection_of(budget=[one], total_cost="10", authorities=[seat("Arras")])
    same = {**old, "budget": [{**one, "amount": "1000.00"}], "total_cost": "10.00"}

    assert changes_between(old, same) == ()
    assert changes_between(old, {**old, "budget": [], "themes": ["eau"]}) == (
        "thématiques",
        "budget",
    )


def test_neighbours_are_those_of_both_sides(client, lille, arras, turin, italy):
    row = imported([lille], [turin])
    imported([lille], [town("Asti", italy, kind="municipality")], title="Jumelage Asti")
    imported([arras], [turin], title="Jumelage Arras")
    published([lille], [turin], title="L’eau partagée")
    imported([arras], [town("Bari", italy)], title="Ailleurs")

    lists = page_of(client, row).context["page"].neighbours.lists

    assert [(each.title, [n.name for n in each.neighbours]) for each in lists] == [
        ("Lille\u202f: ses autres partenaires", ["Asti", "L’eau partagée"]),
        ("Turin et la France", ["Arras", "L’eau partagée"]),
    ]


@pytest.mark.parametrize("most", [None, 256, 0])
def test_neighbours_on_the_same_theme_are_of_the_same_place(
    client, lille, turin, italy, most, request, monkeypatch
):
    """By SQL, by sets that find few, by sets that find more than are looked up."""
    ThemeFactory()
    far = DepartementFactory(
        code="29", name="Finistère", region=RegionFactory(code="53", name="Bretagne")
    )
    row = published([lille], [turin], themes=["eau"])
    near = seat("Roubaix")
    published([near], [town("Asti", italy)], themes=["eau"], title="Près")
    published([near], [town("Bari", italy)], title="Sans thème")
    published(
        [seat("Brest", departement=far, region=far.region)],
        [town("Côme", italy)],
        themes=["eau"],
        title="Loin",
    )
    published([near], [turin], themes=["eau"], provenance=Provenance.DEMONSTRATION)
    gone = published([near], [town("Pise", italy)], themes=["eau"], title="Suspendu")
    Partnership.objects.filter(pk=gone.pk).update(is_suspended=True)
    if most is not None:
        request.getfixturevalue("facet_sets")
        monkeypatch.setattr(f"{neighbours.__name__}.LOOKED_UP_MAX", most)
        rebuild_facets()
        assert HELD.now() is not None

    lists = page_of(client, row).context["page"].neighbours.lists

    assert [(each.title, [n.name for n in each.neighbours]) for each in lists] == [
        ("Nord\u202f: sur les mêmes thèmes", ["Près"])
    ]


def test_real_and_fictitious_partnerships_are_not_neighbours(client, lille, turin, italy):
    row = published([lille], [turin])
    fictitious = published([lille], [town("Asti", italy)], provenance=Provenance.DEMONSTRATION)

    for each in (row, fictitious):
        assert page_of(client, each).context["page"].neighbours.lists == []


def test_suspended_and_merged_partnerships_are_not_neighbours(client, lille, turin, italy):
    row = published([lille], [turin])
    gone = [published([lille], [town(name, italy)]) for name in ("Asti", "Bari")]
    Partnership.objects.filter(pk=gone[0].pk).update(is_suspended=True)
    Partnership.objects.filter(pk=gone[1].pk).update(merged_into=row)

    assert page_of(client, row).context["page"].neighbours.lists == []


def test_citation_names_its_author_version_and_short_address(client, lille, turin):
    row = published([lille], [turin], title="Eau & 100 % {ouverte}_")

    citation = page_of(client, row).context["page"].citation

    # Of the site, whatever the host that was asked.
    short = f"http://127.0.0.1:8000/registre/{row.public_id}/"
    assert citation.text.startswith("Lille, «\u202fEau & 100 % {ouverte}_\u202f», Villes partagées")
    assert "version 1 du " in citation.text
    assert short in citation.text
    assert f"@misc{{villes-partagees-{row.public_id}," in citation.bibtex
    assert r"title = {{Eau \& 100 \% \{ouverte\}\_}}" in citation.bibtex
    assert "author = {{Lille}}" in citation.bibtex
    assert client.get(short)["Location"] == row.get_absolute_url()


def test_citation_of_an_import_names_its_source_and_no_author(client, lille, turin):
    citation = page_of(client, imported([lille], [turin])).context["page"].citation

    assert citation.text.startswith("«\u202fLille – Turin\u202f», d’après Wikidata, 2017, ")
    assert "author" not in citation.bibtex


def test_texts_are_escaped_where_they_are_copied(client, lille, turin):
    row = published([lille], [turin], title='A"><script>alert(1)</script>')

    assert "<script>alert" not in text_of(page_of(client, row))


def test_budget_is_cut_by_year_and_source():
    row = published(
        budget=[
            item(year=year, source=source, nature="cash", amount=amount)
            for year, source, amount in (
                (2025, "partner", "100"), (2025, "lead_authority", "300"), (2026, "afd", "200"),
            )
        ]
    )  # fmt: skip
    funding = read(row.current_version.content).funding

    assert [(each.tint, each.amount) for each in funding.sources] == [
        ("0", 300), ("1", 200), ("partner", 100),
    ]  # fmt: skip
    assert [(each.year, each.total, each.end) for each in funding.years] == [
        (2025, 400, 76), (2026, 200, 38),
    ]  # fmt: skip
    assert [part.width for part in funding.years[0].parts] == [57, 19]


def test_budget_of_nothing_draws_nothing():
    assert (Budget([]).years, Budget([]).sources) == ([], [])


@pytest.mark.parametrize(
    ("baseline", "target", "reached", "expected"),
    [
        (None, "40", "31", Decimal("77.5")),
        ("12", "120", "66", 50),
        ("30", "10", "20", 50),
        (None, "10", "25", 100),
        ("5", "10", "1", 0),
        (None, None, "3", None),
        (None, "10", None, None),
        ("10", "10", "10", None),
    ],
)
def test_progress_of_an_indicator(baseline, target, reached, expected):
    values = (each and Decimal(each) for each in (baseline, target, reached))

    assert IndicatorReading("", "", "", *values).progress == expected


def test_rich_page_shows_its_parts_and_lists_them(client, lille, turin):
    row = published(
        [lille], [turin], objectives="Objectif", results_here="Ici",
        budget=[item(year=2024, source="afd", nature="in_kind", amount="1200.50")],
        indicators=[
            item(name="Agents", unit="agents", baseline=None, target="40.0000", reached="31.5000")
        ],
    )  # fmt: skip

    response = page_of(client, row)

    text = plain(response)
    assert "Budget : 1 200 € en 2024" in text
    assert "Apports en argent et en nature" in text
    assert "31,5 agents" in text
    assert "Objectif : 40" in text
    for anchor, _title in response.context["page"].sections:
        assert f'id="{anchor}"' in text_of(response), anchor


def test_suspended_page_is_gone_and_its_short_address_too(client, lille, turin):
    row = published([lille], [turin], title="Secret")
    Partnership.objects.filter(pk=row.pk).update(is_suspended=True)

    for address in (
        row.get_absolute_url(),
        reverse("partnerships:partnership_by_id", args=[row.public_id]),
    ):
        response = client.get(address)
        assert response.status_code == 410
        assert "Secret" not in text_of(response)
        assert "Citer" not in text_of(response)


# Among these, six read the lists of names, which the process keeps until a row changes.
def test_page_costs_the_same_with_one_neighbour_and_with_many(
    client, lille, turin, django_assert_num_queries
):
    ThemeFactory()
    ProposalFactory(number=5)
    fields = {
        "themes": ["eau"],
        "contributions": [item(proposal=5, statement="Données ouvertes.")],
        "budget": [item(year=2024, source="afd", nature="cash", amount="1200.50")],
    }
    row = published([lille], [turin], **fields)
    near = seat("Roubaix")
    for count in (1, 3, NAMED_MAX + 2):
        while Partnership.objects.count() <= 2 * count:
            published([lille], [turin], **fields)
            published([near], [town("Asti", turin.country)], **fields)
        row.confirmations.create(version=row.current_version, at=datetime(2001, 2, 3, tzinfo=UTC))
        content = {**row.current_version.content, "summary": f"Version {count}"}
        republish(row, content, by=None, reason="modification")
        row.refresh_from_db()
        with django_assert_num_queries(19):
            page_of(client, row)


def test_imported_page_costs_few_queries(client, lille, turin, django_assert_num_queries):
    row = imported([lille], [turin])
    imported([lille], [turin], title="Jumelage encore")

    with django_assert_num_queries(15):
        page_of(client, row)


def test_long_lists_of_neighbours_lead_to_the_registry(client, lille, turin, italy):
    row = imported([lille], [turin])
    for rank in range(NAMED_MAX + 1):
        imported([lille], [town(f"Ville {rank:02}", italy)], title=f"Jumelage {rank:02}")

    [found] = page_of(client, row).context["page"].neighbours.lists

    assert (len(found.neighbours), found.is_longer) == (NAMED_MAX, True)
    assert client.get(found.address).context["listing"].count == NAMED_MAX + 2
