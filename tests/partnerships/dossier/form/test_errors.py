"""How errors and limits are told on the pages of the form, without scripts."""

from html import unescape

import pytest
from django.urls import reverse

from partnerships.document.steps import STEPS
from tests.factories.dossiers import dossier_in
from tests.factories.filling import step_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    return dossier_in("draft", title="", starts_on="hier")


def title_of(response):
    return unescape(text_of(response)).split("<title>")[1].split("</title>")[0]


def is_summary_focused(response):
    summary = text_of(response).split('id="erreurs"')[1].split(">")[0]
    return "autofocus" in summary


@pytest.mark.parametrize("slug", ["identite", "calendrier", "relire"])
def test_check_that_finds_errors_says_so_first(member, dossier, slug):
    response = member.get(f"{step_of(dossier, slug)}?verifier=1")

    assert title_of(response).startswith("Erreur : ")
    assert is_summary_focused(response)


def test_check_without_errors_is_no_error(member, dossier):
    response = member.get(f"{step_of(dossier, 'sujet')}?verifier=1")

    page = text_of(response)
    assert title_of(response).startswith("Sujet")
    assert 'id="erreurs"' not in page
    assert "Rien à corriger dans cette étape" in page
    assert f'href="{step_of(dossier, "relire")}">Relire avant de déposer<' in page


@pytest.mark.parametrize(("slug", "query"), [("sujet", ""), ("identite", "?verifier=1")])
def test_nothing_to_correct_is_said_of_a_check_that_found_nothing(member, dossier, slug, query):
    assert "Rien à corriger" not in text_of(member.get(step_of(dossier, slug) + query))


def test_page_that_was_not_checked_takes_no_focus(member, dossier):
    response = member.get(step_of(dossier, "calendrier"))

    assert title_of(response).startswith("Calendrier")
    assert not is_summary_focused(response)


def test_refused_deposit_opens_on_its_errors(member, dossier):
    address = reverse("partnerships:dossier_action", args=[dossier.uuid, "submit"])

    response = member.post(address, {"seen": dossier.last_sequence}, follow=True)

    assert title_of(response).startswith("Erreur : ")
    assert is_summary_focused(response)


def test_any_refused_form_says_so_first(client):
    response = client.post(reverse("account_login"), {"login": "x", "password": ""})

    assert title_of(response).startswith("Erreur : ")
    assert "autofocus" in text_of(response).split('id="errors"')[1].split(">")[0]
    assert not title_of(client.get(reverse("account_login"))).startswith("Erreur")


@pytest.mark.parametrize("step", STEPS[:-1], ids=lambda step: step.slug)
def test_each_limited_field_says_its_limit(member, dossier, step):
    """Read with the field: `aria-describedby` names the sentence."""
    page = member.get(step_of(dossier, step.slug)).context["page"]
    text = text_of(member.get(step_of(dossier, step.slug)))

    for field in page.all_fields:
        longest = getattr(field.bound.field, "longest", None)
        has_limit = longest is not None
        assert (f'id="{field.path}-reste"' in text) == has_limit
        assert (f"{field.path}-reste" in field.control) == has_limit
        assert (f'data-longest="{longest}"' in field.control) == has_limit
