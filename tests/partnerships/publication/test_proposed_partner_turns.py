"""A proposed partner in what follows a first publication: amendment, rebase, claim, closure,
correction, merge, suspension, older deposits; and the same partner proposed twice.
"""

import json

import pytest
from django.urls import reverse

from partnerships.cleaning.merge import undo_merge
from partnerships.document.canonical import canonical
from partnerships.document.projection import item as item_of
from partnerships.document.validation import validate
from partnerships.models import Action, InternationalPartner, RecordKind
from partnerships.publication.correct import correct
from partnerships.publication.suspend import suspend
from partnerships.workflow.amendment import create_amendment, create_claim, create_closure
from partnerships.workflow.refusals import Invalid, Refused
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, changed_amendment, dossier_in
from tests.factories.duplicates import merged
from tests.factories.filling import post, propose, saved, step_of, text_of, with_item
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory
from tests.partnerships.dossier.test_claim import COMPLETED, imported

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morocco():
    return CountryFactory(iso2="MA", name="Maroc", name_en="Morocco")


def answer(client, dossier, item, *known, word="other"):
    client.force_login(dossier.created_by)
    uuids = ":".join(str(each.uuid) for each in known)
    post(client, dossier, "acteurs", do=f"{word}:partners:{item}:{uuids}")
    dossier.refresh_from_db()


def deposit(dossier):
    return act(dossier, Action.SUBMIT, dossier.created_by)


def accept(dossier):
    return accept_again(dossier, reviewer())


def proposing(name="Sefrou", **fields):
    """A draft whose only partner is proposed."""
    dossier = dossier_in("draft", partners=[], **fields)
    propose(dossier, name)
    return dossier


@pytest.fixture
def sefrou():
    """A published partnership, and the partner that it proposed."""
    dossier = accept(deposit(proposing()))
    return dossier, InternationalPartner.objects.get(name="Sefrou")


def names(partnership):
    return sorted(str(each) for each in partnership.partners.all())


def test_amendment_that_proposes_a_partner_asks_about_the_published_one(client, sefrou):
    dossier, known = sefrou
    amendment = create_amendment(dossier.partnership, dossier.created_by)
    item = propose(amendment, "Sefrou-Nord")

    with pytest.raises(Invalid):
        deposit(amendment)
    answer(client, amendment, item, known)
    public = accept(deposit(amendment)).partnership

    assert names(public) == ["Sefrou", "Sefrou-Nord"]
    assert known in public.partners.all()


def test_amendment_that_says_it_is_the_published_one_names_it_once(client, sefrou):
    dossier, known = sefrou
    amendment = changed_amendment(dossier.partnership, dossier.created_by)
    item = propose(amendment, "Ville de Sefrou")

    answer(client, amendment, item, known, word="same")

    assert item not in saved(amendment)["partners"]
    assert list(accept(deposit(amendment)).partnership.partners.all()) == [known]


@pytest.mark.parametrize("is_merged", [False, True])
def test_rebase_keeps_what_was_proposed_and_its_answer(client, sefrou, is_merged):
    dossier, known = sefrou
    kept = InternationalPartnerFactory(name="Meknès", country_id="MA")
    amendment = create_amendment(dossier.partnership, dossier.created_by)
    item = propose(amendment, "Sefrou-Nord")
    answer(client, amendment, item, known)
    amendment = deposit(amendment)
    officer = reviewer()
    correct(dossier.partnership, 1, {"title": "Titre juste"}, by=officer, reason="Coquille")
    if is_merged:
        merged(RecordKind.PARTNER, kept, known)
    amendment = act(amendment, Action.START_REVIEW, officer)
    with pytest.raises(Refused, match="publié de nouveau"):
        act(amendment, Action.ACCEPT, officer, grounds="Conforme.")
    amendment.refresh_from_db()
    details = {"messages": [("title", "Repartez de la version publiée.")]}
    amendment = act(amendment, Action.REQUEST_CHANGES, officer, **details)

    amendment = act(amendment, Action.REBASE, amendment.created_by)

    assert not any(path.startswith("conflict.") for path in amendment.buffer)
    assert amendment.buffer["title"] == "Titre juste"
    assert amendment.buffer[f"partners.{item}.different_from"] == f"{known.uuid}=sefrou"
    public = accept_again(deposit(amendment), officer).partnership
    assert names(public) == sorted(["Sefrou-Nord", "Meknès" if is_merged else "Sefrou"])
    assert public.title == "Titre juste"


