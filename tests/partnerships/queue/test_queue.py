"""The officers' queue: who may open it, which dossiers it lists, how many queries it runs."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Action, Dossier, DossierIndex
from partnerships.pages.queue.queue_listing import DUE, NEWEST, OLDEST, SORTS
from partnerships.sort_key import sort_key
from partnerships.workflow.creation import create_dossier
from tests.factories.accounts import reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, complete_buffer, dossier_in
from tests.partnerships.queue.listing import QUEUE, listed, shown

pytestmark = pytest.mark.django_db
QUERIES = 16


def test_queue_asks_the_public_to_sign_in(client):
    response = client.get(QUEUE)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_withdrawn_dossier_is_not_open_and_is_found_by_its_state(client):
    dossier = dossier_in("submitted")
    dossier = act(dossier, Action.WITHDRAW, dossier.created_by)
    officer = reviewer()

    assert listed(client, officer) == []
    assert listed(client, officer, etat="draft") == [dossier]
    assert listed(client, officer, etat="tous") == [dossier]
    assert "Retiré" in client.get(QUEUE, {"etat": "tous"}).content.decode()


def test_queue_shows_the_deposit_and_not_later_edits(client):
    dossier = dossier_in("changes_requested", title="Titre déposé")
    dossier.buffer = {**dossier.buffer, "title": "Titre en cours de frappe"}
    dossier.save()
    client.force_login(reviewer())

    page = client.get(QUEUE).content.decode()

    assert "Titre déposé" in page
    assert "Titre en cours de frappe" not in page


def test_queue_marks_own_authority_officer_entry_and_demonstration(client):
    officer = reviewer()
    member = MemberFactory(user=officer)
    dossier_in("submitted", member=MemberFactory(authority=member.authority))
    entered = create_dossier(LocalAuthorityFactory(), reviewer(), is_entered_by_officer=True)
    entered.buffer = complete_buffer(entered)
    entered.is_demonstration = True
    entered.save()
    act(entered, Action.SUBMIT, entered.created_by)
    client.force_login(officer)

    response = client.get(QUEUE)

    assert [each.row.is_own for each in response.context["page"].rows] == [True, False]
    for mark in (
        "ma collectivité\u202f: un autre instruit",
        "saisi par l’administration",
        "démonstration",
    ):
        assert response.content.decode().count(f">{mark}</span>") == 1


@pytest.mark.parametrize("name", ["apres", "avant"])
def test_page_key_of_a_dossier_never_deposited_is_ignored(client, name):
    draft, deposited = dossier_in("draft"), dossier_in("submitted")
    client.force_login(reviewer())

    response = client.get(QUEUE, {name: f"0-{draft.pk}"})

    assert response.status_code == 200
    assert [each.row.dossier for each in response.context["page"].rows] == [deposited]


def test_each_order_sorts_as_its_name_says(client):
    dossiers = [
        dossier_in(
            "submitted",
            member=MemberFactory(authority=LocalAuthorityFactory(name=name)),
            title=title,
        )
        for name, title in (("Évian", "Zones humides"), ("Zuydcoote", "Écoles"), ("Arras", "Eau"))
    ]
    first, second, third = dossiers
    elie, zola = reviewer(last_name="Élie"), reviewer(last_name="Zola")
    for dossier, fields in (
        (second, {"due_on": date(2026, 6, 1), "status": "decided", "reviewer": zola}),
        (third, {"due_on": date(2026, 5, 1), "status": "under_review", "reviewer": elie}),
    ):
        Dossier.objects.filter(pk=dossier.pk).update(**fields)
    for dossier, country in zip(dossiers, ("Tunisie", "États-Unis", "Suisse"), strict=True):
        DossierIndex.objects.filter(dossier=dossier).update(country_key=sort_key(country))

    orders = {sort: listed(client, reviewer(), tri=sort) for sort in [*SORTS, "nimporte"]}

    assert orders == {
        OLDEST: [first, second, third],
        NEWEST: [third, second, first],
        DUE: [third, second, first],
        "-echeance": [second, third, first],
        "titre": [third, second, first],
        "-titre": [first, second, third],
        "collectivite": [third, first, second],
        "-collectivite": [second, first, third],
        "pays": [second, third, first],
        "-pays": [first, third, second],
        "etat": [first, third, second],
        "-etat": [second, third, first],
        "instructeur": [third, second, first],
        "-instructeur": [second, third, first],
        "nimporte": [first, second, third],
    }


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("q=&tri=depot&etat=ouverts&age_min=&ajouter=", ""),
        ("tri=titre&etat=", "tri=titre"),
        ("etat=closed&etat=ouverts&inconnu=1", "etat=tous"),
        ("colonnes=pays&colonnes=x&q=+eau+", "q=eau&colonnes=pays"),
        (
            "colonnes=collectivite&colonnes=pays&colonnes=etat&colonnes=depot&colonnes=echeance"
            "&colonnes=instructeur&colonnes=avis",
            "",
        ),
    ],
)
def test_an_address_with_empty_or_usual_parts_leads_to_one_without(client, asked, kept):
    client.force_login(reviewer())

    response = client.get(f"{QUEUE}?{asked}")

    assert response.status_code == 302
    assert response.url == (f"{QUEUE}?{kept}" if kept else QUEUE)
    assert client.get(response.url).status_code == 200


def test_a_filter_that_does_not_exist_is_said_and_not_cleaned_away(client):
    client.force_login(reviewer())

    response = client.get(f"{QUEUE}?pays=ZZ&q=")

    assert response.status_code == 200
    assert "Un filtre qui n’existe pas" in response.content.decode()


def test_queue_opens_on_open_dossiers_and_says_so(client):
    closed, opened = dossier_in("closed"), dossier_in("submitted")
    officer = reviewer()

    page = shown(client, officer)

    assert (page.title, [each.row.dossier for each in page.rows]) == ("1 dossier ouvert", [opened])
    both = client.get(QUEUE + page.all_query).context["page"]
    assert (both.title, [each.row.dossier for each in both.rows]) == (
        "2 dossiers",
        [closed, opened],
    )
    assert [chip.label for chip in both.chips] == ["état\u202f: tous, clos compris"]
    nothing = client.get(QUEUE, {"q": "introuvable"})
    assert "Chercher aussi parmi les dossiers clos" in nothing.content.decode()


def test_headings_sort_both_ways_and_keep_the_filters(client):
    officer = reviewer()
    dossier_in("submitted")

    page = shown(client, officer, etat="submitted", tri="titre")

    headings = {each.label: (each.query, each.direction) for each in page.headings}
    assert headings == {
        "Dossier": ("?etat=submitted&tri=-titre", "ascending"),
        "Collectivité": ("?etat=submitted&tri=collectivite", ""),
        "Pays": ("?etat=submitted&tri=pays", ""),
        "État": ("?etat=submitted&tri=etat", ""),
        "Déposé le": ("?etat=submitted", ""),
        "Échéance": ("?etat=submitted&tri=echeance", ""),
        "Instructeur": ("?etat=submitted&tri=instructeur", ""),
        "Avis rendus": (None, ""),
    }
    for query, _direction in headings.values():
        if query:
            assert client.get(QUEUE + query).context["page"].listing.filters_query == (
                "etat=submitted"
            )
    html = client.get(QUEUE).content.decode()
    assert html.count("aria-sort=") == 1
    assert f'href="{QUEUE}?tri=-depot"' in html


@pytest.mark.parametrize("count", [3, 30])
def test_queue_runs_as_many_queries_for_thirty_dossiers_as_for_three(
    client, count, django_assert_num_queries
):
    officer = reviewer()
    for _ in range(count):
        dossier_in("under_review", officer=officer)
    client.force_login(officer)

    with django_assert_num_queries(QUERIES):
        client.get(QUEUE)
    with django_assert_num_queries(QUERIES + 1):
        assert (
            len(client.get(QUEUE, {"q": "éclairage", "pays": "MA"}).context["page"].rows) == count
        )


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "aujourd’hui"), (1, "hier"), (2, "il y a 2 jours"), (40, "il y a 1 mois")],
)
def test_deposit_is_dated_by_the_day(client, days, said):
    deposited = timezone.now() - timedelta(days=days)
    Dossier.objects.filter(pk=dossier_in("submitted").pk).update(submitted_at=deposited)
    client.force_login(reviewer())

    page = client.get(reverse("partnerships:desk")).content.decode()
    assert f"déposé {said}" in page.replace("\xa0", " ")
