"""Merging two foreign partners: no reference to either is lost, and it can be undone."""

import pytest
from django.urls import reverse

from partnerships.cleaning.merge import undo_merge
from partnerships.document.projection import item
from partnerships.models import Action, FacetCount, InternationalPartner, Partnership, RecordKind
from partnerships.registry.search import search
from partnerships.workflow.index_check import index_faults
from partnerships.workflow.refusals import NotAllowed, Refused
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.dossiers import act, dossier_in
from tests.factories.duplicates import merged
from tests.factories.filling import document_of
from tests.factories.lists import PlaceFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
PARTNER = RecordKind.PARTNER


def counts():
    rows = FacetCount.objects.filter(facet="partenaire", count__gt=0)
    return dict(rows.values_list("value", "count"))


def titles(words):
    return sorted(row.title for row in search(Partnership.objects.all(), words))


@pytest.fixture
def pair():
    kept = InternationalPartnerFactory(name="Fès", website="https://fes.example/")
    gone = InternationalPartnerFactory(
        name="Fez", name_fr="Ville de Fès", kind="unknown", wikidata_id="Q1"
    )
    published(partners=[kept], title="Puits")
    published(partners=[gone], title="Jardins")
    return kept, gone


def test_partnerships_names_and_address_go_to_the_kept_partner(client, pair):
    kept, gone = pair
    both = published(partners=[kept, gone], title="Eau")

    merged(PARTNER, kept, gone, chosen={"wikidata_id": "gone", "name_fr": "gone"})

    kept.refresh_from_db()
    assert (kept.name, kept.name_fr, kept.wikidata_id) == ("Fès", "Ville de Fès", "Q1")
    assert list(both.partners.all()) == [kept]
    assert counts() == {str(kept.uuid): 3}
    assert titles("fez") == titles("fes") == ["Eau", "Jardins", "Puits"]
    assert index_faults() == []
    answer = client.get(gone.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, kept.get_absolute_url())
    assert answer["Cache-Control"] == "no-cache"
    found = InternationalPartner.objects.current().matching("fez")
    assert list(found) == [kept]
    assert FacetCount.objects.get(facet="valeurs", value="partenaire").count == 1


def test_open_dossiers_keep_their_text_and_name_the_kept_partner(client, pair):
    kept, gone = pair
    uuid = item()["uuid"]
    fields = {"partners": [uuid], f"partners.{uuid}.partner": str(gone.uuid)}
    draft = dossier_in("draft", **fields)
    deposited = dossier_in("under_review", **fields)

    merged(PARTNER, kept, gone)

    draft.refresh_from_db()
    assert draft.buffer[f"partners.{uuid}.partner"] == str(gone.uuid)
    assert document_of(draft)["partners"]
    client.force_login(draft.created_by)
    step = reverse("partnerships:dossier_step", args=[draft.uuid, "acteurs"])
    page = text_of(client.get(step))
    assert "Fès" in page
    assert "Ville de Fès" not in page
    public = act(deposited, Action.ACCEPT, deposited.reviewer, grounds="Conforme.").partnership
    assert list(public.partners.all()) == [kept]


def test_place_and_item_are_not_duplicated(pair):
    kept, gone = pair
    place = PlaceFactory()
    InternationalPartnerFactory(name="Une autre", kind="unknown", place=place, wikidata_id="Q9")
    kept.place, kept.wikidata_id = place, "Q9"
    kept.save()

    with pytest.raises(Refused, match="Cet élément Wikidata a déjà un partenaire"):
        merged(PARTNER, kept, gone, chosen={"kind": "gone"})

    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (gone.merged_into, kept.kind) == (None, "municipality")


def test_chained_merges_point_to_the_last_and_are_undone_one_by_one(client, pair):
    second, first = pair
    last = InternationalPartnerFactory(name="Fas")
    one = merged(PARTNER, second, first)

    two = merged(PARTNER, last, second)

    first.refresh_from_db()
    assert first.merged_into == last
    assert client.get(first.get_absolute_url())["Location"] == last.get_absolute_url()
    assert counts() == {str(last.uuid): 2}
    with pytest.raises(Refused, match="annulez cela"):
        undo_merge(one, by=lead_reviewer(), reason="Erreur.")
    undo_merge(two, by=lead_reviewer(), reason="Erreur.")
    first.refresh_from_db()
    assert first.merged_into == second
    undo_merge(one, by=lead_reviewer(), reason="Erreur.")
    assert counts() == {str(first.uuid): 1, str(second.uuid): 1}


def test_undo_restores_both(pair):
    kept, gone = pair
    before = list(InternationalPartner.objects.order_by("pk").values())
    figures = counts()
    made = merged(PARTNER, kept, gone, chosen={"wikidata_id": "gone", "kind": "gone"})

    undo_merge(made, by=lead_reviewer(), reason="Ce sont deux villes.")

    assert list(InternationalPartner.objects.order_by("pk").values()) == before
    assert counts() == figures
    assert titles("fez") == ["Jardins"]
    assert index_faults() == []
    made.refresh_from_db()
    assert made.undone_because == "Ce sont deux villes."


def test_undo_is_refused_where_a_chosen_value_changed_since(pair):
    kept, gone = pair
    made = merged(PARTNER, kept, gone, chosen={"name_fr": "gone"})
    InternationalPartner.objects.filter(pk=kept.pk).update(website="https://autre.example/")
    InternationalPartner.objects.filter(pk=kept.pk).update(name_fr="Fès-Médina")

    with pytest.raises(Refused, match="modifié depuis"):
        undo_merge(made, by=lead_reviewer(), reason="Erreur.")

    InternationalPartner.objects.filter(pk=kept.pk).update(name_fr="Ville de Fès")
    undo_merge(made, by=lead_reviewer(), reason="Erreur.")
    kept.refresh_from_db()
    assert (kept.website, kept.name_fr) == ("https://autre.example/", "")


def test_only_lead_reviewers_merge_and_undo(pair):
    kept, gone = pair
    others = [reviewer(), UserFactory(), lead_reviewer(is_active=False)]
    for person in others:
        with pytest.raises(NotAllowed):
            merged(PARTNER, kept, gone, by=person)
    made = merged(PARTNER, kept, gone)
    for person in others:
        with pytest.raises(NotAllowed):
            undo_merge(made, by=person, reason="Erreur.")
    gone.refresh_from_db()
    assert gone.merged_into == kept


def test_merging_twice_is_once_and_a_different_merge_is_refused(pair):
    kept, gone = pair
    by = lead_reviewer()

    made = merged(PARTNER, kept, gone, by=by)

    assert merged(PARTNER, kept, gone, by=by) == made
    with pytest.raises(Refused, match="déjà fusionné"):
        merged(PARTNER, kept, gone)
    with pytest.raises(Refused, match="déjà fusionné"):
        merged(PARTNER, gone, kept)
    undo_merge(made, by=by, reason="Erreur.")
    undo_merge(made, by=by, reason="Erreur.")
    with pytest.raises(Refused, match="déjà été annulée"):
        undo_merge(made, by=lead_reviewer(), reason="Erreur.")