def accept_again(dossier, officer):
    dossier = act(dossier, Action.START_REVIEW, officer)
    return act(dossier, Action.ACCEPT, officer, grounds="Conforme.")


def test_two_partners_of_a_page_merged_meanwhile_are_one(sefrou):
    dossier, known = sefrou
    other = InternationalPartnerFactory(name="Meknès", country_id="MA")
    amendment = create_amendment(dossier.partnership, dossier.created_by)
    path = with_item(amendment, "partners", partner=str(other.uuid))
    amendment.save()
    amendment = deposit(amendment)

    merged(RecordKind.PARTNER, other, known)

    assert list(accept(amendment).partnership.partners.all()) == [other]
    again = create_amendment(dossier.partnership, dossier.created_by)
    assert [error.path for error in validate(again).errors] == [path]


def test_claim_keeps_the_imported_partner_and_creates_none():
    member = MemberFactory()
    partnership = imported(member.authority)
    (partner,) = partnership.partners.all()
    before = InternationalPartner.objects.count()
    claim = create_claim(partnership, member.user, member.authority)
    claim.buffer = {**claim.buffer, **COMPLETED}
    claim.save()

    public = accept(deposit(claim)).partnership

    assert public == partnership
    assert list(public.partners.all()) == [partner]
    assert InternationalPartner.objects.count() == before


def test_claim_that_proposes_the_imported_partner_again_is_asked(client):
    member = MemberFactory()
    known = InternationalPartnerFactory(name="Sefrou", country_id="MA", kind="unknown")
    partnership = imported(member.authority, partners=[known])
    claim = create_claim(partnership, member.user, member.authority)
    claim.buffer = {**claim.buffer, **COMPLETED}
    claim.save()
    client.force_login(member.user)
    (old,) = claim.buffer["partners"]
    post(client, claim, "acteurs", do=f"remove:partners:{old}")
    claim.refresh_from_db()
    item = propose(claim, "Sefrou")

    with pytest.raises(Invalid):
        deposit(claim)
    claim.refresh_from_db()
    answer(client, claim, item, known, word="same")

    assert list(accept(deposit(claim)).partnership.partners.all()) == [known]


def test_closure_keeps_the_published_partner(sefrou):
    dossier, known = sefrou
    closure = create_closure(dossier.partnership, dossier.created_by)
    closure.buffer = {**closure.buffer, "phase": "cancelled", "ends_on": "2025"}
    closure.save()

    public = accept(deposit(closure)).partnership

    assert list(public.partners.all()) == [known]
    assert InternationalPartner.objects.count() == 1


def test_correction_merge_and_undone_merge_keep_the_partner_of_the_next_amendment(sefrou):
    dossier, known = sefrou
    partnership, member = dossier.partnership, dossier.created_by
    correct(partnership, 1, {"title": "Titre juste"}, by=reviewer(), reason="Coquille")
    assert list(partnership.partners.all()) == [known]
    kept = InternationalPartnerFactory(name="Meknès", country_id="MA")
    made = merged(RecordKind.PARTNER, kept, known)

    amendment = changed_amendment(partnership, member)
    public = accept(deposit(amendment)).partnership
    assert list(public.partners.all()) == [kept]

    undo_merge(made, by=lead_reviewer(), reason="Erreur.")
    assert list(public.partners.all()) == [known]
    amendment = create_amendment(public, member)
    amendment.buffer = {**amendment.buffer, "summary": "Revu encore."}
    amendment.save()
    assert list(accept(deposit(amendment)).partnership.partners.all()) == [known]


