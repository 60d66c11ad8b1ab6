"""Answers about partners that resemble a proposed one: all are asked, and each answer holds as long
as what it was about.
"""

import pytest
from django.urls import reverse

from partnerships.cleaning.merge import undo_merge
from partnerships.document.canonical import canonical
from partnerships.document.proposed_partner import Proposed
from partnerships.document.resemblance import resembling_partners
from partnerships.models import Action, InternationalPartner, PlaceTerm, RecordKind
from partnerships.publication.partners import write_partner_terms
from partnerships.workflow.refusals import Refused
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.duplicates import merged
from tests.factories.filling import errors_of, post, saved, step_of, text_of, with_item
from tests.factories.lists import CountryFactory, PlaceFactory
from tests.factories.partnerships import InternationalPartnerFactory

pytestmark = pytest.mark.django_db


def propose(dossier, name, country="MA", kind="municipality", **fields):
    """Add a proposed partner to a draft; returns the uuid of its item."""
    values = {"name": name, "kind": kind, "country": country, **fields}
    path = with_item(dossier, "partners", **{f"proposed_{k}": v for k, v in values.items()})
    dossier.save()
    return path.split(".")[1]


def answer(client, dossier, item, known, word="other"):
    uuids = ":".join(str(each.uuid) for each in known)
    return post(client, dossier, "acteurs", do=f"{word}:partners:{item}:{uuids}")


def said(dossier, item):
    """The known partners that the buffer says to be others."""
    text = saved(dossier).get(f"partners.{item}.different_from", "")
    return [each.partition("=")[0] for each in text.split()]


def question_of(client, dossier, item):
    """The comparison of an item on the page of the form."""
    page = client.get(step_of(dossier, "acteurs"))
    (shown,) = (
        each.comparison
        for shown_list in page.context["page"].lists
        for each in shown_list.items
        if each.form.uuid == item
    )
    return shown


@pytest.fixture
def six():
    return [
        InternationalPartnerFactory(name=name)
        for name in ("Sefrou", *map("Sefrou-{}".format, "abcde"))
    ]


def test_all_that_resemble_are_asked_four_at_a_time(client, six):
    dossier = dossier_in("draft")
    item = propose(dossier, "Sefrou")
    client.force_login(dossier.created_by)

    first = question_of(client, dossier, item)
    assert (len(first.known), first.waiting) == (4, 2)
    assert "2 autres partenaires lui ressemblent moins" in text_of(
        client.get(step_of(dossier, "acteurs"))
    )
    post(client, dossier, "acteurs", do=f"other:partners:{item}:{first.uuids}")

    second = question_of(client, dossier, item)
    assert (len(second.known), second.waiting) == (2, 0)
    assert {each.uuid for each in (*first.known, *second.known)} == {str(e.uuid) for e in six}
    dossier.refresh_from_db()
    assert f"partners.{item}" in errors_of(dossier)
    post(client, dossier, "acteurs", do=f"other:partners:{item}:{second.uuids}")
    dossier.refresh_from_db()
    assert errors_of(dossier) == {}
    assert len(question_of(client, dossier, item).others) == 6


def test_officer_is_asked_about_all_that_came_since_the_deposit(client):
    officer, member = reviewer(), MemberFactory()
    dossier = dossier_in("draft", member=member)
    item = propose(dossier, "Sefrou")
    act(dossier, Action.SUBMIT, member.user)
    dossier = act(dossier, Action.START_REVIEW, officer)
    for name in ("Sefrou", *map("Sefrou-{}".format, "abcd")):
        InternationalPartnerFactory(name=name)
    client.force_login(officer)
    page_address = reverse("partnerships:review_detail", args=[dossier.uuid])
    address = reverse("partnerships:review_action", args=[dossier.uuid, "compare_partners"])

    for count, waiting in ((4, 1), (1, 0)):
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


