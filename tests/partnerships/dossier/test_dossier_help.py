"""What is updated after each save, the preview of an incomplete dossier, conditional fields."""

import re

import pytest
from django.urls import reverse

from partnerships.document.projection import item
from partnerships.models import Dossier, InternationalPartnerKind
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import errors_of, post, saved, step_of, text_of
from tests.factories.partnerships import InternationalPartnerFactory

pytestmark = pytest.mark.django_db


def followed(client, dossier, slug, **query):
    return text_of(
        client.get(reverse("partnerships:dossier_help", args=[dossier.uuid, slug]), query)
    )


def preview_of(client, dossier):
    return client.get(reverse("partnerships:dossier_preview", args=[dossier.uuid]))


def test_update_holds_errors_states_and_totals_and_no_input(member, dossier):
    post(member, dossier, "budget", total_cost="beaucoup")

    fragment = followed(member, dossier, "budget")

    assert "Ce montant n’est pas un nombre" in fragment
    assert 'id="total_cost-erreur"' in fragment
    assert "à corriger" in fragment
    assert "Financements" in fragment
    inputs = re.findall(r"<(?:input|textarea|select)[^>]*>", fragment)
    assert [tag for tag in inputs if 'type="hidden"' not in tag] == []


def test_missing_field_is_no_error_until_asked(member, dossier):
    post(member, dossier, "identite", title="")

    assert "Ce champ est à remplir" not in followed(member, dossier, "identite")
    assert "Ce champ est à remplir" in followed(member, dossier, "identite", verifier="1")


@pytest.mark.parametrize("status", ["submitted", "closed", "discarded"])
def test_dossier_that_is_not_editable_gets_no_update(client, status):
    dossier = dossier_in(status)
    client.force_login(dossier.created_by)

    address = reverse("partnerships:dossier_help", args=[dossier.uuid, "identite"])

    assert client.get(address).status_code == 404


def test_transmission_rule_is_shown_while_typing(member, dossier):
    post(member, dossier, "calendrier", starts_on="2024-01-15", convention_signed_on="2024-03-01")

    assert "La convention est signée après le début" in followed(member, dossier, "calendrier")
    assert list(errors_of(Dossier.objects.get(pk=dossier.pk))) == ["convention_signed_on"]


def test_agreement_signed_on_the_start_day_is_valid(dossier):
    day = "2024-01-15"

    assert errors_of(dossier, starts_on=day, convention_signed_on=day) == {}


def test_turnkey_asks_for_three_authorities_while_typing(member, dossier):
    post(member, dossier, "identite", kind="turnkey")

    assert "au moins trois collectivités" in followed(member, dossier, "acteurs", verifier="1")


def shows_state(page):
    return bool(re.search(r'id="etat-demande"[^>]* data-shown="oui"', page))


@pytest.mark.parametrize(
    "fields", [{"proposed_kind": "state"}, {"partner": "known"}, {"state_case": "typed"}]
)
def test_legal_fields_about_a_state_are_shown_where_one_is_a_partner(member, dossier, fields):
    assert not shows_state(text_of(member.get(step_of(dossier, "acteurs"))))
    buffer = dossier.buffer
    if "state_case" in fields:
        buffer["state_case"] = "coopération transfrontalière"
    else:
        state = InternationalPartnerFactory(kind=InternationalPartnerKind.STATE)
        known = {"partner": str(state.uuid)} if "partner" in fields else fields
        link = item(**known)
        buffer["partners"] = [*buffer["partners"], link["uuid"]]
        buffer |= {f"partners.{link['uuid']}.{name}": value for name, value in known.items()}
    dossier.buffer = buffer
    dossier.save()

    page = text_of(member.get(step_of(dossier, "acteurs")))
    assert shows_state(page)
    assert page.count("(obligatoire si un partenaire est un État)") == 2
    assert shows_state(followed(member, dossier, "acteurs"))


def test_preview_shows_what_can_be_read_and_says_it_is_incomplete(member, dossier):
    buffer = {**dossier.buffer, "kind": "magic", "starts_on": "hier", "title": "Une carte"}
    line = item(year="2024", source="afd", nature="cash", amount="1 000")
    wrong = item(year="2024", source="afd", nature="cash", amount="cent")
    buffer["budget"] = [line["uuid"], wrong["uuid"]]
    for each in (line, wrong):
        buffer |= {f"budget.{each['uuid']}.{name}": each[name] for name in each if name != "uuid"}
    dossier.buffer = buffer
    dossier.save()

    page = text_of(preview_of(member, dossier))
    last_step = text_of(member.get(step_of(dossier, "relire")))

    assert "Aperçu incomplet" in page
    assert "incomplet" in last_step
    for shown in (page, last_step):
        assert "Une carte" in shown
        assert "Un éclairage sobre" in shown
        assert re.search(r"1[\s\u00a0]000,00", shown)
        assert "cent" not in re.findall(r">([^<]*)<", shown)
        assert "contact@example.org" not in shown


def test_preview_of_an_empty_dossier_shows(member, dossier):
    Dossier.objects.filter(pk=dossier.pk).update(buffer_text="{}")

    response = preview_of(member, dossier)

    assert response.status_code == 200
    assert "Sans titre" in text_of(response)


def test_preview_of_a_complete_dossier_is_the_public_page(member, dossier):
    page = text_of(preview_of(member, dossier))

    assert "incomplet" not in page
    assert "Éclairer mieux en consommant moins." in page


def test_preview_is_for_those_who_write_the_dossier(client, dossier):
    client.force_login(MemberFactory().user)

    assert preview_of(client, dossier).status_code == 404


def test_each_error_of_the_summary_links_to_a_focusable_element(member, dossier):
    Dossier.objects.filter(pk=dossier.pk).update(buffer_text="{}")
    post(member, dossier, "acteurs", "propose:partners", **{"q.partners": "Figuig"})
    post(member, dossier, "budget", "add:budget")
    (line,) = saved(dossier)["budget"]
    post(member, dossier, "budget", **{f"budget.{line}.year": "1"})

    summary = member.get(step_of(dossier, "relire")).content.decode()
    links = re.findall(r'<li><a href="([^"#]+)#([^"]+)"', summary)

    assert len(links) > 6
    for address, anchor in links:
        page = member.get(address.replace("&amp;", "&")).content.decode()
        (tag,) = re.findall(rf'<(\w+)[^>]* id="{re.escape(anchor)}"[^>]*>', page)
        whole = re.search(rf'<{tag}[^>]* id="{re.escape(anchor)}"[^>]*>', page)[0]
        assert tag in ("input", "select", "textarea") or 'tabindex="-1"' in whole
