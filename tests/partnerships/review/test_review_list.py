"""The list that a dossier was opened from: it goes along with links, forms and their answers."""

from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.urls import reverse

from partnerships.document.canonical import digest
from partnerships.models import Action, Dossier, DossierStatus, InstructionRule
from partnerships.workflow.change_requests import gather
from tests.factories.accounts import lead_reviewer
from tests.factories.dossiers import act, dossier_in
from tests.factories.messages import review_page
from tests.factories.opinions import ask

pytestmark = pytest.mark.django_db
QUEUE = reverse("partnerships:queue")
LATEST = {"liste": "etat=submitted&etat=under_review&tri=echeance", "rang": "2026-06-02"}


@pytest.fixture
def dossiers(officer):
    """Three dossiers under review, due one day after the other."""
    rows = [dossier_in("under_review", officer=officer, title=title) for title in "ABC"]
    for day, row in enumerate(rows, start=1):
        Dossier.objects.filter(pk=row.pk).update(due_on=date(2026, 6, day))
    return [Dossier.objects.get(pk=row.pk) for row in rows]


def address(dossier, **query):
    return f"{review_page(dossier)}?{urlencode(query)}" if query else review_page(dossier)


def carried(url):
    """What an address says of the list."""
    query = parse_qs(urlsplit(url).query)
    return {name: value for name, [value] in query.items() if name in ("liste", "rang", "suivant")}


def open_list(client, officer, dossier, **query):
    client.force_login(officer)
    return client.get(address(dossier, **query)).context["page"].list


def test_neighbours_stay_after_a_decision_that_took_the_dossier_out_of_the_list(
    client, officer, dossiers
):
    first, second, third = dossiers
    client.force_login(officer)
    form = reverse("partnerships:review_action", args=[second.uuid, "accept"])

    answer = client.post(
        f"{form}?{urlencode(LATEST)}", {"seen": second.last_sequence, "grounds": "Conforme."}
    )
    page = client.get(answer.url)

    assert Dossier.objects.get(pk=second.pk).status == DossierStatus.CLOSED
    assert carried(answer.url) == LATEST
    before, after = page.context["page"].list.neighbours
    assert (before.dossier, after.dossier) == (first, third)
    assert f"{review_page(third)}{after.query}".replace("&", "&amp;") in page.content.decode()
    assert carried(after.query) == {**LATEST, "rang": "2026-06-03"}


def test_back_leads_to_the_list_as_it_was(client, officer, dossiers):
    query = "etat=under_review&tri=-titre"

    shown = open_list(client, officer, dossiers[1], liste=query)

    assert shown.queue.address == f"{QUEUE}?{query}"


@pytest.mark.parametrize(
    "forged", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)", "a" * 3000]
)
def test_forged_list_leads_nowhere_else(client, officer, dossiers, forged):
    client.force_login(officer)
    page = address(dossiers[0], liste=forged)

    content = client.get(page).content.decode()
    refused = client.post(
        f"{reverse('partnerships:assign', args=[dossiers[0].uuid])}?{urlencode({'liste': forged})}"
    )

    assert "ailleurs.example" not in content.replace("ailleurs.example%2F", "").replace(
        "%2F%2Failleurs.example", ""
    )
    assert "javascript:" not in content
    assert urlsplit(refused.url).path == review_page(dossiers[0])
    assert not urlsplit(refused.url).netloc


@pytest.mark.parametrize("text", ["q=%00", "tri=%00", "apres=0-9999999999999999999", "%ff=%fe"])
def test_unreadable_list_is_the_usual_one(client, officer, dossiers, text):
    assert open_list(client, officer, dossiers[0], liste=text).queue.address.startswith(QUEUE)


def test_two_tabs_with_two_lists_do_not_mix(client, officer, dossiers):
    first, second, third = dossiers

    one = open_list(client, officer, second, liste="tri=titre").neighbours
    other = open_list(client, officer, second, liste="tri=-titre").neighbours

    assert [each.dossier for each in one] == [first, third]
    assert [each.dossier for each in other] == [third, first]


def test_another_s_dossier_is_no_neighbour(client, officer, dossiers):
    dossier_in("draft", title="AB")

    _before, after = open_list(client, officer, dossiers[0], liste="tri=titre").neighbours

    assert after.dossier == dossiers[1]


def acts_of(dossier, officer):
    """The forms of the page: (name of the address, its arguments, what is sent)."""
    row = gather(dossier, by=officer, body="Précisez.")
    [opinion] = ask(dossier)
    dossier.refresh_from_db()
    seen = dossier.last_sequence
    person = officer.journal_id
    return [
        ("review_message", [], {"body": "Un mot", "visibility": "internal"}),
        ("change_request_add", [], {"body": "Datez."}),
        ("change_request_act", [row.uuid], {"do": "reword", "body": "Datez.", "was": "Précisez."}),
        ("change_request_act", [row.uuid], {"do": "drop"}),
        ("assign", [], {"to": ""}),
        ("officer_note", [], {"note": "À moi", "was": digest(""), "person": person}),
        ("opinion_action", [opinion.uuid, "retirer"], {"seen": seen}),
        ("dossier_mute", [], {"is_muted": "1"}),
        ("review_action", ["request_changes"], {"seen": seen + 1, "body": "Datez."}),
        ("review_action", ["remind_authority"], {"seen": seen + 2}),
    ]


