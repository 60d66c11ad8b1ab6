"""The form asks whether a proposed partner is a known one, and nothing is guessed."""

import pytest
from django.urls import reverse

from partnerships.document.resemblance import Proposed, resembling_partners
from partnerships.models import Action, PlaceTerm
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.filling import document_of, errors_of, post, saved, step_of, text_of, with_item
from tests.factories.lists import CountryFactory, PlaceFactory
from tests.factories.partnerships import InternationalPartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def fez():
    place = PlaceFactory(name="Fès", other_names=["Fez", "فاس"], latitude=34.03, longitude=-5.0)
    for term in ("fes", "fez", "فاس"):
        PlaceTerm.objects.create(place=place, term=term)
    return InternationalPartnerFactory(
        name="Fès", place=place, country=place.country, latitude=34.03, longitude=-5.0
    )


def proposed_in(dossier, name, **fields):
    values = {"name": name, "kind": "municipality", "country": "MA", **fields}
    path = with_item(dossier, "partners", **{f"proposed_{k}": v for k, v in values.items()})
    dossier.save()
    return path


def found(name, kind="municipality", country="MA", place=None):
    proposed = Proposed("x", name, country, kind, place)
    return [
        (str(each.partner), [reason.value for reason in each.reasons])
        for each in resembling_partners([proposed]).get("x", [])
    ]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Fès", "same_name"),
        ("FES", "same_name"),
        ("Ville de Fès", "same_name"),
        ("Fez", "same_name"),
        ("فاس", "same_name"),
        ("Fèz", "same_name"),
        ("Fès-Médina", "contained_name"),
        ("Feis", "near_name"),
        ("Ville de Feis", "near_name"),
        ("Efs", "near_name"),
    ],
)
def test_known_partner_is_found_in_any_script_or_spelling(fez, name, why):
    assert found(name) == [("Fès", [why])]


@pytest.mark.parametrize("name", ["Fès", "Ville de Fès", "Fez", "Fèz", "Fès-Médina", "Feis", "Efs"])
def test_known_partner_is_found_alike_among_many_names(fez, name, monkeypatch):
    def spelt(_name):
        raise AssertionError

    alone = resembling_partners([Proposed("x", name, "MA", "municipality")])["x"]
    monkeypatch.setattr("partnerships.document.proposed_partner.one_letter_away", spelt)
    many = [Proposed(str(rank), f"Bou{rank:057}", "MA", "municipality") for rank in range(20)]

    among = resembling_partners([*many, Proposed("x", name, "MA", "municipality")])

    assert among["x"] == alone
    assert not any(among[each.key] for each in many)


@pytest.mark.parametrize("name", ["Meknès", "Fo", "Fessenheim", ""])
def test_other_names_resemble_nothing(fez, name):
    assert found(name) == []


def test_longer_known_name_is_found_by_its_beginning(fez):
    InternationalPartnerFactory(name="Ndoffane-sur-Saloum")

    assert found("Ndoffane") == [("Ndoffane-sur-Saloum", ["contained_name"])]


def test_namesake_of_another_kind_far_away(fez):
    assert found("Fès", kind="province") == [("Fès", ["same_name"])]
    assert found("Fez-Nord", kind="province") == []


def test_partner_of_the_same_town_is_found_whatever_its_name(fez):
    assert found("Agence d’Aïn Chkef", place=fez.place) == [("Fès", ["same_place"])]
    assert found("Agence d’Aïn Chkef", kind="association", place=fez.place) == []


def test_merged_partner_is_not_found_any_more(fez):
    fez.merged_into = InternationalPartnerFactory(name="Meknès")
    fez.save()

    assert found("Fès") == []


@pytest.mark.parametrize("count", [1, 3])
def test_looking_takes_as_many_queries_for_many_partners(fez, count, django_assert_num_queries):
    for rank in range(count):
        InternationalPartnerFactory(name=f"Oujda {'abc'[rank]}", place=PlaceFactory())
    proposed = [
        Proposed(str(rank), f"Oujda {'abc'[rank]}", "MA", "municipality", fez.place)
        for rank in range(count)
    ]

    with django_assert_num_queries(5):
        assert all(resembling_partners(proposed).values())


def test_form_shows_both_side_by_side_and_keeps_the_answer(client, fez):
    dossier = dossier_in("draft")
    near = PlaceFactory(name="Aïn Chkef", latitude=33.95, longitude=-5.0)
    path = proposed_in(dossier, "Fez", place=str(near.pk))
    client.force_login(dossier.created_by)

    page = text_of(client.get(step_of(dossier, "acteurs")))
    assert "« Fez » ressemble à un partenaire du registre. Est-ce le même" in page
    assert "Maroc" in page
    assert "9 km" in page
    uuid = path.split(".")[1]
    post(client, dossier, "acteurs", do=f"other:partners:{uuid}:{fez.uuid}")

    assert saved(dossier)[f"{path}.different_from"] == f"{fez.uuid}=fes"
    page = text_of(client.get(step_of(dossier, "acteurs")))
    assert "est un autre partenaire que Fès" in page
    dossier.refresh_from_db()
    assert errors_of(dossier) == {}
    post(client, dossier, "acteurs", do=f"undo:partners:{uuid}")
    assert "Est-ce le même" in text_of(client.get(step_of(dossier, "acteurs")))


def test_same_partner_takes_the_place_of_the_proposed_one_and_may_be_undone(client, fez):
    dossier = dossier_in("draft")
    path = proposed_in(dossier, "Fez")
    client.force_login(dossier.created_by)
    uuid = path.split(".")[1]

    post(client, dossier, "acteurs", do=f"same:partners:{uuid}:{fez.uuid}")

    assert saved(dossier)[f"{path}.partner"] == str(fez.uuid)
    page = text_of(client.get(step_of(dossier, "acteurs")))
    assert "« Fez » est ce partenaire du registre" in page
    post(client, dossier, "acteurs", do=f"undo:partners:{uuid}")
    assert saved(dossier)[f"{path}.partner"] == ""
    assert saved(dossier)[f"{path}.proposed_name"] == "Fez"


