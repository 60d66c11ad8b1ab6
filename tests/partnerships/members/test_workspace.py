"""« Mon espace »: what is asked of the person first, then their authorities' dossiers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Dossier, DossierStatus
from partnerships.precise_date import DatePrecision, PreciseDate
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.campaigns import CampaignFactory
from tests.factories.dossiers import dossier_in
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
WORKSPACE = reverse("partnerships:workspace")
YEARS_AGO = datetime(2020, 1, 1, tzinfo=UTC)
STATUSES = (*DossierStatus.values, "discarded")


def open_as(client, user, **data):
    client.force_login(user)
    return client.get(WORKSPACE, data)


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("status", STATUSES)
def test_dossiers_of_ones_authorities_and_of_no_other(client, status):
    dossier = dossier_in(status, title="Titre gardé")
    listed = [] if status == "discarded" else [dossier]
    officer_elsewhere = MemberFactory(user=reviewer()).user

    assert open_as(client, dossier.created_by).context["page"].dossiers.rows == listed
    for user in (
        UserFactory(),
        MemberFactory().user,
        MemberFactory(authority=dossier.lead_authority, pending=True).user,
        MemberFactory(authority=dossier.lead_authority, revoked=True).user,
        officer_elsewhere,
    ):
        assert "Titre gardé" not in text_of(open_as(client, user))


def test_empty_workspace_says_to_join_an_authority_first(client):
    page = text_of(open_as(client, UserFactory()))

    assert "Demandez d’abord à rejoindre" in page
    assert reverse("partnerships:membership_request") in page
    assert reverse("partnerships:dossier_create") not in page


def test_curator_without_authority_is_sent_to_the_administration(client):
    page = text_of(open_as(client, UserFactory(is_staff=True)))

    assert "Aller à l’administration" in page
    assert "Demandez d’abord à rejoindre" not in page


def test_cancelling_a_request_is_asked_first_with_a_way_out(client):
    member = MemberFactory(pending=True)

    page = text_of(open_as(client, member.user))

    folded = page.split('class="portal-confirm"')[1].split("</details>")[0]
    summary, body = folded.split("</summary>")
    assert "Annuler la demande" in summary
    assert "Non, la garder" in summary
    assert "Confirmer\u202f: Annuler la demande" in body


def test_pending_request_is_shown(client):
    member = MemberFactory(pending=True)

    page = text_of(open_as(client, member.user))

    assert "attend une réponse" in page
    assert "Demandez d’abord à rejoindre" not in page


def test_reviewer_without_authority_is_sent_to_the_desk(client):
    page = text_of(open_as(client, reviewer()))

    assert reverse("partnerships:desk") in page
    assert "Demandez d’abord à rejoindre" not in page


def test_what_is_asked_comes_before_the_dossiers(client):
    manager = MemberFactory(manager=True)
    dossier_in("changes_requested", member=manager, title="À revoir")
    MemberFactory(authority=manager.authority, pending=True)

    page = text_of(open_as(client, manager.user))

    assert page.index("À compléter") < page.index('id="dossiers"')
    assert page.index("1 personne demande à rejoindre") < page.index('id="dossiers"')


def test_contributor_is_not_asked_to_answer_requests(client):
    member = MemberFactory()
    MemberFactory(authority=member.authority, pending=True)

    assert "demande à rejoindre" not in text_of(open_as(client, member.user))


def test_published_of_ones_authorities_can_be_changed(client):
    member = MemberFactory()
    own = published([member.authority], title="Le nôtre")
    other = published(title="Celui d’autres")

    page = text_of(open_as(client, member.user))

    assert reverse("partnerships:dossier_amend", args=[own.public_id]) in page
    assert reverse("partnerships:dossier_amend", args=[other.public_id]) not in page


def test_public_is_asked_to_sign_in(client):
    assert client.get(WORKSPACE).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("key", ["x", "0-99999999999999999999", "\x00", "0-1"])
def test_malformed_page_key_is_ignored(client, key):
    member = MemberFactory()

    for name in ("apres", "avant"):
        assert open_as(client, member.user, **{name: key}).status_code == 200


def test_pages_lose_no_dossier(client):
    member = MemberFactory()
    dossiers = [dossier_in("draft", member=member) for _ in range(21)]
    first = open_as(client, member.user).context["page"].dossiers

    second = open_as(client, member.user, apres=first.after).context["page"].dossiers

    assert [*first.rows, *second.rows] == dossiers[::-1]


@pytest.mark.parametrize("count", [1, 3])
def test_workspace_runs_as_many_queries_for_three_as_for_one(
    client, count, django_assert_num_queries
):
    manager = MemberFactory(manager=True)
    for _ in range(count):
        dossier_in("changes_requested", member=manager)
        published([manager.authority])
        MemberFactory(authority=manager.authority, pending=True)
    client.force_login(manager.user)

    with django_assert_num_queries(20):
        client.get(WORKSPACE)


def titles(client, user, **data):
    page = open_as(client, user, **data).context["page"]
    return {dossier.title for dossier in page.dossiers.rows}


@pytest.fixture
def several():
    """A member with a draft, a deposit, a dossier to complete and a closed one."""
    member = MemberFactory()
    for status, title in (
        ("draft", "Jumelage de Sète"),
        ("submitted", "Eau de Kayes"),
        ("changes_requested", "Eau du fleuve"),
        ("closed", "Archives"),
    ):
        dossier_in(status, member=member, title=title)
    dossier_in("draft", title="Eau des autres")
    return member


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"q": "eau"}, {"Eau de Kayes", "Eau du fleuve"}),
        ({"q": "SETE"}, {"Jumelage de Sète"}),
        ({"q": "eau kayes"}, {"Eau de Kayes"}),
        ({"q": "sobre pense habitants"}, {"Eau de Kayes", "Eau du fleuve", "Archives"}),
        ({"q": "rien de tel"}, set()),
        ({"etat": "a-vous"}, {"Jumelage de Sète", "Eau du fleuve"}),
        ({"etat": "administration"}, {"Eau de Kayes"}),
        ({"etat": "clos"}, {"Archives"}),
        ({"q": "eau", "etat": "a-vous"}, {"Eau du fleuve"}),
        ({"etat": "autre"}, {"Jumelage de Sète", "Eau de Kayes", "Eau du fleuve", "Archives"}),
        ({"q": "\x00"}, {"Jumelage de Sète", "Eau de Kayes", "Eau du fleuve", "Archives"}),
    ],
)
def test_own_dossiers_are_searched(client, several, data, found):
    assert titles(client, several.user, **data) == found


def test_reference_and_authority_find_a_draft(client):
    dossier = dossier_in("draft", title="Sans rapport")
    number = dossier.reference.rpartition("-")[2]

    for words in (dossier.reference, number, dossier.lead_authority.name):
        assert titles(client, dossier.created_by, q=words) == {"Sans rapport"}


def test_search_that_finds_nothing_leads_back_to_all(client, several):
    page = text_of(open_as(client, several.user, q="rien de tel"))

    assert "Aucun de vos dossiers ne correspond" in page
    assert f'{WORKSPACE}#dossiers"' in page
    assert "essayez un mot de moins" in page
    assert "un mot de moins" not in text_of(open_as(client, several.user, q="rien"))


def test_pages_keep_what_is_searched(client):
    member = MemberFactory()
    for number in range(22):
        dossier_in("draft", member=member, title=f"Eau {number}")

    page = open_as(client, member.user, q="eau", etat="a-vous")

    assert "?q=eau&amp;etat=a-vous&amp;apres=" in text_of(page)


def test_few_dossiers_are_not_searched(client):
    dossier = dossier_in("draft")

    assert "Chercher dans mes dossiers" not in text_of(open_as(client, dossier.created_by))


def test_dossier_asked_for_twice_is_shown_once(client):
    dossier = dossier_in("changes_requested", title="À revoir")

    page = text_of(open_as(client, dossier.created_by))

    asked = page[page.index('id="asked"') : page.index('id="dossiers"')]
    assert asked.count("À revoir") == 1
    assert "À compléter" in asked
    assert "1 message non lu" in asked


def test_dates_of_the_coming_year_come_in_order(client):
    today = timezone.localdate()
    soon, far, past = (
        PreciseDate((today + timedelta(days=days)).replace(day=1), DatePrecision.MONTH)
        for days in (200, 500, -60)
    )
    member = MemberFactory()
    due = dossier_in("under_review", member=member, title="En cours")
    Dossier.objects.filter(pk=due.pk).update(due_on=today + timedelta(days=30))
    opening = today + timedelta(days=90)
    CampaignFactory(opens_on=today - timedelta(days=9), due_on=today + timedelta(days=40))
    CampaignFactory(year=2099, opens_on=opening, due_on=opening + timedelta(days=60))
    own = {"authorities": [member.authority], "phase": "under_way"}
    published(**own, title="Finit bientôt", ends_on=soon.iso, at=YEARS_AGO)
    published(**own, title="Finit plus tard", ends_on=far.iso, at=YEARS_AGO)
    published(**own, title="A fini", ends_on=past.iso, at=YEARS_AGO)
    published(title="Celui d’autres", ends_on=soon.iso, phase="under_way", at=YEARS_AGO)

    page = open_as(client, member.user)
    dates = page.context["page"].dates

    assert "3 partenariats publiés, avant le" in text_of(page)
    assert [each.text.replace("\u202f", "") for each in dates] == [
        f"Décision attendue au plus tard: {due}",
        "La confirmation 2099 des partenariats s’ouvre.",
        "Fin déclarée: Finit bientôt",
    ]
    assert dates[2].words == soon.words
    assert dates[2].last_day == soon.last_day
