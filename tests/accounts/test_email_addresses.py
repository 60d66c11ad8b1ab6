"""What nobody sees in an address is taken out of it, wherever it is typed."""

import io
from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django import forms
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.urls import reverse

from cncd_portal.accounts.email_address import EmailFormField, VisibleAddress, visible_address
from cncd_portal.accounts.models import User
from partnerships.document.steps.contact import ContactForm
from partnerships.models import AdvisoryBody, Invitation, OutboxMail
from partnerships.notifications.outbox import write_mail
from partnerships.pages.members.invitation_form import InvitationForm
from partnerships.pages.opinions.advisory_body_form import AdvisoryBodyForm
from tests.accounts.test_sign_in import PASSWORD, SIGNUP, is_signed_in, link_of, log_in, person
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.authorities import MemberFactory
from tests.modules import modules

SEEN = "a@mairie.example"
UNSEEN = {
    "zero width space": "a@mairie.example\u200b",
    "soft hyphen": "a@mai\u00adrie.example",
    "byte order mark": "\ufeffa@mairie.example",
    "word joiner": "a@mairie\u2060.example",
    "right to left mark": "a@mairie.example\u200f",
    "embedding": "\u202aa@mairie.example\u202c",
    "isolate": "\u2066a@mairie.example\u2069",
    "no-break spaces": "\u00a0a@mairie.example\u202f",
    "in the local part": "a\u200b@mairie.example",
    "grapheme joiner": "a@mairie\u034f.example",
    "variation selector": "a@mairie.example\ufe0f",
    "filler": "a@mairie\u3164.example",
    "full width": "a@\uff4dairie\uff0eexample",
}
typed = pytest.mark.parametrize("typed", UNSEEN.values(), ids=UNSEEN)


@typed
def test_what_is_not_seen_is_left_out(typed):
    assert visible_address(typed) == SEEN
    assert EmailFormField().clean(typed) == SEEN


@pytest.mark.parametrize("address", ["a@évry.fr", "d’a@mairie.fr", "a b@mairie.fr", "a@b", ""])
def test_what_is_seen_stays(address):
    assert visible_address(address) == address


def test_every_address_of_ours_is_read_by_that_rule():
    """A model or a form that would keep an address as it is typed."""
    ours = [
        field
        for model in apps.get_models()
        if model._meta.app_label in {"accounts", "partnerships", "proposals"}
        for field in model._meta.fields
        if isinstance(field, models.EmailField)
    ]
    written = {
        name
        for name, path, _tree in modules()
        if ".migrations" not in name
        for text in ("forms.EmailField(", "models.EmailField(", "validate_email(")
        if text in path.read_text()
    }

    assert len(ours) >= 5
    assert [str(each) for each in ours if not isinstance(each, VisibleAddress)] == []
    assert written == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["login", "signup", "reset_password", "email"])
def test_every_page_of_allauth_reads_addresses_by_that_rule(client, name):
    if name == "email":
        sign_in(client, person())

    form = client.get(reverse(f"account_{name}")).context["form"]

    fields = [each for each in form.fields.values() if isinstance(each, forms.EmailField)]
    assert [isinstance(each, VisibleAddress) for each in fields] == [True]


@typed
@pytest.mark.django_db
def test_account_made_with_what_is_not_seen_signs_in(client, sent_mails, typed):
    client.post(reverse("account_signup"), {**SIGNUP, "email": typed})
    [mail] = sent_mails()
    client.post(link_of(mail))
    log_in(client, SEEN)

    assert is_signed_in(client)
    assert mail.to == [SEEN]
    assert User.objects.get().email == EmailAddress.objects.get().email == SEEN


@typed
@pytest.mark.django_db
def test_address_typed_to_sign_in_or_to_reset_finds_the_account(client, sent_mails, typed):
    person(email=SEEN)

    client.post(reverse("account_reset_password"), {"email": typed})
    log_in(client, typed)

    assert is_signed_in(client)
    assert [mail.subject for mail in sent_mails()] == ["Choisir un nouveau mot de passe"]


