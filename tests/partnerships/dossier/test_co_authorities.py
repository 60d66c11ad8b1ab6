"""Several authorities on one dossier: the lead authority writes, the others read and answer."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cncd_portal.french_dates import french_date
from partnerships.models import Action, DossierAuthority, OutboxMail
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import NotAllowed, Refused
from tests.factories.accounts import UserFactory, lead_reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.filling import saved, with_item
from tests.factories.roles import action_of, ask, text_of

pytestmark = pytest.mark.django_db


def shared_dossier(status="draft", co=None, **fields):
    """A dossier that names the authority of `co`, a membership; a deposit links them."""
    co = co or MemberFactory()
    member = MemberFactory()
    dossier = dossier_in("draft", member=member, **fields)
    with_item(dossier, "authorities", authority=co.authority.key)
    dossier.save()
    if status == "submitted":
        dossier = act(dossier, Action.SUBMIT, member.user)
    return dossier, co


def decline(client, dossier, reason, seen=None):
    address = reverse("partnerships:dossier_decline", args=[dossier.uuid])
    seen = dossier.last_sequence if seen is None else seen
    return client.post(address, {"reason": reason, "seen": seen})


def part_of(dossier, co):
    return DossierAuthority.objects.get(dossier=dossier, authority=co.authority)


def mails_to(person):
    return list(OutboxMail.objects.filter(recipient=person.email).order_by("pk"))


def test_draft_is_read_by_another_authority_once_shared(client):
    dossier, co = shared_dossier(title="Réseau de chaleur")
    client.force_login(co.user)
    assert client.get(dossier.get_absolute_url()).status_code == 404

    client.force_login(dossier.created_by)
    ask(client, dossier, "share")
    client.force_login(co.user)

    page = text_of(client.get(dossier.get_absolute_url()))
    assert "Réseau de chaleur" in page
    assert "Le formulaire" not in page
    assert "Mettre à la corbeille" not in page
    assert "Confirmer notre part" not in page
    space = text_of(client.get(reverse("partnerships:workspace")))
    assert "À la cheffe de file" in space
    assert "À vous" not in space
    assert [mail.subject for mail in mails_to(co.user)] == [
        f"{dossier.reference} – un brouillon cite votre collectivité"
    ]


def test_incomplete_shared_draft_shows_what_is_written_and_nothing_private(client):
    dossier, co = shared_dossier(summary="Le début d’une idée", starts_on="n’importe")
    ask_as(client, dossier, "share")
    client.force_login(co.user)

    page = text_of(client.get(dossier.get_absolute_url()))

    assert "Le début d’une idée" in page
    assert "contact@example.org" not in page


def ask_as(client, dossier, action):
    client.force_login(dossier.created_by)
    return ask(client, dossier, action)


def test_draft_without_another_authority_cannot_be_shared(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    assert "Montrer le brouillon" not in text_of(client.get(dossier.get_absolute_url()))

    with pytest.raises(Refused, match="Nommez d’abord"):
        act(dossier, Action.SHARE, dossier.created_by)


def test_draft_is_hidden_from_an_authority_it_no_longer_names(client):
    dossier, co = shared_dossier()
    dossier = act(dossier, Action.SHARE, dossier.created_by)
    other = MemberFactory()
    dossier.buffer = {
        path: other.authority.key if value == co.authority.key else value
        for path, value in dossier.buffer.items()
    }
    dossier.save()

    act(dossier, Action.SHARE, dossier.created_by)

    client.force_login(co.user)
    assert client.get(dossier.get_absolute_url()).status_code == 404
    client.force_login(other.user)
    assert client.get(dossier.get_absolute_url()).status_code == 200


def test_deposit_asks_each_other_authority_once(client):
    dossier, co = shared_dossier("submitted")

    assert [mail.subject for mail in mails_to(co.user)] == [
        f"{dossier.reference} – un dossier cite votre collectivité"
    ]
    client.force_login(co.user)
    space = text_of(client.get(reverse("partnerships:workspace")))
    assert "Part à confirmer" in space
    client.force_login(dossier.created_by)
    assert "Part à confirmer" not in text_of(client.get(reverse("partnerships:workspace")))


def test_part_is_confirmed_with_who_and_when(client):
    dossier, co = shared_dossier("submitted")
    client.force_login(co.user)

    response = ask(client, dossier, "confirm")
    ask(client, dossier, "confirm", seen=dossier.last_sequence - 1)

    assert response.url == dossier.get_absolute_url()
    part = part_of(dossier, co)
    assert (part.answer, part.answered_by) == ("confirmed", co.user)
    assert part.answered_submission == dossier.submissions.get()
    event = dossier.events.get(action="confirm")
    assert event.submission_digest == dossier.submissions.get().digest
    assert "Part à confirmer" not in text_of(client.get(reverse("partnerships:workspace")))
    for person, name in (
        (dossier.created_by, "dossier_detail"),
        (lead_reviewer(), "review_detail"),
    ):
        client.force_login(person)
        page = text_of(client.get(reverse(f"partnerships:{name}", args=[dossier.uuid])))
        assert f"art confirmée le {french_date(part.answered_at)}" in page
        assert "(dépôt 1)" in page


@pytest.mark.parametrize(("changed", "is_asked"), [("Un autre résumé", True), (None, False)])
def test_new_deposit_asks_again_where_it_differs(client, changed, is_asked):
    dossier, co = shared_dossier("submitted")
    dossier = act(dossier, Action.CONFIRM, co.user)
    dossier = act(dossier, Action.WITHDRAW, dossier.created_by)
    if changed:
        dossier.buffer = {**dossier.buffer, "summary": changed}
        dossier.save()
    dossier = act(dossier, Action.SUBMIT, dossier.created_by)
    client.force_login(co.user)

    page = text_of(client.get(dossier.get_absolute_url()))
    space = text_of(client.get(reverse("partnerships:workspace")))

    assert ("n’a pas encore répondu sur le dernier dépôt" in page) is is_asked
    assert ("Part à confirmer" in space) is is_asked
    assert "(dépôt 1)" in page


def test_authority_that_declines_says_why_and_the_others_are_notified(client):
    dossier, co = shared_dossier("submitted")
    officer = lead_reviewer()
    client.force_login(co.user)

    decline(client, dossier, "Nous n’avons rien signé.")

    assert (part_of(dossier, co).answer, part_of(dossier, co).reason) == (
        "declined",
        "Nous n’avons rien signé.",
    )
    for person in (dossier.created_by, officer):
        last = mails_to(person)[-1]
        assert "n’être pas partie" in last.subject
        assert "Nous n’avons rien signé." in last.body
    client.force_login(officer)
    page = client.get(reverse("partnerships:review_detail", args=[dossier.uuid]))
    assert "Nous n’avons rien signé." in text_of(page)
    assert act(dossier, Action.START_REVIEW, officer).status == "under_review"


@pytest.mark.parametrize("reason", ["", " \x00 ", "x" * 1001])
def test_invalid_reason_is_refused_and_stays_in_its_field(client, reason):
    dossier, co = shared_dossier("submitted")
    client.force_login(co.user)

    response = decline(client, dossier, reason)

    assert response.status_code == 409
    assert part_of(dossier, co).answer == ""
    assert reason.strip("\x00 ") in text_of(response)


def test_answer_to_an_outdated_deposit_is_refused(client):
    dossier, co = shared_dossier("submitted")
    seen = dossier.last_sequence
    dossier = act(dossier, Action.WITHDRAW, dossier.created_by)
    dossier.buffer = {**dossier.buffer, "title": "Tout autre chose"}
    dossier.save()
    act(dossier, Action.SUBMIT, dossier.created_by)
    client.force_login(co.user)

    ask(client, dossier, "confirm", seen=seen)
    response = decline(client, dossier, "Pas nous", seen=seen)

    assert part_of(dossier, co).answer == ""
    assert "Pas nous" in text_of(response)


def test_only_the_authority_answers_for_itself(client):
    dossier, co = shared_dossier("submitted")
    others = [
        UserFactory(),
        MemberFactory().user,
        MemberFactory(authority=co.authority, pending=True).user,
        MemberFactory(authority=co.authority, revoked=True).user,
        dossier.created_by,
        lead_reviewer(),
    ]

    for person in others:
        client.force_login(person)
        assert ask(client, dossier, "confirm").status_code == 404
        assert decline(client, dossier, "Pas nous").status_code == 404

    assert part_of(dossier, co).answer == ""


def test_member_answers_for_all_of_their_authorities_and_no_other():
    co = MemberFactory()
    second = MemberFactory(user=co.user)
    stranger = LocalAuthorityFactory()
    dossier, _co = shared_dossier(co=co)
    for authority in (second.authority, stranger):
        with_item(dossier, "authorities", authority=authority.key)
    dossier.save()
    dossier = act(dossier, Action.SUBMIT, dossier.created_by)

    perform(Action.CONFIRM, dossier, by=co.user, seen=dossier.last_sequence)

    answered = dossier.dossier_authorities.exclude(answer="").values_list("authority", flat=True)
    assert set(answered) == {co.authority.pk, second.authority.pk}


def test_other_authority_neither_writes_nor_deposits_nor_discards(client):
    dossier, co = shared_dossier()
    dossier = act(dossier, Action.SHARE, dossier.created_by)
    client.force_login(co.user)

    for action in ("submit", "discard", "share"):
        assert client.post(action_of(dossier, action), {"seen": 99}).status_code == 404
        with pytest.raises(NotAllowed):
            act(dossier, Action(action), co.user)
    address = reverse("partnerships:dossier_step", args=[dossier.uuid, "identite"])
    assert client.get(address).url == dossier.get_absolute_url()
    assert client.post(address, {"title": "Intrus"}).status_code == 404
    assert saved(dossier)["title"] == "Éclairage public partagé"
    act(dossier, Action.DISCARD, dossier.created_by)
    assert dossier.reference not in text_of(client.get(reverse("partnerships:dossier_bin")))


@pytest.mark.parametrize(
    "fields",
    [
        {"answer": "confirmed"},
        {"answer": "", "answered_at": "2026-01-01T00:00Z"},
        {"answer": "declined", "answered_at": "2026-01-01T00:00Z"},
        {"answer": "confirmed", "answered_at": "2026-01-01T00:00Z", "is_lead": True},
        {"answer": "perhaps", "answered_at": "2026-01-01T00:00Z"},
    ],
)
def test_database_refuses_an_inconsistent_answer(fields):
    dossier, co = shared_dossier("submitted")
    dossier.dossier_authorities.filter(is_lead=True).update(is_lead=False)

    with pytest.raises(IntegrityError), transaction.atomic():
        DossierAuthority.objects.filter(pk=part_of(dossier, co).pk).update(**fields)