def test_each_form_goes_back_to_the_dossier_with_its_list(client, officer, dossiers):
    dossier = dossiers[1]
    client.force_login(officer)

    for name, arguments, data in acts_of(dossier, officer):
        form = reverse(f"partnerships:{name}", args=[dossier.uuid, *arguments])
        answer = client.post(f"{form}?{urlencode(LATEST)}", data, follow=True)
        assert answer.redirect_chain, name
        last, _status = answer.redirect_chain[-1]
        assert (name, urlsplit(last).path, carried(last)) == (name, review_page(dossier), LATEST)
        content = answer.content.decode()
        assert f'?{urlencode(LATEST).replace("&", "&amp;")}"' in content


def test_list_is_found_again_after_the_session_ended(client, officer, dossiers):
    form = reverse("partnerships:review_message", args=[dossiers[1].uuid])

    lost = client.post(f"{form}?{urlencode(LATEST)}", {"body": "Un mot", "visibility": "internal"})
    [back] = parse_qs(urlsplit(lost.url).query)["next"]
    client.force_login(officer)
    content = client.get(back).content.decode()

    assert carried(back) == LATEST
    assert "Un mot" in content


def test_every_form_and_link_of_the_page_carries_the_list(client, officer, dossiers):
    """All but those that leave the dossier, and the menu."""
    client.force_login(officer)
    gather(dossiers[1], by=officer, body="Précisez.")
    ask(dossiers[1])

    content = client.get(address(dossiers[1], **LATEST)).content.decode()
    main = content.partition('<main id="content"')[2]

    own = f"/instruction/{dossiers[1].uuid}/"
    for part in main.split('action="')[1:]:
        where = part.partition('"')[0]
        if where.startswith(own) and not where.endswith("#differences"):
            assert "liste=" in where, where
    for part in main.split("demander=")[:-1]:
        assert "liste=" in part.rpartition('"')[2]


def test_a_decision_that_waits_keeps_the_list_until_its_notification(client, dossiers, officer):
    InstructionRule.objects.create(
        kind="registration", working_days=30, basis="Règle", needs_countersign=True
    )
    dossier = act(dossiers[1], Action.DECIDE, officer, outcome="accepted", grounds="Conforme.")
    client.force_login(lead_reviewer())
    form = reverse("partnerships:decision_action", args=[dossier.uuid, "countersign"])
    query = urlencode(LATEST)

    signed = client.post(f"{form}?{query}", {"seen": dossier.last_sequence})
    client.force_login(officer)
    page = client.get(reverse("partnerships:decision_detail", args=[dossier.uuid]) + f"?{query}")
    release = reverse("partnerships:decision_action", args=[dossier.uuid, "release"])
    told = client.post(f"{release}?{query}", {"seen": dossier.last_sequence + 1})
    without = client.get(reverse("partnerships:decision_detail", args=[dossiers[0].uuid]))

    assert carried(signed.url) == carried(told.url) == LATEST
    assert f"{review_page(dossier)}?{query}".replace("&", "&amp;") in page.content.decode()
    assert told.url.startswith(review_page(dossier))
    assert without.url == review_page(dossiers[0])


def test_suivant_stays_after_taking_and_deciding(client, officer):
    dossier = dossier_in("submitted")
    client.force_login(officer)
    opened = client.get(reverse("partnerships:next_dossier"))
    form = reverse("partnerships:review_action", args=[dossier.uuid, "start_review"])

    taken = client.post(f"{form}?suivant=1", {"seen": dossier.last_sequence})
    under_review = client.get(taken.url).content.decode()
    dossier.refresh_from_db()
    form = reverse("partnerships:review_action", args=[dossier.uuid, "reject"])
    typed = {"grounds": "Hors du champ.", "sans-recours": "1"}
    decided = client.post(f"{form}?suivant=1", {"seen": dossier.last_sequence, **typed})
    closed = client.get(decided.url).content.decode()

    assert opened.url == taken.url == decided.url == address(dossier, suivant="1")
    assert "Passer au suivant" in under_review
    assert f'data-shortcut="next" href="{reverse("partnerships:next_dossier")}"' in closed


def test_dossier_opened_by_itself_has_no_list(client, officer, dossiers):
    client.force_login(officer)

    content = client.get(review_page(dossiers[0])).content.decode()

    assert 'rel="next"' not in content
    assert "Passer au suivant" not in content
    assert "liste=" not in content


@pytest.mark.parametrize("count", [3, 30])
def test_neighbours_cost_two_queries_whatever_the_list(
    client, officer, count, django_assert_num_queries
):
    rows = [dossier_in("submitted", title=f"T{rank:02}") for rank in range(count)]
    client.force_login(officer)

    with django_assert_num_queries(31):
        client.get(address(rows[1], liste="tri=titre"))
