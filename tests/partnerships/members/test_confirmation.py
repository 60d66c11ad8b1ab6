"""« Still as published »: one by one or in a table; refused on an outdated page."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Confirmation, Dossier, Partnership, Provenance
from partnerships.models.confirmation_age import confirmation_age
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.campaigns import CampaignFactory
from tests.factories.dossiers import dossier_in
from tests.factories.partnerships import published
from tests.factories.roles import OUTSIDERS, outsider, text_of

pytestmark = pytest.mark.django_db
TABLE = reverse("partnerships:confirmation_list")


@pytest.fixture
def campaign():
    """A campaign that opened a week ago."""
    today = timezone.localdate()
    return CampaignFactory(
        year=(today - timedelta(days=7)).year,
        opens_on=today - timedelta(days=7),
        due_on=today + timedelta(days=60),
    )


def one_click(client, partnership, version=1, **data):
    address = reverse("partnerships:partnership_confirm", args=[partnership.public_id])
    return client.post(address, {"version": version, **data})


def publish_again(partnership):
    """Publish another version, as a later dossier would."""
    version = partnership.current_version
    version.pk, version.number = None, version.number + 1
    version.save()
    Partnership.objects.filter(pk=partnership.pk).update(current_version=version)


def shown(response):
    """The values that the checkboxes of the table send."""
    return re.findall(r'name="seen" value="([^"]+)"', text_of(response))


def test_member_confirms_in_one_click_and_the_public_sees_who_and_when(client):
    member = MemberFactory(authority=LocalAuthorityFactory(name="Lille"))
    partnership = published([member.authority])
    client.force_login(member.user)

    response = one_click(client, partnership)

    confirmation = Confirmation.objects.get()
    assert (confirmation.partnership, confirmation.by) == (partnership, member.user)
    assert confirmation.version == partnership.current_version
    client.logout()
    page = text_of(client.get(response.url))
    assert "Confirmé aujourd’hui" in page
    assert "par Lille" in page
    assert member.user.last_name not in page
    assert not Dossier.objects.exists()


def test_double_click_is_one_confirmation(client):
    member = MemberFactory()
    partnership = published([member.authority])
    client.force_login(member.user)

    for _click in range(2):
        assert one_click(client, partnership).status_code == 302

    assert Confirmation.objects.count() == 1


def test_what_changed_since_the_page_was_opened_is_not_confirmed(client):
    member = MemberFactory()
    partnership = published([member.authority])
    publish_again(partnership)
    client.force_login(member.user)

    response = one_click(client, partnership, version=1)

    assert not Confirmation.objects.exists()
    assert Partnership.objects.get().confirmed_on is None
    assert "publiée de nouveau depuis" in text_of(client.get(response.url))


@pytest.mark.parametrize("version", ["", "x", "0", "99", "9" * 40, "\x00", "1 OR 1"])
def test_version_that_no_page_showed_confirms_nothing(client, version):
    member = MemberFactory()
    partnership = published([member.authority])
    client.force_login(member.user)

    assert one_click(client, partnership, version).status_code in (302, 404)
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_only_the_lead_authority_confirms(client, who):
    lead, other = LocalAuthorityFactory(), LocalAuthorityFactory()
    partnership = published([lead, other])
    client.force_login(outsider(who, lead, other))

    assert one_click(client, partnership).status_code == 404
    client.post(TABLE, {"do": "seen", "seen": f"{partnership.public_id}:1"})
    assert not Confirmation.objects.exists()
    assert "confirmer/" not in text_of(client.get(partnership.get_absolute_url()))


@pytest.mark.parametrize(
    "fields",
    [
        {"provenance": Provenance.WIKIDATA},
        {"provenance": Provenance.SOURCED},
        {"phase": "completed"},
        {"phase": "cancelled"},
    ],
)
def test_imported_or_ended_partnership_is_not_asked_for(client, fields, campaign):
    member = MemberFactory()
    partnership = published([member.authority], title="Pas demandé", **fields)
    client.force_login(member.user)

    assert one_click(client, partnership).status_code == 404
    assert "Pas demandé" not in text_of(client.get(TABLE))


def test_suspended_is_not_confirmed(client):
    member = MemberFactory()
    partnership = published([member.authority])
    Partnership.objects.update(is_suspended=True)
    client.force_login(member.user)

    assert one_click(client, partnership).status_code == 404
    assert not Confirmation.objects.exists()


def test_table_confirms_many_and_says_which_changed(client, campaign):
    member = MemberFactory()
    partnerships = [published([member.authority], title=f"Projet {n}") for n in range(25)]
    hidden = published(title="Celui d’autres")
    client.force_login(member.user)
    seen = shown(client.get(TABLE))
    publish_again(partnerships[3])

    response = client.post(
        TABLE, {"do": "seen", "seen": [*seen, f"{hidden.public_id}:1"]}, follow=True
    )

    page = text_of(response)
    assert len(seen) == 25
    assert Confirmation.objects.count() == 24
    assert "24 partenariats confirmés" in page
    assert "À relire, car publiés de nouveau" in page
    assert "Projet 3" in page
    assert shown(response) == [f"{partnerships[3].public_id}:2"]
    assert "Celui d’autres" not in page


def test_only_checked_rows_are_confirmed_and_the_other_button_takes_all(client, campaign):
    member = MemberFactory()
    rows = [published([member.authority]) for _row in range(3)]
    client.force_login(member.user)
    sent = [f"{row.public_id}:1" for row in rows]

    client.post(TABLE, {"do": "seen", "shown": sent, "seen": sent[1]})
    assert [each.partnership for each in Confirmation.objects.all()] == [rows[1]]

    client.post(TABLE, {"do": "all", "shown": sent})
    assert Partnership.objects.filter(confirmed_on__isnull=True).count() == 0


def test_confirming_without_a_selection_is_refused(client, campaign):
    member = MemberFactory()
    published([member.authority])
    client.force_login(member.user)

    page = text_of(client.post(TABLE, {"do": "seen", "seen": ["\x00", "é:1"]}, follow=True))

    assert "Cochez au moins un partenariat" in page


def test_row_shows_what_is_published_and_the_open_dossier(client, campaign):
    member = MemberFactory()
    partnership = published([member.authority], title="Eau claire", phase="active")
    client.force_login(member.user)
    client.post(reverse("partnerships:dossier_amend", args=[partnership.public_id]))
    dossier = Dossier.objects.get()

    page = text_of(client.get(TABLE))

    for text in ("Eau claire", "En cours", "Jamais confirmé", "modification en cours"):
        assert text in page
    assert dossier.get_absolute_url() in page


@pytest.mark.parametrize("count", [1, 3, 30])
def test_table_runs_as_many_queries_for_thirty_as_for_one(
    client, count, campaign, django_assert_num_queries
):
    member = MemberFactory()
    for _row in range(count):
        published([member.authority])
    client.force_login(member.user)

    with django_assert_num_queries(10):
        client.get(TABLE)


def test_pages_of_the_table_lose_none(client, campaign):
    member = MemberFactory()
    for _row in range(31):
        published([member.authority])
    client.force_login(member.user)

    first = client.get(TABLE)
    second = client.get(TABLE, {"apres": first.context["page"].page.after})

    assert len({*shown(first), *shown(second)}) == 31


@pytest.mark.parametrize("key", ["x", "\x00", "0-99999999999999999999"])
def test_malformed_page_key_is_ignored(client, key, campaign):
    client.force_login(MemberFactory().user)

    assert client.get(TABLE, {"apres": key}).status_code == 200


def test_without_campaign_nothing_is_asked(client):
    member = MemberFactory()
    published([member.authority])
    client.force_login(member.user)

    assert "Aucune campagne n’est ouverte" in text_of(client.get(TABLE))
    assert "À confirmer" not in text_of(client.get(reverse("partnerships:workspace")))


def test_workspace_says_how_many_and_confirms_there(client, campaign):
    member = MemberFactory()
    rows = [published([member.authority]) for _row in range(2)]
    client.force_login(member.user)

    page = text_of(client.get(reverse("partnerships:workspace")))
    response = one_click(client, rows[0], workspace="")

    assert "2 partenariats publiés" in page
    assert response.url == reverse("partnerships:workspace")
    assert "1 partenariat publié" in text_of(client.get(response.url))


def test_partnership_deposited_since_the_opening_is_not_asked_for(client, campaign):
    dossier = dossier_in("closed")
    client.force_login(dossier.created_by)

    assert "Tout est confirmé" in text_of(client.get(TABLE))


def test_public_is_asked_to_sign_in(client):
    assert client.get(TABLE).url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("confirmed_on", "words"),
    [
        (None, "jamais confirmé"),
        (date(2026, 5, 31), "confirmé aujourd’hui"),
        (date(2026, 5, 30), "confirmé hier"),
        (date(2026, 5, 19), "confirmé il y a 12 jours"),
        (date(2026, 4, 30), "confirmé il y a un mois"),
        (date(2026, 2, 28), "confirmé il y a 3 mois"),
        (date(2025, 6, 1), "confirmé il y a 11 mois"),
        (date(2025, 5, 31), "non confirmé depuis plus d’un an"),
        (date(2024, 5, 31), "non confirmé depuis 2 ans"),
    ],
)
def test_age_in_words(confirmed_on, words):
    assert confirmation_age(confirmed_on, date(2026, 5, 31)) == words


def test_registry_shows_the_age(client):
    published()
    Partnership.objects.update(confirmed_on=timezone.localdate() - timedelta(days=800))

    assert "Non confirmé depuis 2 ans" in text_of(client.get(reverse("partnerships:registry")))
