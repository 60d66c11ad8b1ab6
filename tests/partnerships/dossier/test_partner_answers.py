"""Each answer about a partner that resembles a proposed one holds as long as what it was about."""

import pytest
from django.urls import reverse

from partnerships.cleaning.merge import undo_merge
from partnerships.models import Action, InternationalPartner, RecordKind
from partnerships.publication.partners import write_partner_terms
from partnerships.workflow.refusals import Refused
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.duplicates import merged
from tests.factories.filling import answer, errors_of, post, propose, question_of, saved
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory

pytestmark = pytest.mark.django_db


def said(dossier, item):
    """The known partners that the buffer says to be others."""
    text = saved(dossier).get(f"partners.{item}.different_from", "")
    return [each.partition("=")[0] for each in text.split()]


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
