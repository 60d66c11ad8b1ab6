"""The pages of duplicates: reviewing, merging, dismissing and undoing."""

import pytest
from django.urls import reverse

from cncd_portal.french_dates import french_date
from partnerships.cleaning.duplicates import dismiss, examine_again
from partnerships.cleaning.merge import undo_merge
from partnerships.models import (
    DuplicatePair,
    InternationalPartner,
    Merge,
    Partnership,
    Provenance,
    RecordKind,
)
from partnerships.publication.duplicates.looking import compare_records, look_for_duplicates
from partnerships.workflow.refusals import NotAllowed, Refused
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.duplicates import address_of, merged, pair_of, sent
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
LIST, MERGES = reverse("partnerships:duplicate_list"), reverse("partnerships:merge_list")


def settle(client, pair, answer="ecarter", **fields):
    address = reverse("partnerships:duplicate_settle", args=[pair.pk, answer])
    return client.post(address, {"seen": " ".join(pair.reasons), **fields})


@pytest.fixture
def pair():
    for _rank in range(2):
        InternationalPartnerFactory(name="Dakar", country=CountryFactory(iso2="SN", name="Sénégal"))
    look_for_duplicates()
    return DuplicatePair.objects.get()


def test_reviewers_see_and_lead_reviewers_act(client, pair):
    people = {
        UserFactory(): 403,
        MemberFactory().user: 403,
        reviewer(): 200,
        lead_reviewer(): 200,
    }
    made = merged(RecordKind.AUTHORITY, LocalAuthorityFactory(), LocalAuthorityFactory())

    for person, status in people.items():
        client.force_login(person)
        for address in (LIST, MERGES, address_of(pair), made.get_absolute_url()):
            assert client.get(address).status_code == status, (person, address)
        if person.has_perm("partnerships.lead_review"):
            continue
        data = {"keep": pair.first_id, "seen": "", "reason": "x"}
        assert client.post(address_of(pair), data).status_code in (403, 404)
        assert settle(client, pair, because="x").status_code in (403, 404)
        assert settle(client, pair, "reprendre").status_code in (403, 404)
        assert client.post(made.get_absolute_url(), {"reason": "x"}).status_code in (403, 404)
        with pytest.raises(NotAllowed):
            dismiss(pair, by=person, seen=pair.reasons, because="x")
        with pytest.raises(NotAllowed):
            examine_again(pair, by=person)
    pair.refresh_from_db()
    made.refresh_from_db()
    assert (pair.state, made.undone_at) == ("open", None)


def test_list_gives_reasons_and_filters(client, pair):
    published_pair = pair_of(RecordKind.PARTNERSHIP, published(), published())
    reasons = [*published_pair.reasons, "apart_dates"]
    DuplicatePair.objects.filter(pk=published_pair.pk).update(score=90, reasons=reasons)
    InternationalPartner.objects.filter(pk=pair.first_id).update(source="Annuaire 2024")
    client.force_login(reviewer())

    page = text_of(client.get(LIST))

    assert "même nom" in page
    assert "+40" in page
    assert "\u221230" in page
    assert page.count("source : Annuaire 2024") == 1
    assert page.index("90 sur 100") < page.index("50 sur 100")

    def shown(**query):
        return {row.pair.pk for row in client.get(LIST, query).context["page"].rows}

    assert shown() == {pair.pk, published_pair.pk}
    assert shown(nature="partner") == shown(pays="SN") == {pair.pk}
    assert shown(score=75) == {published_pair.pk}
    assert shown(etat="dismissed") == set()
    assert shown(nature="\x00", pays="%", score="x", apres="9-9-9") == {pair.pk, published_pair.pk}


def test_cards_of_two_partnerships_say_their_reference_and_the_day_of_their_version(client):
    referenced, plain = published(), published()
    Partnership.objects.filter(pk=plain.pk).update(reference="")
    pair = pair_of(RecordKind.PARTNERSHIP, referenced, plain)
    client.force_login(lead_reviewer())

    page = text_of(client.get(address_of(pair)))
    listed = text_of(client.get(LIST))

    for row in (referenced, plain):
        row.refresh_from_db()
        version = row.current_version
        for text in (
            row.reference or row.public_id,
            f"version {version.number} du {french_date(version.created_at)}",
        ):
            assert text in page
            assert text in listed
    assert page.count("Fiche à fusionner") > 0
    assert "Fiche fusionnée" not in page


def test_merge_applies_the_choices_and_previews_its_effects(client, pair):
    kept, gone = pair.ids
    published(partners=[InternationalPartnerFactory._meta.model.objects.get(pk=gone)])
    client.force_login(lead_reviewer())
    client.get(address_of(pair), {"garder": kept})
    page = client.get(address_of(pair), {"garder": kept}).context["page"]
    assert page.consequences[0].startswith("1 partenariat passe")

    answer = client.post(address_of(pair), sent(client, pair, keep=kept, seen=page.seen))

    made = Merge.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.kept_id, made.gone_id) == (kept, gone)
    pair.refresh_from_db()
    assert pair.state == "merged"
    assert made.get_absolute_url() in text_of(client.get(address_of(pair)))
    assert str(made) in text_of(client.get(MERGES))
    again = client.post(address_of(pair), {"keep": kept, "seen": page.seen, "reason": "La même."})
    assert again["Location"] == made.get_absolute_url()

    client.post(made.get_absolute_url(), {"reason": "Deux villes."})
    assert "Deux villes." in text_of(client.get(made.get_absolute_url()))
    pair.refresh_from_db()
    assert pair.state == "open"


