"""What one reads before signing in to declare a partnership."""

import re

import pytest
from django.urls import reverse

from partnerships.document.steps import STEPS
from partnerships.document.validation import validate
from tests.factories.accounts import UserFactory
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in

pytestmark = pytest.mark.django_db
PAGE = reverse("partnerships:declaration")
CREATE = reverse("partnerships:dossier_create")


def test_it_says_what_a_deposit_asks_for(client):
    dossier = dossier_in("draft", member=MemberFactory())
    dossier.buffer = {
        path: value for path, value in dossier.buffer.items() if path.startswith("authorities")
    }
    dossier.save()

    response = client.get(PAGE)

    asked = validate(dossier).errors
    said = [label for _title, labels in response.context["questions"] for label in labels]
    assert len(asked) == response.context["required_count"]
    assert len(said) == len(asked) - 1
    text = response.content.decode()
    assert all(label in text for label in said)
    assert f"Le formulaire a {len(STEPS)} étapes" in text


def test_it_leads_to_the_form_once_signed_in(client):
    text = client.get(PAGE).content.decode()

    assert f'href="{reverse("account_login")}?next={CREATE}"' in text
    assert f'href="{reverse("account_signup")}?next={CREATE}"' in text
    client.force_login(UserFactory())
    assert f'href="{CREATE}">Commencer un dossier' in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "address", ["/", reverse("account_login"), reverse("account_signup"), "/plan-du-site/"]
)
def test_pages_before_the_sign_in_lead_to_it(client, address):
    assert f'href="{PAGE}"' in client.get(address).content.decode()


@pytest.mark.parametrize("name", ["account_login", "account_signup"])
def test_a_password_may_be_shown_where_scripts_run(client, name):
    text = client.get(reverse(name)).content.decode()

    fields = text.count('type="password"')
    assert fields > 0
    assert text.count("data-show-password") == fields
    # Hidden until the script runs; the design system would show a button that is hidden itself.
    assert len(re.findall(r"<p [^>]*hidden><button [^>]*data-show-password", text)) == fields
    assert "js/show-password" in text
