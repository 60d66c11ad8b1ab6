import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from proposals.checks import check_official_wording
from proposals.models import Evidence, EvidenceKind, Progress, ProgressNote, Proposal, Wording
from proposals.progress import record_note
from proposals.publishing import publish_text
from tests.factories.accounts import UserFactory
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
LAST_YEAR = timezone.now() - timezone.timedelta(days=365)
NEXT_YEAR = timezone.now() + timezone.timedelta(days=365)


def contribution(proposal, statement="Nos données sont ouvertes."):
    return {
        "uuid": "6f1d0f5e-8a4f-4c0b-9a55-3a6d3a1b8c11",
        "proposal": proposal.number,
        "statement": statement,
    }


def detail(client, number=5):
    return client.get(reverse("proposals:proposal_detail", args=[number]))


def test_load_proposals_makes_the_twenty_once():
    call_command("load_proposals", verbosity=0)
    call_command("load_proposals", verbosity=0)

    assert list(Proposal.objects.values_list("number", flat=True)) == list(range(1, 21))
    wordings = [each.wording for each in Proposal.objects.with_text()]
    assert wordings == [Wording.REPORTED] * 7 + [Wording.WORKING] * 13


def test_load_proposals_leaves_what_a_curator_wrote():
    ProposalFactory(
        number=9, title="Texte du rapport", wording=Wording.OFFICIAL, source_page=12, source="HAL"
    )

    call_command("load_proposals", verbosity=0)

    assert Proposal.objects.get(number=9).title == "Texte du rapport"
    assert Proposal.objects.count() == 20


def test_load_proposals_brings_back_what_is_missing():
    call_command("load_proposals", verbosity=0)
    Proposal.objects.filter(number=4).delete()

    call_command("load_proposals", verbosity=0)

    assert Proposal.objects.filter(number=4).exists()


def test_every_wording_names_its_source(client, settings):
    settings.DEMONSTRATION = True
    call_command("load_proposals", verbosity=0)

    text = client.get(reverse("proposals:proposal_list")).content.decode()

    links = re.findall(r"<h3[^>]*><a.*?</a></h3>", text)
    assert len(links) == 20
    assert sum("formulation rapportée, pas le texte du rapport)" in each for each in links) == 7
    assert sum("formulation de travail, pas le texte du rapport)" in each for each in links) == 13
    assert text.count("Source\u202f:") == 7
    assert text.count("l’ordre est celui du portail") == 1


def test_working_wording_is_hidden_in_service(client):
    ProposalFactory(number=9, title="Titre provisoire", wording=Wording.WORKING)

    assert detail(client, 9).status_code == 404
    listing = client.get(reverse("proposals:proposal_list")).content.decode()
    home = client.get(reverse("portal:home")).content.decode()
    assert "Titre provisoire" not in listing
    assert "Titre provisoire" not in home


@pytest.mark.parametrize("setting", ["DEMONSTRATION", "PROPOSALS_SHOW_WORKING"])
def test_working_wording_shows_where_it_is_allowed(client, settings, setting):
    setattr(settings, setting, True)
    ProposalFactory(number=9, title="Titre provisoire", wording=Wording.WORKING)

    text = detail(client, 9).content.decode()

    assert "Titre provisoire" in text
    assert "Formulation de travail, pas le texte du rapport" in text
    assert "ordre du portail" in text


@pytest.mark.parametrize("window", [{"published_from": NEXT_YEAR}, {"published_until": LAST_YEAR}])
def test_proposal_outside_its_window_is_not_found(client, window):
    ProposalFactory(number=5, **window)

    assert detail(client).status_code == 404


@pytest.mark.parametrize("number", ["0", "21", "999999999999999999999"])
def test_unknown_number_is_not_found(client, number):
    ProposalFactory(number=5)

    assert client.get(f"/propositions/{number}/").status_code == 404


def test_official_wording_shows_its_page(client):
    ProposalFactory(
        number=5, wording=Wording.OFFICIAL, source="Rapport, hal-02053591", source_page=87
    )

    text = detail(client).content.decode()

    assert "Source\u202f: Rapport, hal-02053591, page 87" in text
    assert "ordre du portail" not in text


def test_official_wording_needs_its_page():
    proposal = ProposalFactory(number=5)
    content = {**proposal.text.content, "wording": Wording.OFFICIAL}

    with pytest.raises(ValidationError, match="la page où il se lit"):
        publish_text(proposal, content, by=None)
    assert proposal.texts.count() == 1


def test_body_is_cleaned(client):
    ProposalFactory(
        number=5,
        body='<p onclick="x()">Un <strong>texte</strong></p><script>alert(1)</script>'
        '<a href="javascript:x()">lien</a><p style="color:red">rouge</p>',
    )

    text = detail(client).content.decode()

    assert "<p>Un <strong>texte</strong></p>" in text
    assert "<p>rouge</p>" in text
    for refused in ("alert(1)", "onclick", "javascript:", "style="):
        assert refused not in text