@pytest.mark.parametrize(
    ("field", "value", "is_asked"),
    [
        ("proposed_name", "Sefrou-Nord", True),
        ("proposed_name", "SÉFROU", False),
        ("proposed_country", "TN", True),
    ],
)
def test_answer_holds_as_long_as_what_was_proposed(client, field, value, is_asked):
    CountryFactory(iso2="TN", name="Tunisie", name_en="Tunisia")
    known = InternationalPartnerFactory(name="Sefrou")
    dossier = dossier_in("draft")
    item = propose(dossier, "Sefrou")
    client.force_login(dossier.created_by)
    answer(client, dossier, item, [known])
    assert question_of(client, dossier, item).known == ()
    if value == "TN":
        InternationalPartnerFactory(name="Sefrou", country_id="TN")

    post(client, dossier, "acteurs", **{f"partners.{item}.{field}": value})

    assert bool(question_of(client, dossier, item).known) == is_asked


def test_item_deleted_and_added_again_is_asked_again(client):
    known = InternationalPartnerFactory(name="Sefrou")
    dossier = dossier_in("draft")
    item = propose(dossier, "Sefrou")
    client.force_login(dossier.created_by)
    answer(client, dossier, item, [known])

    post(client, dossier, "acteurs", do=f"remove:partners:{item}")
    assert not any(item in path for path in saved(dossier))
    post(client, dossier, "acteurs", do="propose:partners", **{"q.partners": "Sefrou"})
    again = saved(dossier)["partners"][-1]
    post(client, dossier, "acteurs", **{f"partners.{again}.proposed_country": "MA"})

    assert again != item
    assert len(question_of(client, dossier, again).known) == 1


def test_partner_renamed_since_the_answer_is_asked_about_again(client):
    officer, member = reviewer(), MemberFactory()
    known = InternationalPartnerFactory(name="Sefrou-Nord")
    dossier = dossier_in("draft", member=member)
    item = propose(dossier, "Sefrou")
    client.force_login(member.user)
    answer(client, dossier, item, [known])
    dossier.refresh_from_db()
    assert errors_of(dossier) == {}

    rename(known, "Sefrou")

    assert len(question_of(client, dossier, item).known) == 1
    answer(client, dossier, item, [known])
    assert question_of(client, dossier, item).known == ()
    dossier.refresh_from_db()
    act(dossier, Action.SUBMIT, member.user)
    dossier = act(dossier, Action.START_REVIEW, officer)
    rename(known, "Sefrou-Nord")
    details = {"item": item, "partners": [str(known.uuid)]}
    act(dossier, Action.COMPARE_PARTNERS, officer, **details)
    dossier.refresh_from_db()
    rename(known, "Sefrou-Sud")
    with pytest.raises(Refused, match="ressemble à un partenaire proposé"):
        act(dossier, Action.ACCEPT, officer, grounds="Conforme.")
    dossier.refresh_from_db()
    rename(known, "SEFROU NORD")
    act(dossier, Action.ACCEPT, officer, grounds="Conforme.")


def rename(partner, name):
    """As an administrator does."""
    partner.name = name
    partner.save()
    write_partner_terms([partner])


def test_partner_merged_since_the_answer_is_asked_about_and_undoing_gives_the_answer_back(client):
    known, kept = (InternationalPartnerFactory(name=name) for name in ("Sefrou", "Sefrou-Ville"))
    dossier = dossier_in("draft")
    item = propose(dossier, "Sefrou")
    client.force_login(dossier.created_by)
    answer(client, dossier, item, [known])
    assert [each.uuid for each in question_of(client, dossier, item).known] == [str(kept.uuid)]

    made = merged(RecordKind.PARTNER, kept, known)

    shown = question_of(client, dossier, item)
    assert [each.uuid for each in shown.known] == [str(kept.uuid)]
    answer(client, dossier, item, [kept])
    assert question_of(client, dossier, item).known == ()
    undo_merge(made, by=lead_reviewer(), reason="Erreur.")
    assert question_of(client, dossier, item).known == ()