@pytest.mark.django_db
def test_same_address_is_one_account(client, sent_mails):
    person(email=SEEN)

    client.post(reverse("account_signup"), {**SIGNUP, "email": UNSEEN["zero width space"]})

    assert [mail.subject for mail in sent_mails()] == ["Vous avez déjà un compte"]
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_address_added_to_an_account_is_the_one_that_is_seen(client):
    sign_in(client, person())

    client.post(reverse("account_email"), {"action_add": "", "email": UNSEEN["zero width space"]})

    assert EmailAddress.objects.filter(email=SEEN).exists()


@pytest.mark.django_db
def test_accounts_of_the_administration_have_the_address_that_is_seen(client):
    sign_in(client, UserFactory(is_staff=True, is_superuser=True))

    for email in (UNSEEN["zero width space"], UNSEEN["soft hyphen"]):
        client.post(
            reverse("admin:accounts_user_add"), {"email": email, "usable_password": "false"}
        )

    assert User.objects.filter(email=SEEN).count() == 1
    assert User.objects.count() == 2


@pytest.mark.django_db
def test_superuser_of_the_command_signs_in(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command(
        "createsuperuser",
        email=UNSEEN["zero width space"],
        interactive=False,
        stdout=io.StringIO(),
    )
    user = User.objects.get(is_superuser=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    log_in(client, SEEN)

    assert is_signed_in(client)
    assert User.objects.get_by_natural_key(UNSEEN["soft hyphen"]) == user


@pytest.mark.django_db
def test_forms_of_the_registry_read_the_address_that_is_seen():
    manager = MemberFactory(manager=True).user
    invitation = InvitationForm({"email": UNSEEN["embedding"]}, user=manager)
    contact = ContactForm({"contact.email": UNSEEN["embedding"]}, references=None)
    body = AdvisoryBodyForm({"email": UNSEEN["embedding"]})

    for form in (invitation, contact, body):
        form.is_valid()

    assert {form.cleaned_data["email"] for form in (invitation, contact, body)} == {SEEN}


@pytest.mark.django_db
def test_no_row_holds_what_is_not_seen():
    """A programme that goes by no form: rows and look-ups obey the same rule."""
    unseen = UNSEEN["zero width space"]
    AdvisoryBody.objects.create(kind="other", name="Agence", email=unseen)
    write_mail("cause", unseen, "Objet", "Texte")

    assert AdvisoryBody.objects.values_list("email", flat=True).get() == SEEN
    assert OutboxMail.objects.values_list("recipient", flat=True).get() == SEEN
    assert AdvisoryBody.objects.filter(email=unseen).exists()
    assert not Invitation.objects.filter(email=unseen).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("unseen", ["\u200b", "\ufe0f", "\u3164"], ids=ascii)
def test_accounts_of_before_can_sign_in_once_updated(client, unseen):
    user, twin = person(), person(email="twin@mairie.example")
    raw = models.Value(f"b@mairie.example{unseen}")
    User.objects.filter(pk=user.pk).update(email=raw)
    EmailAddress.objects.filter(user=user).update(email=f"b@mairie.example{unseen}")
    double = person()
    User.objects.filter(pk=double.pk).update(email=models.Value(f"twin@mairie.example{unseen}"))
    EmailAddress.objects.filter(user=double).update(email=f"twin@mairie.example{unseen}")

    import_module("cncd_portal.accounts.migrations.0005_visible_addresses").forwards(apps, None)
    log_in(client, "b@mairie.example")

    assert client.session["_auth_user_id"] == str(user.pk)
    twin.refresh_from_db()
    double.refresh_from_db()
    assert (twin.email, double.email) == ("twin@mairie.example", f"twin@mairie.example{unseen}")