@pytest.mark.parametrize("answer", ["same", "other"])
@pytest.mark.parametrize("known", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_answer_about_an_unknown_partner_changes_nothing(client, fez, answer, known):
    dossier = dossier_in("draft")
    path = proposed_in(dossier, "Fez")
    client.force_login(dossier.created_by)

    post(client, dossier, "acteurs", do=f"{answer}:partners:{path.split('.')[1]}:{known}")

    assert saved(dossier) == dossier.buffer


def test_officer_sees_both_and_answers_in_the_checks(client, fez):
    officer, member = reviewer(), MemberFactory()
    dossier = dossier_in("draft", member=member)
    path = proposed_in(dossier, "Sefrou")
    act(dossier, Action.SUBMIT, member.user)
    dossier = act(dossier, Action.START_REVIEW, officer)
    InternationalPartnerFactory(name="Sefrou", country=fez.country)
    client.force_login(officer)
    address = reverse("partnerships:review_detail", args=[dossier.uuid])

    page = client.get(address)
    assert "la collectivité n’a pas dit si c’est le même" in text_of(page)
    (_item, comparison) = page.context["page"].comparisons[0]
    data = {
        "seen": dossier.last_sequence,
        "item": path.split(".")[1],
        "partners": [each.uuid for each in comparison.known],
    }
    client.post(
        reverse("partnerships:review_action", args=[dossier.uuid, "compare_partners"]), data
    )

    page = text_of(client.get(address))
    assert "n’a pas dit si c’est le même" not in page
    assert "est un autre partenaire que Sefrou (Maroc)" in page


def test_officer_sees_what_the_authority_answered(client, fez):
    officer, member = reviewer(), MemberFactory()
    dossier = dossier_in("draft", member=member)
    path = proposed_in(dossier, "Fez")
    client.force_login(member.user)
    post(client, dossier, "acteurs", do=f"other:partners:{path.split('.')[1]}:{fez.uuid}")
    dossier.refresh_from_db()
    act(dossier, Action.SUBMIT, member.user)
    client.force_login(officer)

    page = text_of(client.get(reverse("partnerships:review_detail", args=[dossier.uuid])))

    assert "La collectivité a répondu que « Fez » est un autre partenaire que Fès (Maroc)" in page


def test_officer_sees_where_the_partner_stands_and_no_question_once_it_is_published(client):
    officer, member = reviewer(), MemberFactory()
    kaolack = PlaceFactory(name="Kaolack")
    dossier = dossier_in("draft", member=member)
    proposed_in(dossier, "Ndoffane-sur-Saloum", country=kaolack.country_id, place=str(kaolack.pk))
    act(dossier, Action.SUBMIT, member.user)
    client.force_login(officer)
    address = reverse("partnerships:review_detail", args=[dossier.uuid])
    assert "Ville où il se trouve : Kaolack" in text_of(client.get(address))

    act(dossier, Action.START_REVIEW, officer)
    act(dossier, Action.ACCEPT, officer, grounds="Complet.")

    assert client.get(address).context["page"].comparisons == []


def test_other_names_of_a_country_are_in_the_list_of_the_form(client):
    CountryFactory(
        iso2="GB",
        name="Royaume-Uni",
        other_names="Grande-Bretagne\nUK",
        former_names="",
        parts="Angleterre\nÉcosse",
    )
    CountryFactory(iso2="FR", name="France", other_names="Hexagone")
    dossier = dossier_in("draft")
    path = proposed_in(dossier, "Leeds", country="GB")
    client.force_login(dossier.created_by)

    page = text_of(client.get(step_of(dossier, "acteurs")))
    select = page.partition(f'name="{path}.proposed_country"')[2].partition("</select>")[0]
    select = " ".join(select.split())

    assert '<option value="GB" selected>Royaume-Uni</option>' in select
    assert select.count("selected") == 1
    group = select.partition('<optgroup label="Autres noms">')[2]
    labels = [each.partition("<")[0] for each in group.split('<option value="GB">')[1:]]
    assert labels == [
        "Angleterre (Royaume-Uni)",
        "Écosse (Royaume-Uni)",
        "Grande-Bretagne (Royaume-Uni)",
        "UK (Royaume-Uni)",
    ]
    assert "Hexagone" not in select


def test_the_compared_name_is_as_short_as_a_name_may_be(client, fez):
    dossier = dossier_in("draft")
    path = proposed_in(dossier, "Fès " * 100)
    client.force_login(dossier.created_by)
    uuid = path.partition(".")[2]

    post(client, dossier, "acteurs", f"same:partners:{uuid}:{fez.uuid}")

    assert len(saved(dossier)[f"{path}.compared_name"]) == 200


def test_a_compared_name_stored_before_is_cut_and_cleaned_in_the_deposit(fez):
    dossier = dossier_in("draft")
    path = proposed_in(dossier, "Fès")
    fields = {
        f"{path}.partner": str(fez.uuid),
        f"{path}.compared_name": "F\u00adè\x01s\u202e" + "é" * 300,
    }

    dossier.buffer = {**dossier.buffer, **fields}
    dossier.save()
    (deposited,) = [
        each for each in document_of(dossier)["partners"] if each["uuid"] == path.partition(".")[2]
    ]

    name = deposited["resemblance"]["name"]
    assert name.startswith("Fès")
    assert len(name) == 200