def test_plain_body_keeps_its_paragraphs(client):
    ProposalFactory(number=5, body="Premier.\n\nSecond & dernier.")

    text = detail(client).content.decode()

    assert "<p>Premier.</p>" in text
    assert "<p>Second &amp; dernier.</p>" in text


def test_title_and_summary_are_escaped(client):
    ProposalFactory(number=5, title="<b>gras</b>", summary="<img src=x>")

    text = detail(client).content.decode()

    assert "<b>gras" not in text
    assert "<img src=x>" not in text


def test_notes_and_progress_show(client):
    proposal = ProposalFactory(number=5)
    record_note(
        ProgressNote(
            proposal=proposal,
            on=date(2018, 7, 5),
            progress=Progress.UNDER_WAY,
            text="Adoption",
            written_by=UserFactory(),
        ),
        [Evidence(kind=EvidenceKind.LINK, url="https://example.org/a", on=date(2018, 7, 6))],
    )

    text = detail(client).content.decode()

    assert "Engagée" in text
    assert "5 juillet 2018" in text
    assert 'href="https://example.org/a"' in text


def test_partnerships_show_with_their_statement(client):
    proposal = ProposalFactory(number=5)
    published(title="Portail commun", contributions=[contribution(proposal)])
    other = published(
        title="Accord retiré", contributions=[contribution(proposal, "Phrase retirée")]
    )
    type(other).objects.filter(pk=other.pk).update(is_suspended=True)
    published(title="Sans proposition")

    text = detail(client).content.decode()

    assert "Portail commun" in text
    assert "Nos données sont ouvertes." in text
    for absent in ("Accord retiré", "Phrase retirée", "Sans proposition"):
        assert absent not in text


def test_partnerships_are_paged_by_key(client, monkeypatch):
    monkeypatch.setattr("partnerships.pages.propositions.carrying_page.PAGE_SIZE", 2)
    proposal = ProposalFactory(number=5)
    for title in ("Alpha", "Bravo", "Charlie"):
        published(title=title, contributions=[contribution(proposal)])

    first = detail(client)
    second = client.get(
        proposal.get_absolute_url(), {"avant": first.context["carrying"].next_before}
    )

    pages = [page.context["carrying"].contributions for page in (first, second)]
    titles = [[each.partnership.title for each, _row in page] for page in pages]
    assert titles == [["Charlie", "Bravo"], ["Alpha"]]
    assert second.context["carrying"].next_before == ""


@pytest.mark.parametrize("key", ["x", "-1", "²", "9" * 40, "\x00", "1 OR 1=1"])
def test_bad_key_of_a_page_is_ignored(client, key):
    proposal = ProposalFactory(number=5)
    published(title="Portail commun", contributions=[contribution(proposal)])

    response = client.get(proposal.get_absolute_url(), {"avant": key})

    assert response.status_code == 200
    assert "Portail commun" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_proposal_asks_the_same_queries_for_any_number_of_partnerships(
    client, rows, django_assert_num_queries
):
    proposal = ProposalFactory(number=5)
    for number in range(rows):
        published(title=f"Accord {number}", contributions=[contribution(proposal)])

    with django_assert_num_queries(28):
        detail(client)


@pytest.mark.parametrize("rows", [1, 3])
def test_proposal_list_asks_the_same_queries_for_any_number_of_rows(
    client, rows, django_assert_num_queries
):
    for number in range(1, rows + 1):
        ProposalFactory(number=number)

    with django_assert_num_queries(3):
        client.get(reverse("proposals:proposal_list"))


def test_check_warns_while_official_wording_is_missing():
    assert check_official_wording(databases=None) == []
    assert check_official_wording(databases=["default"]) == []

    ProposalFactory(number=5)
    ProposalFactory(number=6, wording=Wording.OFFICIAL, source_page=3)

    [warning] = check_official_wording(databases=["default"])
    assert warning.id == "proposals.W001"
    assert warning.msg.startswith("1 ")


@pytest.mark.parametrize("act", ["change", "delete"])
def test_the_administration_shows_a_proposition_and_changes_nothing(client, act):
    proposal = ProposalFactory(number=5, title="Un titre")
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    address = reverse(f"admin:proposals_proposal_{act}", args=[proposal.pk])

    assert client.post(address, {"position": 9}).status_code == 403
    assert "Un titre" in client.get(reverse("admin:proposals_proposal_changelist")).content.decode()
    proposal.refresh_from_db()
    assert proposal.position == 5


def test_member_cannot_open_the_administration(client):
    client.force_login(UserFactory())

    response = client.get(reverse("admin:proposals_proposal_changelist"))

    assert response.status_code in {302, 403}
