"""All partners that resemble a proposed one are asked about, over a border and in any script."""

import pytest
from django.urls import reverse

from partnerships.document.proposed_partner import Proposed
from partnerships.document.resemblance import resembling_partners
from partnerships.models import Action, PlaceTerm
from partnerships.workflow.refusals import Refused
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.filling import errors_of, post, propose, question_of, step_of, text_of
from tests.factories.lists import CountryFactory, PlaceFactory
from tests.factories.partnerships import InternationalPartnerFactory

pytestmark = pytest.mark.django_db
OTHERS = ("Ksar", "Bhalil", "Zaouia", "Menzel", "Azzaba", "Ribat")


@pytest.fixture
def six():
    return [
        InternationalPartnerFactory(name=name)
        for name in ("Sefrou", *map("Sefrou {}".format, OTHERS[:5]))
    ]


def test_one_answer_is_about_the_nearest_few_that_resemble(client, six):
    dossier = dossier_in("draft")
    item = propose(dossier, "Sefrou")
    client.force_login(dossier.created_by)

    asked = question_of(client, dossier, item)
    page = text_of(client.get(step_of(dossier, "acteurs")))
    post(client, dossier, "acteurs", do=f"other:partners:{item}:{asked.uuids}")

    assert [each.name for each in asked.known] == [str(each) for each in six[:5]]
    assert asked.waiting == 0
    assert "Aucun de ceux-ci : publier « Sefrou »" in page
    dossier.refresh_from_db()
    assert errors_of(dossier) == {}
    answered = question_of(client, dossier, item)
    assert (answered.known, len(answered.others)) == ((), 5)


def test_the_nearest_of_those_that_resemble_less_are_asked_about():
    place = PlaceFactory(name="Sefrou", latitude=33.8, longitude=-4.8)
    near = [
        InternationalPartnerFactory(
            name=f"Sefrou {other}", latitude=33.8 + far / 10, longitude=-4.8
        )
        for other, far in zip(OTHERS, (6, 2, 5, 1, 4, 3), strict=True)
    ]
    country = near[0].country_id

    found = resembling_partners([Proposed("x", "Sefrou", country, "municipality", place)])["x"]

    assert [each.partner for each in found] == [near[i] for i in (3, 1, 5, 4)]


def test_all_that_have_the_very_name_are_asked_about(client):
    for _number in range(7):
        InternationalPartnerFactory(name="Sefrou")
    dossier = dossier_in("draft")
    item = propose(dossier, "Sefrou")
    client.force_login(dossier.created_by)

    first = question_of(client, dossier, item)
    assert (len(first.known), first.waiting) == (6, 1)
    assert "Un autre partenaire lui ressemble moins" in text_of(
        client.get(step_of(dossier, "acteurs"))
    )
    post(client, dossier, "acteurs", do=f"other:partners:{item}:{first.uuids}")

    second = question_of(client, dossier, item)
    assert (len(second.known), second.waiting) == (1, 0)
    assert len({each.uuid for each in (*first.known, *second.known)}) == 7
    dossier.refresh_from_db()
    assert f"partners.{item}" in errors_of(dossier)
    post(client, dossier, "acteurs", do=f"other:partners:{item}:{second.uuids}")
    dossier.refresh_from_db()
    assert errors_of(dossier) == {}
    assert len(question_of(client, dossier, item).others) == 7


def test_officer_is_asked_about_all_that_came_since_the_deposit(client):
    officer, member = reviewer(), MemberFactory()
    dossier = dossier_in("draft", member=member)
    item = propose(dossier, "Sefrou")
    act(dossier, Action.SUBMIT, member.user)
    dossier = act(dossier, Action.START_REVIEW, officer)
    for _number in range(7):
        InternationalPartnerFactory(name="Sefrou")
    client.force_login(officer)
    page_address = reverse("partnerships:review_detail", args=[dossier.uuid])
    address = reverse("partnerships:review_action", args=[dossier.uuid, "compare_partners"])

    for count, waiting in ((6, 1), (1, 0)):
        ((_item, comparison),) = client.get(page_address).context["page"].comparisons
        assert (len(comparison.known), comparison.waiting) == (count, waiting)
        with pytest.raises(Refused, match="ressemble à un partenaire proposé"):
            act(dossier, Action.ACCEPT, officer, grounds="Conforme.")
        dossier.refresh_from_db()
        uuids = [each.uuid for each in comparison.known]
        client.post(address, {"seen": dossier.last_sequence, "item": item, "partners": uuids})
        dossier.refresh_from_db()

    assert client.get(page_address).context["page"].comparisons == []
    public = act(dossier, Action.ACCEPT, officer, grounds="Conforme.").partnership
    assert public.partners.filter(name="Sefrou").exists()


