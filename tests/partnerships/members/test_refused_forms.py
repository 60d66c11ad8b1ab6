"""A form that is refused says so first, in the title and where the focus goes, with the way to the
field at fault; what was typed stays.
"""

import re

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory, sign_in
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
ERASURE = reverse("partnerships:account_erasure")


def erasure():
    return MemberFactory().user, ERASURE, {}, "is-final"


def membership_without_choice():
    name = LocalAuthorityFactory(name="Lille").name
    address = reverse("partnerships:membership_request")
    return UserFactory(), address, {"q": name, "message": "Bonjour"}, "authority"


def membership_without_search():
    return UserFactory(), reverse("partnerships:membership_request"), {}, "q"


def joining_without_text():
    page = published([LocalAuthorityFactory()], title="Puits")
    address = reverse("partnerships:joining", args=[page.public_id])
    return MemberFactory().user, address, {}, "text"


def new_dossier_without_authority():
    user = MemberFactory().user
    MemberFactory(user=user)
    return user, reverse("partnerships:dossier_create"), {}, "collectivites"


def reader_report():
    return UserFactory(), reverse("partnerships:report_site"), {"text": "Une faute"}, "id_topic"


FORMS = [
    erasure,
    membership_without_choice,
    membership_without_search,
    joining_without_text,
    new_dossier_without_authority,
    reader_report,
]


@pytest.mark.parametrize("make", FORMS, ids=lambda make: make.__name__)
def test_refusal_is_said_first_and_leads_to_its_field(client, make):
    user, address, data, field = make()
    sign_in(client, user)
    unsent = client.get(address).content.decode()

    page = client.post(address, data).content.decode()

    assert "<title>Erreur\u202f: " not in unsent
    assert "<title>Erreur\u202f: " in page
    summary = re.search(r'<div [^>]*id="errors"[^>]*autofocus.*?</div>', page, re.DOTALL)[0]
    assert f'href="#{field}"' in summary
    target = re.search(rf'<(\w+)[^>]*\bid="{field}"[^>]*>', page)
    assert target[1] in {"input", "textarea", "select"} or 'tabindex="-1"' in target[0]
    assert all(text in page for text in data.values())


def test_faults_of_one_field_are_one_line_of_the_summary(client):
    data = {
        "first_name": "Anne",
        "last_name": "Roy",
        "email": "anne@mairie.example",
        "password1": "password",
        "password2": "password",
    }

    page = client.post(reverse("account_signup"), data).content.decode()

    summary = page.partition('id="errors"')[2].partition("</ul>")[0]
    assert "Une correction est demandée" in summary
    assert summary.count("<li>") == 1
    assert "trop court" in summary
    assert "trop courant" in summary


def test_search_for_nothing_says_what_to_write(client):
    client.force_login(UserFactory())

    page = client.get(reverse("partnerships:membership_request"), {"q": " "})

    assert "Écrivez d’abord un nom ou un code" in page.content.decode()
