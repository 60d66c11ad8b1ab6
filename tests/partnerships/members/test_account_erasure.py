"""Erasing an account leaves nothing personal anywhere, and the journal stays valid."""

import io
import json
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from cncd_portal.accounts.models import User
from cncd_portal.accounts.sessions import Session
from partnerships.cleaning.merge import merge_authorities, undo_merge
from partnerships.document.buffer import editing
from partnerships.models import (
    Action,
    DataExport,
    DossierEvent,
    LocalAuthorityMember,
    Merge,
    OutboxMail,
    Visibility,
)
from partnerships.people.invitation import invite
from partnerships.people.membership import request_membership
from partnerships.workflow.messages import post_message
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer, sign_in
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.data_exports import made
from tests.factories.dossiers import act, dossier_in
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
PAGE = "/mon-espace/effacer-mon-compte/"
NAME, ADDRESS = "Zoé Kérébel-Noël", "zoe.kerebel@example.org"


def everything():
    """The content of all tables, as one text, escape sequences decoded."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            texts += [str(row) for row in cursor.fetchall()]
    text = "\n".join(texts)
    sessions = [str(each.get_decoded()) for each in Session.objects.order_by("pk")]
    return "\n".join([text, *sessions]).lower()


def traces():
    text = everything()
    words = [NAME, ADDRESS, "Kérébel", "zoe.kerebel"]
    escaped = [json.dumps(word)[1:-1] for word in words]
    doubled = [word.replace("\\", "\\\\") for word in escaped]
    return sorted({word for word in [*words, *escaped, *doubled] if word.lower() in text})


def verify():
    out = io.StringIO()
    call_command("verify_journal", stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def zoe():
    return UserFactory(first_name="Zoé", last_name="Kérébel-Noël", email=ADDRESS)


def busy(zoe, client):
    """A member with a row of every kind, whose dossiers have been handed over."""
    membership = MemberFactory(user=zoe, manager=True)
    colleague = MemberFactory(authority=membership.authority, manager=True).user
    contact = {"contact.name": NAME, "contact.email": ADDRESS}
    dossier = dossier_in("changes_requested", member=membership, **contact)
    draft = dossier_in("draft", member=membership, **contact)
    replaced = dossier_in("draft", member=membership, **contact)
    with editing(replaced, colleague) as buffer:
        buffer |= {"contact.name": "Autre Contact", "contact.email": "autre@example.org"}
    post_message(
        dossier,
        by=zoe,
        body=f"Bonjour,\nje complète.\n{NAME}\n{ADDRESS}",
        visibility=Visibility.SHARED,
    )
    for each in (dossier, draft, replaced):
        act(each, Action.HAND_OVER, zoe, to=colleague)
    invitation = {"email": "autre@example.org", "role": "contributor", "message": NAME}
    invite(membership.authority, by=zoe, uuid=uuid4(), **invitation)
    request_membership(MemberFactory(manager=True).authority, by=zoe, message=f"Je suis {NAME}")
    EmailAddress.objects.create(user=zoe, email=ADDRESS, verified=True, primary=True)
    Authenticator.objects.create(user=zoe, type="totp", data={"secret": "x"})
    made(zoe)
    sign_in(client, zoe)
    return dossier, draft


def test_nothing_identifies_the_person_and_the_journal_is_valid(
    client, zoe, django_capture_on_commit_callbacks
):
    dossier, _draft = busy(zoe, client)
    path = DataExport.objects.get().path
    assert len(traces()) > 4
    verify()

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(PAGE, {"is_final": "oui"})

    zoe.refresh_from_db()
    assert answer.status_code == 302
    assert traces() == []
    assert str(zoe) == f"compte effacé {zoe.journal_id.hex[:8]}"
    assert not zoe.is_active
    assert not zoe.has_usable_password()
    assert not storages["default"].exists(path)
    assert not LocalAuthorityMember.objects.filter(user=zoe).exists()
    assert not Authenticator.objects.filter(user=zoe).exists()
    assert dossier.events.filter(actor=zoe.journal_id).exists()
    assert "Journal intact" in verify()
    assert "_auth_user_id" not in client.session


def test_record_of_a_merge_forgets_who_was_invited(client, zoe):
    gone = MemberFactory(manager=True)
    invite(
        gone.authority, by=gone.user, uuid=uuid4(), email=ADDRESS, role="contributor", message=NAME
    )
    kept = LocalAuthorityFactory()
    made = merge_authorities(gone.authority, kept, by=reviewer(), source="Arrêté")
    assert ADDRESS in made.record_text
    sign_in(client, zoe)

    assert client.post(PAGE, {"is_final": "oui"}).status_code == 302

    assert traces() == []
    undo_merge(Merge.objects.get(), by=lead_reviewer(), reason="Deux communes.")
    assert traces() == []


def test_dossier_of_an_erased_author_is_read_reviewed_and_deposited_again(client, zoe):
    dossier, _draft = busy(zoe, client)
    client.post(PAGE, {"is_final": "oui"})
    colleague = MemberFactory(authority=dossier.lead_authority).user
    dossier.refresh_from_db()

    dossier.buffer = {
        **dossier.buffer,
        "contact.name": "Dominique Contact",
        "contact.email": "contact@example.org",
    }
    dossier.save()
    dossier = act(dossier, Action.SUBMIT, colleague)
    client.force_login(reviewer())
    page = client.get(reverse("partnerships:review_detail", args=[dossier.uuid]))

    assert f"compte effacé {zoe.journal_id.hex[:8]}" in text_of(page)
    assert [event.action for event in DossierEvent.objects.filter(dossier=dossier)].count(
        "forget_contact"
    ) == 1
    verify()


def test_contact_edited_by_someone_else_is_found(client, zoe):
    dossier, _draft = busy(zoe, client)
    client.post(PAGE, {"is_final": "oui"})
    submission = dossier.submissions.get()
    submission.document_text = submission.document_text.replace('"email":""', '"email":"x@y.fr"')
    submission.save()

    with pytest.raises(Exception, match="n’est pas intact"):
        verify()


def test_namesake_keeps_their_data(client, zoe):
    other = UserFactory(first_name="Zoé", last_name="Kérébel-Noël")
    dossier = dossier_in("submitted", member=MemberFactory(user=other), **{"contact.name": NAME})
    post_message(dossier, by=other, body=f"Signé {NAME}", visibility=Visibility.SHARED)
    sign_in(client, zoe)

    client.post(PAGE, {"is_final": "oui"})

    other.refresh_from_db()
    assert str(other) == NAME
    assert dossier.messages.get().body == f"Signé {NAME}"
    assert dossier.submissions.get().document["contact"]["name"] == NAME


def _follows(zoe):
    return dossier_in("submitted", member=MemberFactory(user=zoe)).reference


def _instructs(zoe):
    zoe.user_permissions.add(*reviewer().user_permissions.all())
    return dossier_in("under_review", officer=User.objects.get(pk=zoe.pk)).reference


def _manages(zoe):
    membership = MemberFactory(user=zoe, manager=True)
    MemberFactory(authority=membership.authority)
    return membership.authority.name


def _administers(zoe):
    User.objects.filter(pk=zoe.pk).update(is_superuser=True)
    return "dernier compte d’administration"


@pytest.mark.parametrize("what", [_follows, _instructs, _manages, _administers])
def test_erasure_is_refused_until_responsibilities_are_handed_over(client, zoe, what):
    expected = what(zoe)
    sign_in(client, zoe)

    page = client.get(PAGE)
    answer = client.post(PAGE, {"is_final": "oui"})

    assert expected in text_of(page)
    assert 'name="is_final"' not in text_of(page)
    assert answer.status_code == 409
    zoe.refresh_from_db()
    assert zoe.email == ADDRESS


def test_sole_member_is_warned_and_may_leave(client, zoe):
    authority = MemberFactory(user=zoe, manager=True).authority
    sign_in(client, zoe)

    assert authority.name in text_of(client.get(PAGE))
    assert client.post(PAGE).status_code == 409
    assert client.post(PAGE, {"is_final": "oui"}).status_code == 302


def test_password_is_asked_again(client, zoe):
    client.force_login(zoe)

    for answer in (client.get(PAGE), client.post(PAGE, {"is_final": "oui"})):
        assert answer.status_code == 302
        assert "/compte/reauthenticate/" in answer.url
    zoe.refresh_from_db()
    assert zoe.erased_at is None


def by_administrator(user):
    return reverse("partnerships:account_erasure_by_administrator", args=[user.pk])


def test_administrator_erases_another_account_but_no_superuser(client, zoe):
    administrator = UserFactory(codenames=["delete_user"])
    superuser = UserFactory(is_superuser=True)
    UserFactory(is_superuser=True)
    sign_in(client, administrator)

    assert client.post(by_administrator(superuser), {"is_final": "oui"}).status_code == 404
    assert client.post(by_administrator(zoe), {"is_final": "oui"}).status_code == 302
    assert client.get(by_administrator(zoe)).status_code == 404
    assert traces() == []


def test_another_account_is_not_erased_by_anyone(client, zoe):
    sign_in(client, reviewer())

    assert client.post(by_administrator(zoe), {"is_final": "oui"}).status_code == 403


def test_queued_mails_are_not_sent_to_an_erased_account(client, zoe):
    busy(zoe, client)
    assert OutboxMail.objects.filter(recipient=ADDRESS).exists()

    client.post(PAGE, {"is_final": "oui"})

    assert not OutboxMail.objects.filter(recipient=ADDRESS).exists()
