"""Each filter of the queue: what it selects, what it leaves out, and malformed queries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.cleaning.merge import merge_authorities
from partnerships.models import (
    BulkAct,
    BulkRun,
    Dossier,
    DossierFacet,
    Facet,
    Opinion,
    OpinionAnswer,
    OpinionState,
    Visibility,
)
from partnerships.pages.queue.queue_choices import offered_choices
from partnerships.workflow.messages import post_message
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import (
    DepartementFactory,
    LocalAuthorityFactory,
    MemberFactory,
    RegionFactory,
)
from tests.factories.dossiers import dossier_in
from tests.factories.lists import CountryFactory, ThemeFactory
from tests.factories.partnerships import published
from tests.partnerships.queue.listing import QUEUE, listed, shown

pytestmark = pytest.mark.django_db


def notes(client, user, **data):
    return shown(client, user, **data).listing.notes


def ask(dossier, **fields):
    return Opinion.objects.create(
        dossier=dossier,
        submission=dossier.submissions.first(),
        body_name="Préfecture",
        email=f"avis{Opinion.objects.count()}@prefecture.example",
        due_on=timezone.localdate() + timedelta(days=10),
        asked_by=dossier.reviewer,
        **fields,
    )


def runs():
    return BulkRun.objects.order_by("pk")


def answered(answer):
    return {"answer": answer, "answered_at": timezone.now(), "answer_count": 1}


def test_words_are_searched_in_the_deposit_alone(client):
    dossier = dossier_in("under_review", objectives="Assainir les quartiers.")
    other = dossier_in("under_review", title="Bibliothèques")
    post_message(other, by=other.reviewer, body="assainissement", visibility=Visibility.INTERNAL)

    assert listed(client, reviewer(), q="assainissement quartier") == [dossier]
    assert listed(client, reviewer(), q=other.reference) == [other]
    assert listed(client, reviewer(), q="assainissement bibliothèque") == []
    assert listed(client, reviewer(), q="de la") == []
    assert "trop courants" in notes(client, reviewer(), q="de la")[0]


def test_statuses_combine_and_open_means_all_but_closed(client):
    dossiers = {status: dossier_in(status) for status in ("submitted", "under_review", "closed")}
    officer = reviewer()

    assert listed(client, officer, etat="submitted") == [dossiers["submitted"]]
    assert listed(client, officer, etat=["submitted", "closed"]) == [
        dossiers["submitted"],
        dossiers["closed"],
    ]
    assert listed(client, officer) == [dossiers["submitted"], dossiers["under_review"]]
    assert listed(client, officer, etat="ouverts") == listed(client, officer)
    assert listed(client, officer, etat="tous") == list(dossiers.values())
    assert listed(client, officer, etat=["ouverts", "closed"]) == list(dossiers.values())
    assert listed(client, officer, objet="registration") == listed(client, officer)
    assert listed(client, officer, objet="closure") == []


def test_reviewer_filter_is_me_nobody_or_a_named_officer(client):
    me, other = reviewer(), reviewer()
    mine = dossier_in("under_review", officer=me)
    theirs = dossier_in("under_review", officer=other)
    free = dossier_in("submitted")

    assert listed(client, me, instructeur="moi") == [mine]
    assert listed(client, other, instructeur="moi") == [theirs]
    assert listed(client, me, instructeur="personne") == [free]
    assert listed(client, me, instructeur=other.pk) == [theirs]
    assert listed(client, me, instructeur=["moi", "personne"]) == [mine, free]


def test_places_themes_and_propositions_are_filters(client):
    corsica = DepartementFactory(code="2A", region=RegionFactory(code="94", name="Corse"))
    member = MemberFactory(authority=LocalAuthorityFactory(departement=corsica))
    ThemeFactory(slug="eau-potable", name="Eau potable", parent=ThemeFactory())
    dossier = dossier_in("submitted", member=member, themes=["eau-potable"])
    other = dossier_in("submitted")
    officer = reviewer()

    assert listed(client, officer, region="94") == [dossier]
    assert listed(client, officer, region="32") == [other]
    assert listed(client, officer, theme="eau") == [dossier]
    assert listed(client, officer, pays="MA", region="94") == [dossier]
    assert listed(client, officer, pays="MA") == [dossier, other]


def test_an_authority_is_found_by_its_name_then_filters(client):
    dossier = dossier_in(
        "submitted", member=MemberFactory(authority=LocalAuthorityFactory(name="Béthune"))
    )
    dossier_in("submitted")
    officer = reviewer()
    key = dossier.lead_authority.key

    page = shown(client, officer, chercher="bethu")

    assert [result.value for result in page.authority_results.found] == [key]
    assert listed(client, officer, collectivite=key) == [dossier]
    assert listed(client, officer, ajouter=key, chercher="bethu") == [dossier]
    assert [chip.label for chip in shown(client, officer, ajouter=key).chips] == [
        "collectivité\u202f: Béthune"
    ]


def test_merged_authority_filters_as_the_one_that_remains(client):
    dossier, other = dossier_in("submitted"), dossier_in("submitted")
    old, heir = dossier.lead_authority, LocalAuthorityFactory(name="Béthune")
    merge_authorities(old, heir, by=reviewer(), source="Arrêté")
    officer = reviewer()

    for asked in (old.key, [old.key, heir.key]):
        assert listed(client, officer, collectivite=asked) == [dossier]
        assert notes(client, officer, collectivite=asked) == []
    assert listed(client, officer, ajouter=old.key) == [dossier]
    page = shown(client, officer, collectivite=[old.key, other.lead_authority.key])
    assert [chip.label for chip in page.chips if "Béthune" in chip.label] == [
        "collectivité\u202f: Béthune"
    ]
    assert len(page.rows) == 2
    address = client.get(QUEUE, {"collectivite": old.key})
    assert address.url == f"{QUEUE}?collectivite={heir.key}"
    assert "qui n’existe pas" in notes(client, officer, collectivite="absente")[0]


def test_age_is_counted_from_the_deposit(client):
    old, new = dossier_in("submitted"), dossier_in("submitted")
    Dossier.objects.filter(pk=old.pk).update(submitted_at=timezone.now() - timedelta(days=40))
    officer = reviewer()

    assert listed(client, officer, age_min="30") == [old]
    assert listed(client, officer, age_max="30") == [new]
    assert listed(client, officer, age_min="10", age_max="20") == []
    assert "nombre de jours" in notes(client, officer, age_min="-3")[0]
    assert listed(client, officer, age_min="1e9") == [old, new]


def test_first_time_authorities_are_a_filter(client):
    known = MemberFactory()
    published([known.authority])
    dossier_in("submitted", member=known)
    first = dossier_in("submitted")

    assert listed(client, reviewer(), premiere="oui") == [first]
    assert client.get(QUEUE).content.decode().count("première fois</span>") == 1


def test_opinions_are_shown_but_never_of_ones_own_authority(client):
    officer = reviewer()
    member = MemberFactory(user=lead_reviewer())
    dossiers = [dossier_in("under_review", officer=officer) for _ in range(3)]
    own = dossier_in(
        "under_review", officer=officer, member=MemberFactory(authority=member.authority)
    )
    ask(dossiers[1])
    for dossier in (dossiers[2], own):
        ask(dossier, **answered(OpinionAnswer.UNFAVOURABLE))

    found = {state: listed(client, officer, avis=state) for state in OpinionState.values}

    assert found["none"] == [dossiers[0]]
    assert found["awaited"] == [dossiers[1]]
    assert found["unfavourable"] == found["answered"] == [dossiers[2], own]
    text = client.get(QUEUE).content.decode()
    assert text.count("1 sur 1, 1 défavorable") == 2
    for state in OpinionState.values:
        assert own not in listed(client, member.user, avis=state), state
    assert client.get(QUEUE).content.decode().count("1 sur 1, 1 défavorable") == 1


def test_filters_combine_and_each_chip_removes_one(client):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)
    dossier_in("submitted")

    page = shown(client, officer, q="éclairage", instructeur="moi", pays="MA", tri="titre")

    assert [each.row.dossier for each in page.rows] == [dossier]
    assert [chip.label for chip in page.chips] == [
        "«\u202féclairage\u202f»",
        "instructeur\u202f: moi",
        "pays\u202f: Maroc",
    ]
    for chip, name in zip(page.chips, ("q", "instructeur", "pays"), strict=True):
        assert f"{name}=" not in chip.address
        assert "tri=titre" in chip.address
        assert client.get(QUEUE + chip.address).status_code == 200
    assert (
        'href="/instruction/dossiers/">Tout effacer'
        in client.get(QUEUE, {"q": "x"}).content.decode()
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("etat", "nimporte\x00quoi"),
        ("instructeur", "99999999999999999999"),
        ("instructeur", "' OR 1=1 --"),
        ("pays", "ZZ"),
        ("collectivite", "\x00"),
        ("collectivite", "inconnue"),
        ("echeance", "-5"),
        ("avis", "oui"),
        ("premiere", "non"),
    ],
)
def test_value_that_no_filter_offers_is_ignored_with_a_notice(client, name, value):
    dossier = dossier_in("submitted")

    page = shown(client, reviewer(), **{name: value})

    assert [each.row.dossier for each in page.rows] == [dossier]
    assert page.chips == []


def test_any_search_words_are_accepted(client):
    dossier_in("submitted")

    for words in ('"', "'a':*", "(", "é" * 500, "\ufffd", "\x00 zzz"):
        assert shown(client, reviewer(), q=words).rows == []


def test_france_is_no_foreign_country_to_filter_by(client):
    dossier = dossier_in("submitted")
    for iso2, name in (("FR", "France"), ("RE", "La Réunion")):
        CountryFactory(iso2=iso2, name=name)
        DossierFacet.objects.create(dossier=dossier, facet=Facet.COUNTRY, value=iso2)

    page = shown(client, reviewer(), pays="FR")

    offered = [label for _value, label in offered_choices()["pays"]]
    assert offered == ["Maroc"]
    assert page.listing.notes


def test_acts_on_the_whole_list_take_the_filters_of_the_data_too(client):
    """Those by country, région, theme, proposition and named officer."""
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)
    dossier_in("under_review", officer=reviewer())
    client.force_login(officer)

    for filters in (f"instructeur={officer.pk}", "pays=MA", "pays=ZZ"):
        client.post(
            reverse("partnerships:bulk_list"),
            {"act": BulkAct.ASSIGN, "which": "all", "filters": filters},
        )

    planned = [list(run.items.values_list("dossier", flat=True)) for run in runs()]
    assert [len(each) for each in planned] == [1, 2, 2]
    assert planned[0] == [dossier.pk]
