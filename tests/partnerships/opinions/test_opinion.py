"""Asking for opinions: whom, with what, who may, and what officers see."""

import pytest

from partnerships.articles import of
from partnerships.models import (
    Action,
    AdvisoryBody,
    AdvisoryBodyKind,
    Country,
    Dossier,
    Opinion,
    OpinionState,
)
from partnerships.workflow.journal import faults
from partnerships.workflow.opinions.asking import asks_from_directory, remind
from partnerships.workflow.refusals import NotAllowed
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.opinions import (
    EMAIL,
    QUESTIONS,
    AdvisoryBodyFactory,
    OpinionFactory,
    ask,
    do,
    fill,
    links_to,
    pass_days,
    reply,
    request_of,
    review_of,
)
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db


def test_officer_asks_many_bodies_at_once(client):
    dossier = dossier_in("under_review")
    body = AdvisoryBodyFactory(name="Agence de l’eau", email="eau@example.org")
    AdvisoryBodyFactory(name="Agence fermée", is_active=False)
    client.force_login(dossier.reviewer)

    form = text_of(client.get(request_of(dossier)))
    response = client.post(request_of(dossier), fill(dossier, bodies=[str(body.uuid)]))

    assert "Agence de l’eau – eau@example.org" in form
    assert "Agence fermée" not in form
    assert response.url == f"{review_of(dossier)}#avis"
    asked = {row.email: row for row in dossier.opinions.all()}
    assert asked.keys() == {EMAIL, "eau@example.org"}
    assert asked["eau@example.org"].body == body
    assert {row.is_confidential for row in asked.values()} == {True}
    assert {len(links_to(email)) for email in asked} == {1}
    event = dossier.events.get(action="ask_opinion")
    assert set(event.content["opinions"]) == {str(row.uuid) for row in asked.values()}
    assert list(faults()) == []
    page = text_of(client.get(review_of(dossier)))
    assert "Préfecture du Nord" in page
    assert QUESTIONS in page


def test_places_of_the_dossier_suggest_bodies_and_no_address_is_guessed(client):
    authority = LocalAuthorityFactory(name="Lille")
    dossier = dossier_in("under_review", member=MemberFactory(authority=authority))
    client.force_login(dossier.reviewer)
    embassy = AdvisoryBodyFactory(
        kind=AdvisoryBodyKind.EMBASSY,
        country=Country.objects.get(pk="MA"),
        name="Ambassade à Rabat",
        email="rabat@example.org",
    )

    page = text_of(client.get(request_of(dossier)))

    assert f"Préfecture {of(authority.departement.name)}" in page
    assert f"Préfecture de la région {authority.region}" in page
    assert "Ambassade à Rabat – rabat@example.org" in page
    assert "Ambassade de France au Maroc" not in page
    assert [each.email for each in asks_from_directory(dossier, ["embassy"])] == [embassy.email]
    assert asks_from_directory(dossier, ["region", "departement"]) == []


def test_lead_saves_the_typed_address_in_the_directory_and_a_reviewer_does_not(client):
    lead = lead_reviewer()
    dossier = dossier_in("under_review", officer=lead)
    departement = dossier.lead_authority.departement
    line = f"email-departement-{departement.pk}"
    sent = fill(dossier, keeps="on", **{line: "nord@example.org", "name-1": "", "email-1": ""})
    client.force_login(lead)

    answers = [client.post(request_of(dossier), sent).status_code for _rank in range(2)]
    other = dossier_in("under_review")
    client.force_login(other.reviewer)
    client.post(request_of(other), fill(other, keeps="on"))

    body = AdvisoryBody.objects.get()
    assert answers == [302, 302]
    assert (body.email, body.departement, body.kind) == (
        "nord@example.org",
        departement,
        "departement",
    )
    assert dossier.opinions.count() == other.opinions.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email-1", "", "Saisissez son adresse"),
        ("email-1", "pas une adresse", "valide"),
        ("name-1", "\x00", "nul"),
        ("questions", "", "obligatoire"),
        ("questions", "x" * 5001, "5000"),
        ("due_on", "2001-01-01", "après aujourd’hui"),
        ("due_on", "9999-12-31", "dans l’année"),
        ("due_on", "demain", "valide"),
        ("secrecy", "", "obligatoire"),
        ("scope", "all", "choix"),
        ("documents", "c0ffee00-0000-4000-8000-000000000000", "choix"),
        ("bodies", "x", "choix"),
    ],
)
def test_invalid_request_is_shown_again_and_nothing_is_sent(client, field, value, sentence):
    dossier = dossier_in("under_review")
    client.force_login(dossier.reviewer)

    response = client.post(request_of(dossier), fill(dossier, **{field: value}))

    assert response.status_code == 200
    assert sentence in text_of(response)
    assert not Opinion.objects.exists()
    assert links_to() == []


def test_same_address_is_asked_once_at_a_time(client):
    dossier = dossier_in("under_review")
    first = ask(dossier)[0]
    client.force_login(dossier.reviewer)

    again = client.post(request_of(dossier), fill(dossier, **{"email-1": EMAIL.upper()}))
    do(client, dossier.reviewer, first, "retirer")
    asked_anew = client.post(request_of(dossier), fill(dossier))

    assert "déjà une demande en attente" in text_of(again)
    assert asked_anew.status_code == 302
    assert dossier.opinions.awaited().count() == 1


