"""« À faire »: the counts of the signed-in officer, and the dossiers behind each."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Action, Dossier, Opinion
from partnerships.pages.queue.desk_page import LISTS, NUMBERS, SHOWN
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.decisions import two_people_decide
from tests.factories.dossiers import act, dossier_in
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
DESK = reverse("partnerships:desk")
QUEUE = reverse("partnerships:queue")
QUERIES = 21
LEAD_QUERIES = 21  # of one who instructs nothing


def desk(client, user):
    client.force_login(user)
    return client.get(DESK).context["page"]


def counts(page):
    return {str(number.selection.label): number.count for number in page.numbers}


def lists(page):
    return {
        str(each.selection.label): [row.dossier for row, _query in each.rows] for each in page.lists
    }


def ask(dossier):
    return Opinion.objects.create(
        dossier=dossier,
        submission=dossier.submissions.first(),
        body_name="Préfecture",
        email="avis@prefecture.example",
        due_on=timezone.localdate() + timedelta(days=10),
        asked_by=dossier.reviewer,
    )


def named(first, last):
    officer = reviewer()
    officer.first_name, officer.last_name = first, last
    officer.save()
    return officer


def test_desk_counts_what_waits_for_the_officer_and_for_no_other(client, officer):
    today = timezone.localdate()
    other = reviewer()
    to_take = dossier_in("submitted")
    dossier_in("draft")
    dossier_in("under_review", officer=other)
    late = dossier_in("under_review", officer=officer)
    soon = dossier_in("decided", officer=officer)
    asked = dossier_in("under_review", officer=officer)
    ask(asked)
    sent_back = dossier_in("changes_requested", officer=officer)
    withdrawn = dossier_in("under_review", officer=officer)
    act(withdrawn, Action.WITHDRAW, withdrawn.created_by)
    dossier_in("closed", officer=officer)
    Dossier.objects.filter(pk=late.pk).update(due_on=today - timedelta(days=30))
    Dossier.objects.filter(pk=soon.pk).update(due_on=today + timedelta(days=1))

    page = desk(client, officer)

    assert counts(page) == {
        "à prendre": 1,
        "les miens": 4,
        "en attente de la collectivité": 1,
        "en attente d’avis": 1,
        "à décider sous cinq jours ouvrés": 0,
        "à décider, en retard": 1,
    }
    assert lists(page) == {
        "À faire d’abord, par échéance": [late, soon, asked],
        "À prendre": [to_take],
        "En attente d’avis": [asked],
        "En attente de la collectivité": [sent_back],
    }
    assert list(counts(desk(client, reviewer())).values()) == [1, 0, 0, 0, 0, 0]


def test_each_count_and_list_leads_to_the_dossiers_it_counts(client, officer):
    for status in ("submitted", "under_review", "changes_requested", "decided", "closed"):
        dossier_in(status, officer=officer)
    page = desk(client, officer)
    counted, shown = counts(page), lists(page)

    for selection in (*NUMBERS, *LISTS):
        found = client.get(selection.address).context["page"]
        label, dossiers = str(selection.label), [each.row.dossier for each in found.rows]
        if label in counted:
            assert found.listing.count == len(dossiers) == counted[label]
        else:
            assert dossiers == shown.get(label, [])
        assert found.listing.notes == []
        assert len(found.chips) == sum(map(len, selection.filters.values()))


def test_own_authority_is_marked_and_never_assigned_to_oneself(client, officer):
    member = MemberFactory(user=officer)
    dossier_in("submitted", member=MemberFactory(authority=member.authority))

    page = desk(client, officer)

    assert counts(page)["les miens"] == 0
    assert [row.is_own for row, _query in page.lists[0].rows] == [True]
    assert "ma collectivité" in client.get(DESK).content.decode()


def test_lists_are_short_and_link_to_the_rest(client, officer):
    member = MemberFactory()
    dossiers = [dossier_in("submitted", member=member) for _ in range(SHOWN + 2)]

    page = desk(client, officer)

    assert lists(page) == {"À prendre": dossiers[:SHOWN]}
    address = page.lists[0].selection.address
    assert address in client.get(DESK).content.decode().replace("&amp;", "&")


def test_empty_desk_says_so(client, officer):
    client.force_login(officer)

    text = client.get(DESK).content.decode()

    assert "Rien ne vous attend" in text
    assert text.count('numbers__value">0<') == len(NUMBERS) + 1


def test_desk_is_closed_to_members_and_strangers(client):
    dossier = dossier_in("submitted", title="Titre gardé")

    for user in (dossier.created_by, UserFactory(), MemberFactory(manager=True).user):
        client.force_login(user)
        response = client.get(DESK)
        assert response.status_code == 403
        assert "Titre gardé" not in response.content.decode()
    client.logout()
    assert client.get(DESK).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("count", [3, 30])
def test_desk_runs_as_many_queries_for_thirty_dossiers_as_for_three(
    client, count, officer, django_assert_num_queries
):
    for rank in range(count):
        dossier_in(["submitted", "under_review", "changes_requested"][rank % 3], officer=officer)
    client.force_login(officer)

    with django_assert_num_queries(QUERIES):
        client.get(DESK)


def test_menu_leads_to_the_desk(client):
    client.force_login(lead_reviewer())

    page = client.get(DESK).content.decode()

    assert f'desk-menu__link" href="{DESK}" aria-current="page"' in page
    assert f'desk-menu__link" href="{QUEUE}"' in page


@pytest.mark.parametrize(
    ("page", "entry"),
    [
        ("campaign", "instruction_settings"),
        ("archive_list", "instruction_settings"),
        ("advisory_body_list", "instruction_settings"),
        ("directory_import", "instruction_settings"),
        ("merge_list", "duplicate_list"),
    ],
)
def test_menu_marks_the_entry_that_a_page_is_under(client, page, entry):
    client.force_login(lead_reviewer())

    text = client.get(reverse(f"partnerships:{page}")).content.decode()

    address = reverse(f"partnerships:{entry}")
    assert f'desk-menu__link" href="{address}" aria-current="true"' in text


def test_lead_sees_what_is_late_or_due_soon_by_officer(client):
    today = timezone.localdate()
    lead, emile, zoe = lead_reviewer(), named("Émile", "Éluard"), named("Zoé", "Zola")
    due = {
        (emile, "under_review"): [-1, -40, 0],
        (emile, "decided"): [-3, 0],
        (zoe, "under_review"): [1, 90],
        (None, "submitted"): [-2],
    }
    for (officer, status), days in due.items():
        for day in days:
            dossier = dossier_in(status, officer=officer) if officer else dossier_in(status)
            due_on = today + timedelta(days=day)
            Dossier.objects.filter(pk=dossier.pk).update(due_on=due_on)

    rows = desk(client, lead).team

    assert [(row.name, row.late, row.soon, row.late_to_release) for row in rows] == [
        ("Personne", 1, 0, 0),
        (str(emile), 2, 1, 1),
        (str(zoe), 0, 1, 0),
    ]
    for row in rows:
        for count, _title, address, _is_late in row.numbers:
            assert client.get(address).context["page"].listing.count == count
    assert "Échéances de l’équipe" in client.get(DESK).content.decode()
    assert desk(client, zoe).team == []
    assert "Échéances de l’équipe" not in client.get(DESK).content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_desk_of_a_lead_runs_as_many_queries_for_thirty_officers_as_for_three(
    client, count, django_assert_num_queries
):
    for _ in range(count):
        dossier_in("under_review", officer=reviewer())
    Dossier.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    client.force_login(lead_reviewer())

    with django_assert_num_queries(LEAD_QUERIES):
        assert len(client.get(DESK).context["page"].team) == count


def decisions(page):
    return {str(label): (count, late) for count, late, label, _address in page.decisions}


def test_what_a_decision_waits_for_is_told_and_counted(client, officer):
    ready = dossier_in("decided", officer=officer, outcome="rejected")
    two_people_decide()
    waits = dossier_in("decided", officer=officer)
    dossier_in("decided")
    Dossier.objects.update(due_on=timezone.localdate())
    page = desk(client, officer)
    text = text_of(client.get(DESK))
    [(_count, _late, _label, address)] = page.decisions

    found = client.get(address).context["page"]

    assert [row.dossier for row in found.rows] == [ready]
    assert decisions(page) == {"prêt à notifier": (1, 0)}
    assert counts(page)["à décider sous cinq jours ouvrés"] == 0
    assert "Refusé, à notifier" in text
    assert "Accepté, à contresigner" in text
    assert waits in lists(page)["À faire d’abord, par échéance"]
    assert [row.soon for row in desk(client, lead_reviewer()).team] == []


def test_a_late_decision_is_told_apart_from_what_is_late_to_decide(client, officer):
    dossier_in("under_review", officer=officer)
    ready, waits = (dossier_in("decided", officer=officer) for _rank in range(2))
    waits.decisions.update(needs_countersign=True)
    in_time = dossier_in("decided", officer=officer)
    Dossier.objects.exclude(pk=in_time.pk).update(due_on=timezone.localdate() - timedelta(days=9))

    page = desk(client, officer)
    text = text_of(client.get(DESK))
    outbox = text_of(client.get(reverse("partnerships:outbox")))
    mine = text_of(client.get(reverse("partnerships:my_decisions")))
    review = text_of(client.get(reverse("partnerships:review_detail", args=[ready.uuid])))
    lead = desk(client, lead_reviewer())

    assert counts(page)["à décider, en retard"] == 1
    assert decisions(page) == {"prêts à notifier": (2, 1)}
    assert "dont 1 en retard" in text
    assert decisions(lead)["à contresigner"] == (1, 1)
    for rows in (outbox, mine):
        assert rows.count('<span class="late">En retard de') == 2
    assert "la décision est prise, et était à notifier le" in review
    assert "la décision était attendue" not in review


def test_a_lead_who_has_decisions_to_countersign_is_awaited(client):
    lead = lead_reviewer()
    empty = not desk(client, lead).lists and "Rien ne vous attend" in text_of(client.get(DESK))
    two_people_decide()
    dossier_in("decided")

    page = desk(client, lead)

    assert empty
    assert decisions(page)["à contresigner"] == (1, 0)
    assert page.lists == []
    assert "Rien ne vous attend" not in text_of(client.get(DESK))
