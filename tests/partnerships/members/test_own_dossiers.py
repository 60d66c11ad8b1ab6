"""« Mon espace » finds a dossier by what it names, deposited or not."""

import pytest
from django.urls import reverse

from partnerships.document.buffer import add_item, editing
from partnerships.models import LocalAuthorityMember
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.filling import propose
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory

pytestmark = pytest.mark.django_db
WORKSPACE = reverse("partnerships:workspace")


def titles(client, user, **data):
    client.force_login(user)
    page = client.get(WORKSPACE, data).context["page"]
    return {dossier.title for dossier in page.dossiers.rows}


@pytest.mark.parametrize("status", ["draft", "submitted"])
@pytest.mark.parametrize("words", ["fondation X", "PUITS creusés", "sefrou", "kayes", "wujda"])
def test_funder_indicator_and_partners_find_a_dossier(client, status, words):
    known = InternationalPartnerFactory(name="Wujda", name_fr="Kayes")
    country = CountryFactory()
    dossier = dossier_in("draft", title="Sans rapport")
    with editing(dossier, dossier.created_by) as buffer:
        year = {"year": "2024", "source": "private", "nature": "cash", "amount": "5"}
        add_item(buffer, "budget", funder="Fondation X", **year)
        add_item(buffer, "indicators", name="Puits creusés", unit="puits")
        add_item(buffer, "partners", partner=str(known.uuid))
    propose(dossier, "Sefrou", country=country.pk)
    if status == "submitted":
        act(dossier, "submit", dossier.created_by)
    member = LocalAuthorityMember.objects.get(user=dossier.created_by)
    dossier_in("draft", member=member, title="Autre")

    assert titles(client, dossier.created_by, q=words) == {"Sans rapport"}
    assert titles(client, dossier_in("draft").created_by, q=words) == set()


@pytest.mark.parametrize("count", [3, 30])
def test_search_asks_as_much_for_thirty_dossiers_as_for_three(
    client, count, django_assert_num_queries
):
    member = MemberFactory()
    for number in range(count):
        dossier_in("draft", member=member, title=f"Eau {number}")
    client.force_login(member.user)
    client.get(WORKSPACE)

    with django_assert_num_queries(21):
        client.get(WORKSPACE, {"q": "eau"})