@pytest.mark.parametrize(
    ("count", "late", "summary"),
    [
        (1, 0, "1 avis attendu"),
        (1, 1, "1 avis attendu, en retard"),
        (2, 0, "2 avis attendus"),
        (2, 1, "2 avis attendus, dont 1 en retard"),
    ],
)
def test_awaited_opinions_are_counted_on_their_tab_in_the_head_and_where_more_are_asked(
    client, count, late, summary
):
    dossier = dossier_in("under_review")
    rows = ask(dossier, *(f"avis{rank}@example.org" for rank in range(count)))
    answered = ask(dossier, "rendu@example.org")[0]
    reply(client, links_to("rendu@example.org")[0])
    for row in rows[:late]:
        pass_days(row, 11)
    client.force_login(dossier.reviewer)

    page = text_of(client.get(review_of(dossier)))
    form = text_of(client.get(request_of(dossier)))

    tab = page.partition('id="onglet-avis"')[2].partition("</a>")[0]
    assert f">{count}<" in tab
    assert ("en retard" in tab) == bool(late)
    assert f'<a href="#avis">{summary}</a>' in page
    assert f"<strong>{summary}</strong>" in form
    listed = form.partition(f"<strong>{summary}</strong>")[2].partition("</ul>")[0]
    assert all(row.body_name in listed for row in rows)
    assert answered.body_name not in listed
    assert listed.count("(en retard)") == late


@pytest.mark.parametrize("status", ["under_review", "closed"])
def test_no_opinion_is_announced_where_the_decision_waits_for_none(client, status):
    dossier = dossier_in(status)
    if status == "closed":
        OpinionFactory(dossier=dossier)
    client.force_login(dossier.reviewer)

    page = text_of(client.get(review_of(dossier)))

    tab = page.partition('id="onglet-avis"')[2].partition("</a>")[0]
    assert "review-tabs__count" not in tab
    assert 'href="#avis">1 avis' not in page


def test_outdated_page_asks_nothing(client):
    dossier = dossier_in("under_review")
    sent = fill(dossier)
    act(dossier, Action.HAND_OVER, dossier.created_by, to=None)
    client.force_login(dossier.reviewer)

    response = client.post(request_of(dossier), sent)

    assert "a changé depuis" in text_of(response)
    assert not Opinion.objects.exists()


def test_queue_shows_the_state_of_the_opinions_of_a_dossier(client):
    dossiers = {state: dossier_in("under_review") for state in OpinionState}
    emails = {state: f"{state}@example.org" for state in OpinionState}
    for state, dossier in dossiers.items():
        if state != OpinionState.NONE:
            ask(dossier, emails[state])
    pass_days(dossiers["late"].opinions.get(), 30)
    reply(client, links_to(emails["answered"])[0])
    reply(client, links_to(emails["unfavourable"])[0], answer="unfavourable")
    reply(client, links_to(emails["declined"])[0], answer="declined")
    withdrawn = dossier_in("under_review")
    do(client, withdrawn.reviewer, ask(withdrawn, "x@example.org")[0], "retirer")

    found = {
        state: set(Dossier.objects.filter(state.holds()).order_by("pk")) for state in OpinionState
    }

    assert found == {
        OpinionState.NONE: {dossiers["none"], withdrawn},
        OpinionState.AWAITED: {dossiers["awaited"], dossiers["late"]},
        OpinionState.LATE: {dossiers["late"]},
        OpinionState.ANSWERED: {
            dossiers["answered"],
            dossiers["unfavourable"],
            dossiers["declined"],
        },
        OpinionState.UNFAVOURABLE: {dossiers["unfavourable"]},
        OpinionState.DECLINED: {dossiers["declined"]},
    }


@pytest.mark.parametrize("count", [3, 30])
def test_opinions_of_a_dossier_run_the_same_queries_for_any_number(
    client, count, django_assert_num_queries
):
    dossier = dossier_in("under_review")
    ask(dossier, *(f"avis{rank}@example.org" for rank in range(min(count, 20))))
    if count > 20:
        ask(dossier, *(f"avis{rank}@example.org" for rank in range(20, count)))
    for row in dossier.opinions.all():
        pass_days(row, 1)
    remind(dossier, by=dossier.reviewer)
    reply(client, links_to("avis0@example.org")[0])
    client.force_login(dossier.reviewer)
    client.get(review_of(dossier))

    with django_assert_num_queries(45):
        page = client.get(review_of(dossier))

    assert text_of(page).count("avis-nom-") == 2 * count


def test_another_reviewer_reads_and_an_inactive_one_does_nothing(client):
    dossier = dossier_in("under_review")
    ask(dossier)
    client.force_login(reviewer())

    page = text_of(client.get(review_of(dossier)))

    assert QUESTIONS in page
    assert request_of(dossier) not in page
    dossier.reviewer.is_active = False
    dossier.reviewer.save()
    with pytest.raises(NotAllowed):
        remind(dossier, by=dossier.reviewer)