@pytest.fixture
def border():
    """A known town, and another country that may list it as its own."""
    here = CountryFactory(iso2="EH", name="Sahara occidental", name_en="Western Sahara")
    CountryFactory(iso2="MA", name="Maroc", name_en="Morocco")
    town = PlaceFactory(name="Laâyoune", country=here, latitude=27.15, longitude=-13.2)
    PlaceTerm.objects.create(place=town, term="laayoune")
    return InternationalPartnerFactory(
        name="Laâyoune", country=here, place=town, latitude=27.15, longitude=-13.2
    )


def found(name, country="MA", kind="municipality", place=None):
    (resembling,) = resembling_partners([Proposed("x", name, country, kind, place)]).values()
    return [(str(each.partner), [reason.value for reason in each.reasons]) for each in resembling]


@pytest.mark.parametrize("name", ["Laâyoune", "LAAYOUNE", "Ville de Laâyoune"])
def test_namesake_over_a_border_is_asked_about(border, name):
    assert found(name) == [("Laâyoune", ["other_country"])]
    assert found(name, kind="") == [("Laâyoune", ["other_country"])]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Laâyoun", "municipality"), ("Laâyoune-Sud", "municipality"), ("Laâyoune", "state")],
)
def test_other_names_and_kinds_are_not_looked_for_over_a_border(border, name, kind):
    assert found(name, kind=kind) == []


@pytest.mark.parametrize(("latitude", "expected"), [(27.5, ["other_country"]), (33.0, [])])
def test_namesake_of_another_country_is_asked_about_where_it_is_near(border, latitude, expected):
    town = PlaceFactory(name="Laâyoune", country_id="MA", latitude=latitude, longitude=-13.2)

    assert [
        reason for _name, reasons in found("Laâyoune", place=town) for reason in reasons
    ] == expected


def test_namesake_is_not_asked_about_where_the_country_has_its_own_town(border):
    town = PlaceFactory(name="Laâyoune", country_id="MA", latitude=33.0, longitude=-3.0)
    PlaceTerm.objects.create(place=town, term="laayoune")

    assert found("Laâyoune") == []


def test_partner_that_stands_in_the_town_of_another_country_is_asked_about(border):
    border.country_id = "MA"
    border.save()

    assert found("Foum el Oued", country="EH", place=border.place) == [("Laâyoune", ["same_place"])]


def test_form_shows_the_country_that_was_typed_and_that_of_the_namesake(client, border):
    dossier = dossier_in("draft")
    item = propose(dossier, "Laâyoune")
    client.force_login(dossier.created_by)

    shown = question_of(client, dossier, item)

    assert dict(shown.proposed.facts)["Pays"] == "Maroc"
    assert dict(shown.known[0].facts)["Pays"] == "Sahara occidental"
    assert dict(shown.known[0].facts)["Pourquoi"] == "même nom, dans un autre pays"


@pytest.mark.parametrize("name", ["œ" * 200, "Sefrou " + "é" * 193, "塞" * 200, "ﷺ" * 200])
def test_longest_names_are_found_again(name):
    InternationalPartnerFactory(name=name)

    assert found(name) == [(name, ["same_name"])]


# Chinese, Arabic, Cyrillic with an accent, Greek; an invisible character in the middle.
SCRIPTS = ["塞夫鲁", "صفرو", "\u0421\u0435\u0301\u0444\u0440\u0443", "Σεφρού", "Sé\u200bfrou"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_names_of_any_script_are_found_again(name):
    known = InternationalPartnerFactory(name=name.replace("\u200b", "").upper())

    assert found(name) == [(str(known), ["same_name"])]


@pytest.mark.parametrize("name", ["\u200b\u2060", "–", "…", "\u3164"])
def test_name_without_a_letter_is_refused(client, name):
    dossier = dossier_in("draft")
    item = propose(dossier, name)
    client.force_login(dossier.created_by)

    assert f"partners.{item}.proposed_name" in errors_of(dossier)
    assert client.get(step_of(dossier, "acteurs")).status_code == 200