def test_outdated_or_incomplete_page_merges_nothing(client, pair):
    client.force_login(lead_reviewer())
    data = sent(client, pair)
    InternationalPartnerFactory._meta.model.objects.filter(pk=pair.first_id).update(name="Ndakaaru")

    for wrong in (data, {**data, "seen": ""}, {**sent(client, pair), "reason": " \x00"}):
        answer = client.post(address_of(pair), {**wrong, "choice.name": "gone"})
        assert answer.status_code == 409
        chosen = {field.name: field.chosen for field in answer.context["page"].fields}
        assert chosen["name"] == "gone"
    long = client.post(address_of(pair), sent(client, pair, reason="x" * 181))
    assert (long.status_code, Merge.objects.count()) == (409, 0)


def test_two_partnerships_are_compared_field_by_field(client):
    authority, partner = LocalAuthorityFactory(name="Lille"), InternationalPartnerFactory()
    imported = published(
        [authority], [partner], title="Jumelage", provenance=Provenance.WIKIDATA, summary="Repris."
    )
    declared = published([authority], [partner], title="Plan climat", starts_on="2005-01-01")
    pair = pair_of(RecordKind.PARTNERSHIP, imported, declared)
    client.force_login(lead_reviewer())

    page = client.get(address_of(pair)).context["page"]
    other_way = text_of(client.get(address_of(pair), {"garder": imported.pk}))

    assert page.kept == declared
    chosen = {field.name: field.chosen for field in page.fields if not field.is_same}
    assert chosen == {"title": "kept", "summary": "gone", "starts_on": "kept"}
    assert "Impossible dans ce sens" in other_way
    client.post(address_of(pair), sent(client, pair))
    declared.refresh_from_db()
    assert (declared.title, declared.summary) == ("Plan climat", "Repris.")


def test_dismissed_pair_stays_dismissed_until_a_new_reason(client, pair):
    officer = lead_reviewer()
    client.force_login(officer)

    refused = settle(client, pair, because="é" * 1_003)
    assert (refused.status_code, "é" * 1_003 in text_of(refused)) == (409, True)
    assert settle(client, pair, because=" ").status_code == 409
    for _click in range(2):
        settle(client, pair, because="L’une est la région.")
    partners = [InternationalPartnerFactory._meta.model.objects.get(pk=pk) for pk in pair.ids]
    partners[0].website = "https://dakar.example/"
    partners[0].save()
    compare_records(RecordKind.PARTNER, pair.ids)

    pair.refresh_from_db()
    assert (pair.state, pair.settled_by, pair.dismissed_because) == (
        "dismissed",
        officer,
        "L’une est la région.",
    )
    for partner in partners:
        partner.latitude, partner.longitude = 14.7, -17.4
        partner.save()
    look_for_duplicates()
    pair.refresh_from_db()
    assert pair.state == "open"
    page = text_of(client.get(LIST))
    assert "L’une est la région." in page
    assert "De nouveau proposé, pour : à moins de 20 km" in page


def test_fewer_reasons_do_not_reopen_a_dismissed_pair(pair):
    dismiss(pair, by=lead_reviewer(), seen=pair.reasons, because="Non.")
    partner = InternationalPartnerFactory._meta.model.objects.get(pk=pair.first_id)
    partner.kind = "province"
    partner.save()

    look_for_duplicates()

    pair.refresh_from_db()
    assert pair.state == "dismissed"
    partner.kind, partner.name = "municipality", "Thiès"
    partner.save()
    look_for_duplicates()
    pair.refresh_from_db()
    assert pair.state == "dismissed"


def test_dismissing_a_changed_pair_is_refused_and_dismissal_can_be_undone(client, pair):
    with pytest.raises(Refused, match="a changé"):
        dismiss(pair, by=lead_reviewer(), seen=["same_name"], because="Non.")
    dismiss(pair, by=lead_reviewer(), seen=pair.reasons, because="Non.")
    with pytest.raises(Refused, match="a changé"):
        dismiss(pair, by=lead_reviewer(), seen=pair.reasons, because="Non plus.")
    client.force_login(lead_reviewer())

    assert "Examiner de nouveau" in text_of(client.get(address_of(pair)))
    settle(client, pair, "reprendre")
    assert settle(client, pair, "autre").status_code == 404

    pair.refresh_from_db()
    assert (pair.state, pair.dismissed_because) == ("open", "Non.")


def test_refused_undo_says_why(client, pair):
    one, other = (InternationalPartnerFactory._meta.model.objects.get(pk=pk) for pk in pair.ids)
    last = InternationalPartnerFactory(name="Ndakaaru")
    made = merged(RecordKind.PARTNER, one, other)
    two = merged(RecordKind.PARTNER, last, one)
    client.force_login(lead_reviewer())

    answer = client.post(made.get_absolute_url(), {"reason": "Erreur."})

    assert answer.status_code == 409
    assert "annulez cela d’abord" in text_of(answer)
    undo_merge(two, by=lead_reviewer(), reason="Erreur.")
    assert client.post(made.get_absolute_url(), {"reason": "Erreur."}).status_code == 302


@pytest.mark.parametrize("count", [3, 30])
def test_lists_run_the_same_queries_for_any_number(client, count, django_assert_num_queries):
    client.force_login(reviewer())
    for _rank in range(count // 3):
        pair_of(RecordKind.PARTNER, InternationalPartnerFactory(), InternationalPartnerFactory())
        pair_of(RecordKind.PARTNERSHIP, published(), published())
        pair_of(RecordKind.AUTHORITY, LocalAuthorityFactory(), LocalAuthorityFactory())
    client.get(LIST)

    with django_assert_num_queries(13):
        client.get(LIST)
    with django_assert_num_queries(5):
        client.get(MERGES)
