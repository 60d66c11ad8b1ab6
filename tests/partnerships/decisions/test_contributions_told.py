"""What people read of the propositions that a decision accepted or declined."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from cncd_portal.french_dates import french_date
from partnerships.models import Action, Decision, DecisionLetter, Dossier, OutboxMail
from partnerships.pages.papers.dossier_paper import dossier_paper
from partnerships.pages.papers.journal_paper import journal_paper
from partnerships.workflow.portal import PORTAL
from partnerships.workflow.retention.archives import erase
from proposals.models import ProposalText, Wording
from tests.factories.accounts import lead_reviewer
from tests.factories.data_exports import archive_of
from tests.factories.decisions import send_decision, standing
from tests.factories.dossiers import act, dossier_in
from tests.factories.pdf import text_of_pdf
from tests.factories.roles import text_of
from tests.partnerships.decisions.contributions import (
    DECISION,
    WHY,
    carrying,
    decision_of,
    posted,
    published_contributions,
    review_of,
    today,
    uuid_of,
    words,
)
from tests.partnerships.settings.test_letter import content_of, letter_of, template

pytestmark = pytest.mark.django_db


def test_what_is_ticked_is_published_as_accepted_and_what_is_declined_is_not(client):
    dossier = carrying("under_review", 3, 5)

    send_decision(
        client, dossier.reviewer, dossier, "accept", **posted([5], {3: WHY}, grounds="Conforme.")
    )

    dossier.refresh_from_db()
    assert dossier.status == "closed"
    assert published_contributions(dossier.partnership) == {5: today()}
    public = text_of(client.get(dossier.partnership.get_absolute_url()))
    assert f"Acceptée par la décision du {french_date(timezone.localdate())}." in public
    assert "Titre de la 3" not in public
    assert WHY not in public


def test_the_authority_reads_what_is_declined_and_why(client):
    dossier = carrying("under_review", 3, 5)
    member = dossier.created_by

    send_decision(
        client, dossier.reviewer, dossier, "accept", **posted([5], {3: WHY}, grounds="Conforme.")
    )

    dossier.refresh_from_db()
    client.force_login(member)
    page = text_of(client.get(dossier.get_absolute_url()))
    mail = OutboxMail.objects.get(recipient=member.email, cause__endswith="release").body
    letter = client.get(
        reverse(
            "partnerships:letter_download", args=[dossier.uuid, DecisionLetter.objects.get().uuid]
        )
    )
    papers = [dossier_paper(dossier, dossier.submissions.first()), journal_paper(dossier)]
    texts = [
        page,
        mail.replace("\u202f", " "),
        *(text_of_pdf(each) for each in (b"".join(letter.streaming_content), *papers)),
    ]
    for text in texts:
        assert WHY in " ".join(text.split())
        assert "Proposition 3. Titre de la 3 (formulation rapportée" in " ".join(text.split())
        assert "Proposition 5. Titre de la 5 (formulation rapportée" in " ".join(text.split())
    data = json.loads(archive_of(member)[f"dossiers/{dossier.reference}/decisions.json"])
    assert data[0]["propositions"] == [
        {"proposition": 3, "acceptee": False, "mot": WHY},
        {"proposition": 5, "acceptee": True, "mot": ""},
    ]


def test_officers_read_it_in_the_file_and_its_journal(client):
    dossier = carrying("under_review", 3, 5)
    send_decision(
        client, dossier.reviewer, dossier, "accept", **posted([5], {3: WHY}, grounds="Conforme.")
    )

    dossier.refresh_from_db()
    page = text_of(review_of(client, dossier))

    assert page.count(WHY) == 2  # beside the decision, and in the journal
    assert "propositions portées" in page.lower()
    event = dossier.events.get(action="decide").content
    assert event["contributions"] != ""
    assert WHY not in json.dumps(event, ensure_ascii=False)
    # What an officer reads of the deposit is not said to be declared.
    assert "sans décision à son sujet" not in page


def test_what_no_form_showed_is_declared(client):
    """A page opened before the deposit could be judged, or a decision taken before."""
    dossier = carrying("under_review", 3, 5)

    send_decision(client, dossier.reviewer, dossier, "accept", grounds="Conforme.")

    dossier.refresh_from_db()
    assert published_contributions(dossier.partnership) == {3: None, 5: None}
    public = text_of(client.get(dossier.partnership.get_absolute_url()))
    assert public.count("Déclarées par la collectivité, sans décision à leur sujet.") == 1
    assert "Acceptée" not in public


def test_a_proposition_hidden_today_is_not_judged_unseen(client, settings):
    settings.DEMONSTRATION = settings.PROPOSALS_SHOW_WORKING = False
    dossier = carrying("under_review", 3, 5)
    ProposalText.objects.filter(proposal__number=5).update(wording=Wording.WORKING)

    page = text_of(review_of(client, dossier))
    send_decision(client, dossier.reviewer, dossier, "accept", **posted([3], grounds="Conforme."))

    dossier.refresh_from_db()
    assert f'name="contribution" value="{uuid_of(3)}"' in page
    assert f'name="contribution" value="{uuid_of(5)}"' not in page
    assert published_contributions(dossier.partnership) == {3: today(), 5: None}
    mail = OutboxMail.objects.filter(cause__endswith="release").first().body
    assert "Proposition 3" in mail
    assert "Proposition 5" not in mail


def test_a_page_of_two_states_says_it_beside_each(client):
    dossier = carrying("under_review", 3, 5)
    dossier = act(
        dossier, Action.ACCEPT, dossier.reviewer, grounds="Conforme.", contributions=words([3])
    )

    public = text_of(client.get(dossier.partnership.get_absolute_url()))

    assert public.count("Acceptée par la décision du") == 1
    assert public.count("Déclarée par la collectivité, sans décision à son sujet.") == 1


def test_the_decision_that_waits_shows_what_is_said_of_propositions(client):
    dossier = carrying("under_review", 3, 5)
    send_decision(client, dossier.reviewer, dossier, **posted([5], {3: WHY}, **DECISION))

    page = text_of(decision_of(client, dossier))

    # What is decided, the form of correction, and the mail.
    assert page.count(WHY) == 3
    assert f'id="accepted-correct-{uuid_of(3)}" name="accepted" value="{uuid_of(3)}">' in page
    assert f'value="{uuid_of(5)}" checked>' in page
    preview = client.get(reverse("partnerships:decision_preview", args=[dossier.uuid]))
    assert WHY in " ".join(text_of_pdf(b"".join(preview)).split())


def test_erasing_a_file_erases_the_words():
    dossier = carrying("under_review", 3)
    declined = words(declined={3: WHY})
    act(dossier, Action.ACCEPT, dossier.reviewer, grounds="Conforme.", contributions=declined)
    Dossier.objects.update(archived_at=timezone.now())

    erase(Dossier.objects.get(), by=PORTAL)

    assert Decision.objects.get().contributions_text == ""


def test_invisible_characters_are_kept_and_not_shown(client):
    dossier = carrying("under_review", 3)
    typed = "Pas\u200b encore"

    dossier = act(
        dossier,
        Action.DECIDE,
        dossier.reviewer,
        contributions=words(declined={3: typed}),
        **DECISION,
    )

    assert "\\u200b" in standing(dossier).contributions_text
    assert standing(dossier).contribution_words == words(declined={3: "Pas encore"})
    assert text_of(review_of(client, dossier)).count("Pas encore") == 2


@pytest.mark.parametrize(("name", "queries"), [("review_detail", 41), ("decision_detail", 20)])
def test_pages_cost_the_same_for_one_proposition_and_three(
    client, name, queries, django_assert_num_queries
):
    for numbers in ((1,), (1, 2, 3)):
        dossier = carrying("under_review", *numbers)
        officer = dossier.reviewer
        dossier = act(dossier, Action.DECIDE, officer, contributions=words(numbers), **DECISION)
        address = reverse(f"partnerships:{name}", args=[dossier.uuid])
        client.force_login(officer)
        client.get(address)

        with django_assert_num_queries(queries):
            client.get(address)


@pytest.mark.parametrize(
    ("body", "order"),
    [
        ("Début.\n\n{motifs}\n\nFin.", ["Début.", "Conforme.", "Pas encore.", "Fin."]),
        ("{Propositions}\n\n{motifs}", ["Pas encore.", "Conforme."]),
        ("Voici {motifs} et la suite.\n\nFin.", ["et la suite.", "Pas encore.", "Fin."]),
    ],
)
def test_a_letter_says_what_is_declined_even_where_its_wording_does_not(body, order):
    template(lead_reviewer(), body=body)
    dossier = carrying("under_review", 3, 5)
    judged = words([5], {3: "Pas encore."})

    act(dossier, Action.ACCEPT, dossier.reviewer, grounds="Conforme.", contributions=judged)

    text = text_of_pdf(content_of(letter_of(dossier)))
    assert text.count("Pas encore.") == 1
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    assert "Sur les propositions du rapport" in text


def test_a_letter_without_propositions_says_nothing_of_them():
    dossier = dossier_in("closed")

    assert "propositions du rapport" not in text_of_pdf(content_of(letter_of(dossier)))
