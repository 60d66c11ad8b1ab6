"""A text that is too long is neither cut nor lost: the page says how many characters are too many.

Browsers cut what is pasted beyond « maxlength » without a word; « data-longest » is counted
(static/js/characters-left.js).
"""

import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from partnerships.models import AuthorityRequest, DossierStatus
from tests.factories.accounts import UserFactory
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.change_requests import ChangeRequestFactory
from tests.factories.dossiers import dossier_in
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
CUT = re.compile(r"<(?:input|textarea)\b[^>]*\bmaxlength=[^>]*>")


def is_cut_knowingly(field):
    """Whether nothing is lost: words of a search, which the field still shows, or figures."""
    return 'type="search"' in field or 'inputmode="numeric"' in field


def test_no_template_lets_the_browser_cut_what_is_pasted():
    folder = Path(settings.BASE_DIR) / "templates"
    found = {
        str(path.relative_to(folder)): cut
        for path in folder.rglob("*.html")
        if (cut := [each for each in CUT.findall(path.read_text()) if not is_cut_knowingly(each)])
    }

    assert found == {}


def membership_message():
    authority = LocalAuthorityFactory()
    return (
        UserFactory(),
        reverse("partnerships:membership_request"),
        {
            "authority": authority.key,
            "q": authority.name,
        },
        "message",
        1_000,
    )


def joining_text():
    page = published([LocalAuthorityFactory()], title="Puits")
    address = reverse("partnerships:joining", args=[page.public_id])
    return MemberFactory().user, address, {}, "text", 1_000


def takeover_reason():
    member = MemberFactory(authority=MemberFactory(manager=True).authority)
    address = reverse("partnerships:takeover_create", args=[member.pk])
    return member.user, address, {}, "reason", 1_000


def invitation_message():
    member = MemberFactory(manager=True)
    data = {"authority": member.authority.pk, "email": "a@example.org", "role": "contributor"}
    return member.user, reverse("partnerships:invitation_create"), data, "message", 1_000


def missing_authority():
    longest = AuthorityRequest._meta.get_field("explanation").max_length
    data = {"cause": "missing", "name": "Ville", "kind": "commune"}
    return (
        UserFactory(),
        reverse("partnerships:authority_request_create"),
        data,
        "explanation",
        longest,
    )


def part_declined():
    other = MemberFactory()
    dossier = dossier_in("submitted")
    dossier.dossier_authorities.create(authority=other.authority)
    address = reverse("partnerships:dossier_decline", args=[dossier.uuid])
    return other.user, address, {"seen": dossier.last_sequence}, "reason", 1_000


def message():
    dossier = dossier_in("submitted")
    address = reverse("partnerships:dossier_message", args=[dossier.uuid])
    return dossier.created_by, address, {}, "body", 10_000


def request_answered():
    dossier = dossier_in(DossierStatus.CHANGES_REQUESTED)
    asked = ChangeRequestFactory(dossier=dossier, sent=True)
    address = reverse("partnerships:change_request_answer", args=[dossier.uuid])
    return (
        dossier.created_by,
        address,
        {"do": f"answered:{asked.uuid}"},
        f"answer.{asked.uuid}",
        (10_000),
    )


FORMS = [
    membership_message,
    joining_text,
    takeover_reason,
    invitation_message,
    missing_authority,
    part_declined,
    message,
    request_answered,
]


def sent(client, make, surplus):
    user, address, data, name, longest = make()
    text = ("Puits partagés " * longest)[: longest + surplus - 1] + "é"
    client.force_login(user)
    return unescape(client.post(address, {**data, name: text}, follow=True).content.decode()), text


@pytest.mark.parametrize("make", FORMS, ids=lambda make: make.__name__)
def test_long_text_stays_whole_and_its_surplus_is_told(client, make):
    page, text = sent(client, make, surplus=3)

    assert text in page
    assert re.search(r"3 de trop|actuellement [0-9\s]+3\)", page)


@pytest.mark.parametrize("make", [joining_text, message, membership_message, takeover_reason])
def test_line_ends_count_for_one_as_in_the_browser(client, make):
    user, address, data, name, longest = make()
    lines = "\r\n".join(["é" * 9] * (longest // 10))
    client.force_login(user)

    page = client.post(address, {**data, name: lines}, follow=True).content.decode()

    assert len(lines) > longest
    assert "de trop" not in page