def test_answer_of_an_older_page_changes_nothing_once_another_was_given(client):
    one, other = (InternationalPartnerFactory(name=name) for name in ("Sefrou", "Sefrou-Ville"))
    dossier = dossier_in("draft")
    item = propose(dossier, "Sefrou")
    client.force_login(dossier.created_by)
    answer(client, dossier, item, [one], "same")
    before = saved(dossier)

    for word in ("same", "other"):
        for known in (one, other):
            answer(client, dossier, item, [known], word)

    assert saved(dossier) == before
    assert before[f"partners.{item}.partner"] == str(one.uuid)


def test_answer_sent_twice_is_one_answer(client):
    known = InternationalPartnerFactory(name="Sefrou")
    dossier = dossier_in("draft")
    item = propose(dossier, "Sefrou")
    client.force_login(dossier.created_by)

    for _time in range(2):
        answer(client, dossier, item, [known])

    assert said(dossier, item) == [str(known.uuid)]
    for _time in range(2):
        post(client, dossier, "acteurs", do=f"undo:partners:{item}")
    assert said(dossier, item) == []
    assert saved(dossier)[f"partners.{item}.proposed_name"] == "Sefrou"


@pytest.mark.parametrize("word", ["same", "other", "undo"])
def test_answer_about_an_item_of_another_dossier_changes_neither(client, word):
    known = InternationalPartnerFactory(name="Sefrou")
    theirs, own = dossier_in("draft"), dossier_in("draft")
    item = propose(theirs, "Sefrou")
    client.force_login(own.created_by)
    before = saved(own), saved(theirs)

    answer(client, own, item, [known], word)
    assert answer(client, theirs, item, [known], word).status_code == 404

    assert (saved(own), saved(theirs)) == before


def test_nobody_else_answers(client):
    known = InternationalPartnerFactory(name="Sefrou")
    dossier = dossier_in("draft")
    item = propose(dossier, "Sefrou")
    before = saved(dossier)

    for user in (reviewer(), UserFactory(), MemberFactory().user):
        client.force_login(user)
        assert answer(client, dossier, item, [known]).status_code == 404
    assert saved(dossier) == before


def test_double_in_one_dossier_is_to_be_removed():
    dossier = dossier_in("draft")
    propose(dossier, "Sefrou")
    second = propose(dossier, "Ville de SÉFROU")

    assert list(errors_of(dossier)) == [f"partners.{second}"]
    assert "déjà dans la liste" in errors_of(dossier)[f"partners.{second}"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Sefru", "municipality"), ("Sefrou-Nord", "municipality"), ("Sefrou", "association")],
)
def test_partner_of_one_dossier_that_resembles_another_is_asked_about(client, name, kind):
    officer, member = reviewer(), MemberFactory()
    dossier = dossier_in("draft", member=member)
    first, second = propose(dossier, "Sefrou"), propose(dossier, name, kind=kind)
    client.force_login(member.user)

    assert question_of(client, dossier, first) is None
    (known,) = question_of(client, dossier, second).known
    assert (known.name, known.uuid, known.url) == ("Sefrou", first, "")
    page = text_of(client.get(step_of(dossier, "acteurs")))
    assert "ressemble à un autre partenaire. Est-ce le même" in page
    assert "Déjà dans ce dossier" in page
    assert list(errors_of(dossier)) == [f"partners.{second}"]
    post(client, dossier, "acteurs", do=f"other:partners:{second}:{first}")

    dossier.refresh_from_db()
    assert errors_of(dossier) == {}
    act(dossier, Action.SUBMIT, member.user)
    dossier = act(dossier, Action.START_REVIEW, officer)
    (told,) = dossier.events.get(action="submit").content["resemblances"]
    assert told["names"] == ["Sefrou (Maroc)"]
    client.force_login(officer)
    page = text_of(client.get(reverse("partnerships:review_detail", args=[dossier.uuid])))
    assert f"« {name} » est un autre partenaire que Sefrou (Maroc)" in page
    public = act(dossier, Action.ACCEPT, officer, grounds="Conforme.").partnership
    assert public.partners.filter(name__in=["Sefrou", name]).count() == 2


