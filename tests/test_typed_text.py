"""Invisible characters leave what is typed, whatever the form; passwords stay as they are."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from partnerships.models import AuthorityRequest, Dossier, Message
from tests.factories.accounts import UserFactory
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import post
from tests.factories.spreadsheets import checked, row

pytestmark = pytest.mark.django_db
UNSEEN = "\u00ad\u200b\u2060\ufeff\u3164"


def test_a_request_is_kept_without_them(client):
    client.force_login(UserFactory())
    address = reverse("partnerships:authority_request_create")
    shown = client.get(address).context["form"]
    data = {name: shown[name].value() or "" for name in shown.fields}

    facts = {"kind": "commune", "cause": shown["cause"].field.choices[-1][0]}
    texts = {"explanation": f"Réu{UNSEEN}nion", "source": "L’arrêté"}
    client.post(address, {**data, **facts, **texts, "name": f"Val{UNSEEN}serhône"})

    asked = AuthorityRequest.objects.get()
    assert (asked.name, asked.explanation) == ("Valserhône", "Réunion")


def test_a_message_is_kept_without_them(client):
    dossier = dossier_in("submitted")
    client.force_login(dossier.created_by)
    address = reverse("partnerships:dossier_message", args=[dossier.uuid])

    client.post(address, {"body": f"Bon{UNSEEN}jour 👩\u200d🌾", "token": ""})

    assert Message.objects.get().body == "Bonjour 👩\u200d🌾"


def test_a_dossier_is_deposited_without_them(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)

    post(client, dossier, "identite", "save", title=f"Eau {UNSEEN}potable")

    dossier = Dossier.objects.get()
    assert dossier.title == "Eau potable"


def test_a_spreadsheet_is_read_without_them():
    spreadsheet = checked(MemberFactory(), [row(1, Titre=f"Ju{UNSEEN}melage")])

    assert spreadsheet.rows.get().buffer["title"] == "Jumelage"


def test_a_password_stays_as_typed(client):
    password = f"un mot {UNSEEN} de passe bien long"
    user = UserFactory()
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    address = reverse("account_login")

    client.post(address, {"login": user.email, "password": password.replace("\u200b", "")})
    refused = "_auth_user_id" not in client.session
    client.post(address, {"login": user.email, "password": password})

    assert refused
    assert client.session["_auth_user_id"] == str(user.pk)
