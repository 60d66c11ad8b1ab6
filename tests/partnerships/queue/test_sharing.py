"""Assigning many dossiers at once: spread evenly, corrected, notified once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cncd_portal.french_dates import french_date
from partnerships.models import Action, BulkAct, BulkRun, Dossier, Opinion
from partnerships.workflow.bulk.plan import prepare
from partnerships.workflow.bulk.spread import spread
from tests.factories.absences import AbsenceFactory
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, MemberFactory
from tests.factories.bulk import many_dossiers
from tests.factories.dossiers import act, dossier_in
from tests.factories.opinions import AdvisoryBodyFactory
from tests.factories.roles import text_of
from tests.partnerships.queue.test_bulk import ask, confirm, mails, states, to

pytestmark = pytest.mark.django_db


def test_dossiers_are_assigned_with_corrections_and_one_mail_per_person(client):
    leader, first, second = lead_reviewer(), reviewer(last_name="Aa"), reviewer(last_name="Bb")
    previous = reviewer()
    dossiers = [dossier_in("submitted") for _ in range(3)]
    dossiers.append(dossier_in("under_review", officer=previous))
    run = ask(client, leader, "assign", dossiers)
    client.post(to("bulk_details", run), {"officers": [first.pk]})
    items = {item.dossier: item for item in run.items.select_related("dossier")}
    client.post(to("bulk_details", run), {"officers": [first.pk, second.pk]})
    left = items[dossiers[0]].pk
    keep = [item.pk for item in items.values() if item.pk != left]

    confirm(client, run, keep=keep, **{f"to-{items[dossiers[1]].pk}": first.pk})

    assert states(run)[dossiers[0]] == "left"
    reviewers = [Dossier.objects.get(pk=each.pk).reviewer for each in dossiers]
    assert reviewers[:2] == [None, first]
    assert set(reviewers[2:]) <= {first, second}
    assert sorted(mails()) == sorted({first.email, second.email, previous.email})


def test_correction_never_assigns_a_dossier_to_someone_who_may_not_review_it(client):
    leader, able = lead_reviewer(), reviewer()
    dossier = dossier_in("submitted")
    member = MemberFactory(user=reviewer(), authority=dossier.lead_authority).user
    run = ask(client, leader, "assign", [dossier])
    client.post(to("bulk_details", run), {"officers": [able.pk]})
    key = run.items.get().pk

    response = confirm(client, run, **{f"to-{key}": member.pk})

    assert "est membre d’une collectivité" in response.content.decode()
    assert not run.started_at
    assert run.items.get().to == able


@pytest.mark.parametrize("key", ["", "x", "\x00", "0", "9" * 18, "9" * 30])
@pytest.mark.parametrize("do", ["start", "save"])
def test_a_plan_sent_without_an_officer_assigns_nothing(client, key, do):
    able, dossier = reviewer(), dossier_in("submitted")
    run = ask(client, lead_reviewer(), "assign", [dossier])
    client.post(to("bulk_details", run), {"officers": [able.pk]})

    page = confirm(client, run, do=do, **{f"to-{run.items.get().pk}": key})

    assert "choisissez à qui le confier." in text_of(page)
    assert not run.started_at
    assert run.items.get().to == able


def test_a_planned_dossier_that_has_no_officer_is_not_done(client):
    run = ask(client, lead_reviewer(), "assign", [dossier_in("submitted")])
    client.post(to("bulk_details", run), {"officers": [reviewer().pk]})
    run.items.update(to=None)

    client.post(to("bulk_start", run), {"do": "start"})

    item = run.items.get()
    assert (item.is_not_done, item.outcome) == (True, "Choisissez à qui confier ce dossier.")


def test_a_plan_is_not_corrected_before_it_says_to_whom(client):
    """A dossier left out then would not be given an officer, and could be included again."""
    dossier = dossier_in("submitted")
    run = ask(client, lead_reviewer(), "assign", [dossier])

    page = confirm(client, run, keep=[], do="save")

    assert "Dites d’abord ce que l’acte doit faire." in text_of(page)
    assert run.items.get().is_planned


@pytest.mark.parametrize("count", [3, 30])
def test_plan_runs_as_many_queries_for_thirty_dossiers_as_for_three(
    client, count, django_assert_num_queries
):
    leader = lead_reviewer()
    many_dossiers(count, officer=reviewer())
    run = prepare(BulkAct.ASSIGN, Dossier.objects.all(), by=leader, officers=[leader.pk])
    client.force_login(leader)

    with django_assert_num_queries(15):
        client.get(run.get_absolute_url())


@pytest.mark.parametrize("count", [3, 30])
def test_preparing_runs_as_many_queries_for_thirty_dossiers_as_for_three(
    count, django_assert_num_queries
):
    leader = lead_reviewer()
    many_dossiers(count, officer=reviewer())
    leader.has_perm("partnerships.lead_review")

    with django_assert_num_queries(19):
        prepare(BulkAct.ASSIGN, Dossier.objects.all(), by=leader, officers=[leader.pk])


def test_dossiers_are_spread_by_load_then_by_region():
    nord = DepartementFactory()
    sud = DepartementFactory(code="13", name="Bouches-du-Rhône", region__code="93")
    north, south, busy = (reviewer(last_name=name) for name in ("Aa", "Bb", "Cc"))
    for officer, place in ((north, nord), (south, sud), (busy, nord), (busy, nord)):
        member = MemberFactory(authority=LocalAuthorityFactory(departement=place))
        dossier_in("under_review", officer=officer, member=member)
    dossiers = [
        dossier_in("submitted", member=MemberFactory(authority__departement=place))
        for place in (sud, nord, nord)
    ]

    shares = spread(dossiers, [north, south, busy])

    assert [share.to for share in shares] == [south, north, north]
    assert "à charge égale" in shares[0].why
    assert shares[1].why.startswith("le moins chargé")


def test_who_is_away_receives_nothing_and_the_plan_says_so(client):
    away, first, second = reviewer(), reviewer(), reviewer()
    AbsenceFactory(officer=away)
    past = AbsenceFactory(officer=first)
    today = timezone.localdate()
    type(past).objects.filter(pk=past.pk).update(
        starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1)
    )
    dossiers = [dossier_in("submitted") for _ in range(4)]
    run = ask(client, lead_reviewer(), "assign", dossiers)
    officers = [away.pk, first.pk, second.pk]

    plan = text_of(client.post(to("bulk_details", run), {"officers": officers}, follow=True))
    confirm(client, run)

    assert f"{away} est absent jusqu’au" in plan
    assert "et ne reçoit rien" in plan
    assert f"{first} est absent" not in plan
    holders = [Dossier.objects.get(pk=each.pk).reviewer for each in dossiers]
    assert sorted(each.pk for each in holders) == sorted([first.pk, second.pk] * 2)


def test_who_is_away_receives_what_nobody_else_may_have_and_the_plan_says_so(client):
    away = reviewer()
    AbsenceFactory(officer=away)
    dossier, free = dossier_in("submitted"), dossier_in("submitted")
    present = MemberFactory(user=reviewer(), authority=dossier.lead_authority).user
    run = ask(client, lead_reviewer(), "assign", [dossier, free])

    data = {"officers": [away.pk, present.pk]}
    plan = text_of(client.post(to("bulk_details", run), data, follow=True))

    items = {item.dossier: item for item in run.items.select_related("dossier", "to")}
    assert (items[dossier].to, items[free].to) == (away, present)
    assert items[dossier].outcome.startswith("absent jusqu’au")
    assert items[free].outcome.startswith("le moins chargé")
    assert "et ne reçoit rien" not in plan
    assert f"{away} (absent jusqu’au" in plan


def test_nobody_is_assigned_a_dossier_of_their_authority_and_the_plan_says_so(client):
    dossier = dossier_in("submitted")
    member = MemberFactory(user=reviewer(), authority=dossier.lead_authority).user

    assert spread([dossier], [member])[0].to is None
    run = ask(client, lead_reviewer(), "assign", [dossier])
    client.post(to("bulk_details", run), {"officers": [member.pk]})

    item = run.items.get()
    assert item.state == "not_concerned"
    assert "est membre d’une collectivité" in item.outcome


def test_a_key_that_no_officer_may_have_is_refused(client):
    run = ask(client, lead_reviewer(), "assign", [dossier_in("submitted")])

    response = client.post(to("bulk_details", run), {"officers": ["9" * 30]})

    assert "9" * 30 in response.content.decode()
    assert run.items.get().state != "done"


def test_all_the_dossiers_of_an_officer_who_left_pass_to_colleagues(client):
    leader, gone = lead_reviewer(), reviewer()
    heirs = [reviewer(), reviewer()]
    dossiers = [dossier_in(status, officer=gone) for status in ("under_review", "decided")]
    dossiers.append(act(dossiers[0], Action.WITHDRAW, dossiers[0].created_by))
    others = dossier_in("under_review")
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    client.force_login(leader)

    page = client.get(reverse("partnerships:team")).content.decode()
    assert "n’instruit plus" in page
    client.post(reverse("partnerships:share"), {"officer": gone.pk})
    run = BulkRun.objects.get()
    client.post(to("bulk_details", run), {"officers": [heir.pk for heir in heirs]})
    confirm(client, run)

    held = {Dossier.objects.get(pk=each.pk).reviewer for each in dossiers}
    assert held == set(heirs)
    assert Dossier.objects.get(pk=others.pk).reviewer == others.reviewer
    assert sorted(mails()) == sorted(heir.email for heir in heirs)


def test_unassigned_dossiers_are_spread_from_the_team_page(client):
    leader, officer = lead_reviewer(), reviewer()
    dossiers = [dossier_in("submitted") for _ in range(2)]
    dossier_in("under_review", officer=officer)
    client.force_login(leader)

    client.post(reverse("partnerships:share"))

    assert set(states(BulkRun.objects.get())) == set(dossiers)
    for user, status in ((officer, 403), (dossiers[0].created_by, 403)):
        client.force_login(user)
        assert client.get(reverse("partnerships:team")).status_code == status
        assert client.post(reverse("partnerships:share")).status_code == status


@pytest.mark.parametrize("count", [3, 30])
def test_team_runs_as_many_queries_for_thirty_as_for_three(
    client, count, django_assert_num_queries
):
    for _ in range(count):
        reviewer()
    many_dossiers(count, officer=reviewer())
    client.force_login(lead_reviewer())

    with django_assert_num_queries(9):
        client.get(reverse("partnerships:team"))


def test_act_on_all_the_dossiers_of_a_filter_takes_no_other(client):
    leader = lead_reviewer()
    waiting = dossier_in("submitted")
    dossier_in("under_review")
    client.force_login(leader)
    queue = reverse("partnerships:queue")
    page = client.get(queue, {"etat": "submitted"}).content.decode()
    assert f'value="{waiting.uuid}"' in page

    data = {"act": "assign", "which": "all", "filters": "etat=submitted"}
    client.post(reverse("partnerships:bulk_list"), data)

    assert [item.dossier for item in BulkRun.objects.get().items.all()] == [waiting]


def test_opinions_are_asked_of_the_bodies_in_the_directory(client):
    officer = reviewer()
    known = dossier_in("under_review", officer=officer)
    sud = DepartementFactory(code="13", name="Bouches-du-Rhône", region__code="93")
    unknown = dossier_in(
        "under_review", officer=officer, member=MemberFactory(authority__departement=sud)
    )
    AdvisoryBodyFactory(
        kind="departement", departement=known.lead_authority.departement, email="pref@example.org"
    )
    run = ask(client, officer, "ask_opinion", [known, unknown])
    data = {"kinds": ["departement"], "questions": "Votre avis ?", "is_confidential": "on"}
    assert client.post(to("bulk_details", run), {**data, "due_on": "2020-01-01"}).status_code == 422
    due_on = timezone.localdate() + timedelta(days=10)
    Dossier.objects.filter(pk=known.pk).update(due_on=due_on)
    Dossier.objects.filter(pk=unknown.pk).update(due_on=due_on + timedelta(days=1))
    answer = {**data, "due_on": due_on.isoformat()}
    plan = text_of(client.post(to("bulk_details", run), answer, follow=True))
    assert plan.count("attendu trop tard pour son échéance") == 1
    assert f"échéance du {french_date(due_on)}" in plan

    confirm(client, run)

    assert states(run) == {known: "done", unknown: "not_done"}
    opinion = Opinion.objects.get()
    assert (opinion.dossier, opinion.email, opinion.due_on) == (known, "pref@example.org", due_on)
    assert (opinion.is_confidential, opinion.documents) == (True, [])