def known_partner(partner):
    uuid = item_of()["uuid"]
    return {"partners": [uuid], f"partners.{uuid}.partner": str(partner.uuid)}


def test_partner_of_a_suspended_page_is_asked_about_and_the_page_stays_unknown(client, sefrou):
    first, known = sefrou
    dossier = accept(deposit(dossier_in("draft", title="À retirer", **known_partner(known))))
    partnership = dossier.partnership
    for each in (first.partnership, partnership):
        suspend(each, 1, by=lead_reviewer(), reason="Données personnelles.")
    draft = dossier_in("draft")
    item = propose(draft, "Sefrou")
    client.force_login(draft.created_by)

    page = text_of(client.get(step_of(draft, "acteurs")))

    assert "ressemble à un partenaire du registre" in page
    for hidden in (partnership.title, partnership.reference, str(dossier.lead_authority)):
        assert hidden not in page
    assert item in page
    client.logout()
    page = text_of(client.get(known.get_absolute_url()))
    assert partnership.title not in page
    assert str(dossier.lead_authority) not in page


@pytest.mark.parametrize("schema", [1, 2])
def test_deposit_of_an_older_schema_is_asked_about_published_and_amended(client, schema):
    waiting = deposit(proposing())
    submission = waiting.submissions.get()
    older = {**json.loads(submission.document_text), "schema": schema}
    for name in ("indicators", "images") if schema == 1 else ():
        del older[name]
    type(submission).objects.filter(pk=submission.pk).update(document_text=canonical(older))
    known = InternationalPartnerFactory(name="Sefrou", country_id="MA")
    officer = reviewer()
    waiting = act(waiting, Action.START_REVIEW, officer)
    client.force_login(officer)
    page = client.get(reverse("partnerships:review_detail", args=[waiting.uuid]))
    ((item, _comparison),) = page.context["page"].comparisons
    with pytest.raises(Refused, match="ressemble à un partenaire proposé"):
        act(waiting, Action.ACCEPT, officer, grounds="Conforme.")
    waiting.refresh_from_db()

    details = {"item": item, "partners": [str(known.uuid)]}
    waiting = act(waiting, Action.COMPARE_PARTNERS, officer, **details)
    public = act(waiting, Action.ACCEPT, officer, grounds="Conforme.").partnership

    (partner,) = public.partners.all()
    assert partner != known
    amendment = changed_amendment(public, waiting.created_by)
    assert amendment.buffer[f"partners.{item}.partner"] == str(partner.uuid)
    assert list(accept(deposit(amendment)).partnership.partners.all()) == [partner]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("name", ["Sefrou", "SÉFROU", "Ville de Sefrou", "Sefru"])
def test_second_of_two_dossiers_that_propose_one_partner_is_asked(order, name):
    first, second = [deposit(proposing(each)) for each in ("Sefrou", name)][::order]
    accept(first)
    officer = reviewer()
    second = act(second, Action.START_REVIEW, officer)

    with pytest.raises(Refused, match="ressemble à un partenaire proposé"):
        act(second, Action.ACCEPT, officer, grounds="Conforme.")

    assert InternationalPartner.objects.count() == 1


def test_officer_who_is_not_the_reviewer_and_a_member_do_not_answer(client, sefrou):
    _dossier, known = sefrou
    waiting = proposing("Autre nom")
    item = waiting.buffer["partners"][0]
    waiting = act(deposit(waiting), Action.START_REVIEW, reviewer())
    InternationalPartnerFactory(name="Autre nom", country_id="MA")
    address = reverse("partnerships:review_action", args=[waiting.uuid, "compare_partners"])
    data = {"seen": waiting.last_sequence, "item": item, "partners": [str(known.uuid)]}

    statuses = []
    for user in (reviewer(), waiting.created_by, MemberFactory().user):
        client.force_login(user)
        statuses.append(client.post(address, data).status_code)
    client.logout()
    statuses.append(client.post(address, data).status_code)

    assert all(status >= 302 for status in statuses)
    assert not waiting.events.filter(action=Action.COMPARE_PARTNERS).exists()
