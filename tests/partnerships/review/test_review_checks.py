"""Where the checks of a deposit lead, what they ask for, and how they list other pages."""

import pytest

from partnerships.document.canonical import canonical
from partnerships.models import InternationalPartnerKind
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import budget_lines
from tests.factories.messages import review_page
from tests.factories.partnerships import InternationalPartnerFactory
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db


def checks_of(page):
    return [check for group in page.checks.groups for check in group.checks]


def read_by(client, officer, dossier):
    client.force_login(officer)
    return client.get(review_page(dossier))


def with_partner(kind, status="submitted", **fields):
    partner = InternationalPartnerFactory(kind=kind)
    uuid = "0b9b6a52-3c1e-4f52-8a7f-0f5d4c7b2a11"
    fields |= {"partners": [uuid], f"partners.{uuid}.partner": str(partner.uuid)}
    return dossier_in(status, **fields)


def shown_check(answer, words):
    """The item of the list of checks that has `words`."""
    before, _words, after = text_of(answer).partition(words)
    return before.rpartition("<li")[2] + words + after.partition("</li>")[0]


@pytest.mark.parametrize(
    ("fields", "words", "path", "label"),
    [
        ({}, "date de signature n’est pas donnée", "convention_signed_on", "Convention signée le"),
        (
            {"convention_signed_on": "2024-01-10"},
            "sa transmission au préfet n’est pas datée",
            "transmitted_to_prefect_on",
            "Transmise au préfet le",
        ),
    ],
)
def test_check_of_an_empty_field_asks_for_that_field(client, fields, words, path, label):
    dossier = dossier_in("under_review", **fields)

    item = shown_check(read_by(client, dossier.reviewer, dossier), words)

    assert f'data-ask="{path}"' in item
    assert f"Demander un changement : {label}" in item.replace("\u202f", " ").replace("\xa0", " ")
    assert 'href="#lu-' not in item


def test_check_of_a_shown_field_leads_to_it(client):
    dossier = dossier_in("under_review", total_cost="2500", **budget_lines(2))

    answer = read_by(client, dossier.reviewer, dossier)

    item = shown_check(answer, "à financer")
    assert 'href="#lu-total_cost"' in item
    assert "data-ask" not in item
    assert text_of(answer).count('id="lu-total_cost"') == 1


def test_each_link_of_a_check_leads_to_a_place_of_the_page(client):
    dossier = dossier_in("under_review", total_cost="1000")
    submission = dossier.submissions.get()
    submission.document_text = canonical({**submission.document, "kind": "turnkey", "summary": ""})
    submission.save()

    answer = read_by(client, dossier.reviewer, dossier)

    checks = checks_of(answer.context["page"])
    urls = [check.url for check in checks if check.url]
    assert urls
    assert all(f'id="{url[1:]}"' in text_of(answer) for url in urls)
    assert {check.path for check in checks if check.path} >= {"summary", "authorities"}


def test_partner_that_is_a_state_is_told_plainly(client):
    city = with_partner(InternationalPartnerKind.MUNICIPALITY)
    state = with_partner(
        InternationalPartnerKind.STATE,
        state_case="coopération transfrontalière",
        state_authorised_on="2024-01-10",
    )
    officer = reviewer()

    pages = [read_by(client, officer, each).context["page"] for each in (city, state)]

    said = [[check.text for check in checks_of(page) if "L1115-5" in check.text] for page in pages]
    assert said == [
        ["Aucun partenaire n’est un État (CGCT, article L1115-5)."],
        [
            "Un partenaire est un État\u202f: le cas prévu par l’article L1115-5 du CGCT et "
            "l’autorisation du préfet sont donnés."
        ],
    ]


def test_pages_that_a_check_does_not_list_are_counted(client):
    member = MemberFactory()
    first = dossier_in("closed", member=member)
    partners = {path: value for path, value in first.buffer.items() if path.startswith("partners")}
    for _rank in range(3):
        dossier_in("closed", member=member, **partners)
    twin = dossier_in("under_review", member=member, **partners)

    item = shown_check(read_by(client, twin.reviewer, twin), "4 fiches publiées")

    assert item.count("checks__link") == 4
    assert ">et 1 autre<" in item