def test_partner_said_to_be_another_of_the_dossier_is_removed(client):
    dossier = dossier_in("draft")
    first, second = propose(dossier, "Sefrou"), propose(dossier, "Sefru")
    client.force_login(dossier.created_by)

    post(client, dossier, "acteurs", do=f"same:partners:{second}:{first}")

    assert second not in saved(dossier)["partners"]
    assert saved(dossier)[f"partners.{first}.proposed_name"] == "Sefrou"
    for value in (f"{first}:{first}", f"{first}:{second}"):
        post(client, dossier, "acteurs", do=f"same:partners:{value}")
    assert first in saved(dossier)["partners"]


def test_officer_answers_about_two_partners_of_an_older_deposit(client):
    officer, member = reviewer(), MemberFactory()
    dossier = dossier_in("draft", member=member)
    first, second = propose(dossier, "Sefrou"), propose(dossier, "Sefru")
    client.force_login(member.user)
    post(client, dossier, "acteurs", do=f"other:partners:{second}:{first}")
    dossier.refresh_from_db()
    dossier = act(dossier, Action.SUBMIT, member.user)
    submission = dossier.submissions.get()
    document = submission.document
    for each in document["partners"]:
        each.pop("resemblance", None)
    submission.document_text = canonical(document)
    type(submission).objects.filter(pk=submission.pk).update(document_text=canonical(document))
    dossier = act(dossier, Action.START_REVIEW, officer)
    with pytest.raises(Refused, match="ressemble à un partenaire proposé"):
        act(dossier, Action.ACCEPT, officer, grounds="Conforme.")
    dossier.refresh_from_db()
    client.force_login(officer)
    address = reverse("partnerships:review_detail", args=[dossier.uuid])
    assert "ressemble à un autre partenaire" in text_of(client.get(address))

    dossier = act(dossier, Action.COMPARE_PARTNERS, officer, item=second, partners=[first])

    assert client.get(address).context["page"].comparisons == []
    act(dossier, Action.ACCEPT, officer, grounds="Conforme.")


def test_partners_without_a_known_country_are_not_compared(client):
    dossier = dossier_in("draft")
    propose(dossier, "Sefrou", country="XX")
    propose(dossier, "Sefru", country="XX")
    client.force_login(dossier.created_by)

    assert client.get(step_of(dossier, "acteurs")).status_code == 200


def test_answer_without_a_session_is_not_kept_and_is_asked_again(client):
    known = InternationalPartnerFactory(name="Sefrou")
    dossier = dossier_in("draft")
    item = propose(dossier, "Sefrou")
    before = saved(dossier)

    response = answer(client, dossier, item, [known])

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    assert saved(dossier) == before
    client.force_login(dossier.created_by)
    assert len(question_of(client, dossier, item).known) == 1


def test_dossier_opened_again_does_not_ask_about_the_partner_that_it_published(client):
    lead = lead_reviewer()
    member = MemberFactory()
    dossier = dossier_in("draft", member=member)
    item = propose(dossier, "Sefrou")
    for action, by, details in (
        (Action.SUBMIT, member.user, {}),
        (Action.START_REVIEW, lead, {}),
        (Action.ACCEPT, lead, {"grounds": "Conforme."}),
        (Action.REOPEN, lead, {"reason": "Une erreur à corriger."}),
    ):
        dossier = act(dossier, action, by, **details)
    created = InternationalPartner.objects.get(name="Sefrou")
    client.force_login(lead)
    page = client.get(reverse("partnerships:review_detail", args=[dossier.uuid]))
    assert page.context["page"].comparisons == []

    kept = InternationalPartnerFactory(name="Sefrou-Ville")
    merged(RecordKind.PARTNER, kept, created)
    dossier = act(dossier, Action.REQUEST_CHANGES, lead, messages=[("title", "Précisez.")])
    client.force_login(member.user)
    assert question_of(client, dossier, item) is None
    dossier = act(dossier, Action.SUBMIT, member.user)
    dossier = act(dossier, Action.START_REVIEW, lead)
    public = act(dossier, Action.ACCEPT, lead, grounds="Conforme.").partnership

    assert kept in public.partners.all()
    assert InternationalPartner.objects.filter(name="Sefrou").count() == 1


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
