"""The page of a dossier: what it offers and hides."""

import pytest
from django.urls import reverse

from partnerships.models import LocalAuthorityMember, Visibility
from partnerships.workflow.messages import post_message
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.partnerships import published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db


def test_reviewer_never_reads_edits_after_a_deposit(client):
    dossier = dossier_in("changes_requested")
    dossier.buffer = {**dossier.buffer, "title": "Correction en cours"}
    dossier.save()
    client.force_login(dossier.reviewer)

    response = client.get(dossier.get_absolute_url(), follow=True)

    assert "Correction en cours" not in text_of(response)


def test_internal_messages_and_an_unreleased_decision_are_not_shown(client):
    dossier = dossier_in("decided", outcome="rejected")
    post_message(
        dossier, by=dossier.reviewer, body="Entre nous seulement", visibility=Visibility.INTERNAL
    )
    client.force_login(MemberFactory(authority=dossier.lead_authority, user=reviewer()).user)

    page = text_of(client.get(dossier.get_absolute_url()))

    assert "Entre nous seulement" not in page
    assert "Dossier complet et conforme" not in page
    assert "refusé" not in page


def test_released_decision_shows_its_grounds(client):
    dossier = dossier_in("closed", outcome="rejected")
    client.force_login(dossier.created_by)

    assert "Dossier complet et conforme" in text_of(client.get(dossier.get_absolute_url()))


def test_missing_points_lead_to_their_fields(client):
    dossier = dossier_in("draft", title="", ends_on="2020-01-01")
    client.force_login(dossier.created_by)

    page = text_of(client.get(dossier.get_absolute_url()))

    for slug, path in (("identite", "title"), ("calendrier", "ends_on")):
        address = reverse("partnerships:dossier_step", args=[dossier.uuid, slug])
        assert f'href="{address}?verifier=1#champ-{path}"' in page


def test_html_in_every_text_field_is_shown_as_text(client):
    script = "<script>alert(1)</script>"
    names = ("title", "summary", "objectives", "results_here", "contact.name")
    dossier = dossier_in("submitted", **dict.fromkeys(names, script))
    client.force_login(dossier.created_by)

    page = text_of(client.get(dossier.get_absolute_url()))

    assert script not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_bin_shows_one_s_own_drafts_alone(client):
    dossier_in("discarded", title="Le brouillon d’une autre")
    mine = dossier_in("discarded", title="Mon brouillon")
    dossier_in(
        "draft", member=LocalAuthorityMember.objects.get(user=mine.created_by), title="Gardé"
    )
    client.force_login(mine.created_by)

    page = text_of(client.get(reverse("partnerships:dossier_bin")))

    assert "Mon brouillon" in page
    assert "Le brouillon d’une autre" not in page
    assert "Gardé" not in page


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "\x00"])
def test_bin_has_no_such_page(client, page):
    client.force_login(UserFactory())

    assert client.get(reverse("partnerships:dossier_bin"), {"page": page}).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_bin_runs_as_many_queries_for_many_as_for_few(client, count, django_assert_num_queries):
    member = MemberFactory()
    for _rank in range(count):
        dossier_in("discarded", member=member)
    client.force_login(member.user)
    client.get(reverse("partnerships:dossier_bin"))

    with django_assert_num_queries(6):
        client.get(reverse("partnerships:dossier_bin"))


@pytest.mark.parametrize("count", [1, 3])
def test_dossier_page_runs_as_many_queries_for_many_messages_as_for_one(
    client, count, django_assert_num_queries
):
    dossier = dossier_in("changes_requested")
    for rank in range(count):
        post_message(
            dossier,
            by=dossier.reviewer,
            body=f"Mot {rank}",
            visibility=Visibility.SHARED,
            field_path="title",
        )
        dossier.dossier_authorities.create(authority=LocalAuthorityFactory())
    client.force_login(dossier.created_by)
    client.get(dossier.get_absolute_url())

    with django_assert_num_queries(32):
        client.get(dossier.get_absolute_url())


def amended():
    """A member, and a published partnership of their authority."""
    member = MemberFactory()
    return member, published([member.authority])
