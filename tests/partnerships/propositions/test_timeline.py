"""The page of a proposition: one story from the top, what sums it up, what the registry says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from partnerships.models import Partnership, Provenance, Theme
from proposals.models import Progress, ProposalRelation, ProposalText, RelationKind, Wording
from proposals.progress import withdraw_note
from proposals.publishing import publish_text
from tests.factories.accounts import UserFactory
from tests.factories.lists import GoalFactory, ProposalFactory, ProposalTextFactory, ThemeFactory
from tests.factories.partnerships import published
from tests.partnerships.propositions.notes import (
    decision,
    link,
    note_on,
    partnership_evidence,
)
from tests.partnerships.propositions.pages import page_of, plain
from tests.proposals.test_proposal import contribution

pytestmark = pytest.mark.django_db


def events(client, proposal):
    return page_of(client, proposal).context["page"].events


def carried(proposal, accepted_on="2025-03-06", **fields):
    """A partnership that carries it, accepted that day, or only declared (None)."""
    item = contribution(proposal) | ({"accepted_on": accepted_on} if accepted_on else {})
    return published(contributions=[item], **fields)


def test_the_story_is_read_from_the_top(client, proposal):
    proposal.texts.update(
        source_on=date(2018, 7, 31), effective_from=datetime(2024, 1, 5, tzinfo=UTC)
    )
    note_on(proposal, link(), on=date(2024, 9, 2), text="Un groupe est réuni.")
    note_on(proposal, decision(), on=date(2025, 10, 14), progress="partly_done", text="Publié.")
    carried(proposal, title="Portail commun")
    carried(proposal, None, title="Seulement déclaré")

    found = [(each.on, each.title) for each in events(client, proposal)]

    assert found == [
        (date(2025, 10, 14), "En partie réalisée"),
        (date(2025, 3, 6), "Un partenariat de plus la porte, accepté par une décision"),
        (date(2024, 9, 2), "Engagée"),
        (date(2024, 1, 5), "Une formulation rapportée paraît ici"),
        (date(2018, 7, 31), "Rapportée\u202f: Weka, 31 juillet 2018"),
    ]
    text = plain(page_of(client, proposal))
    assert "Décision\u202f: Vote du conseil municipal, 2 mai 2024" in text
    assert "Page\u202f: Le portail commun, consultée le 2 mai 2024" in text
    assert "En partie réalisée Publié." in text


def test_a_text_that_was_replaced_is_quoted_with_its_origin(client, proposal):
    before = proposal.text.title
    content = {**proposal.text.content, "title": "Ouvrir les données", "wording": Wording.OFFICIAL}
    content |= {"source": "Rapport", "source_page": 87}
    publish_text(proposal, content, by=UserFactory(last_name="Secrète"), reason="Motif interne")
    first = proposal.texts.order_by("pk").first()
    restored = {**first.content}
    restored["summary"] = "Repris."
    publish_text(proposal, restored, by=UserFactory(), reason="Motif interne", restores=first)

    response = page_of(client, proposal)

    titles = [each.title for each in response.context["page"].events]
    assert titles[:3] == [
        "Un texte antérieur est repris ici",
        "Le texte du rapport paraît ici, page 87",
        "Une formulation rapportée paraît ici",
    ]
    text = plain(response)
    assert "Auparavant\u202f: «\u202fOuvrir les données\u202f» (texte du rapport)." in text
    assert f"«\u202f{before}\u202f» (formulation rapportée, pas le texte du rapport)." in text
    # Who changed it and why is for the workshop.
    assert "Motif interne" not in text
    assert "Secrète" not in text


def test_a_text_to_come_is_not_told(client, proposal):
    tomorrow = timezone.now() + timedelta(days=1)
    publish_text(
        proposal, {**proposal.text.content, "title": "Titre à venir"}, by=UserFactory(), at=tomorrow
    )

    assert "Titre à venir" not in page_of(client, proposal).content.decode()
    assert len(events(client, proposal)) == 1


def test_fictitious_partnerships_are_in_the_list_and_not_in_the_story(client, proposal):
    row = carried(proposal, title="Une fiction", provenance=Provenance.DEMONSTRATION)

    response = page_of(client, proposal)

    assert Partnership.objects.get(pk=row.pk).provenance == Provenance.DEMONSTRATION
    assert response.context["page"].counts.demonstration == 1
    assert "1 de démonstration" in plain(response)
    assert "Un partenariat de plus" not in plain(response)
    assert "Une fiction" in plain(response)


def test_many_partnerships_are_told_by_year(client, proposal):
    for rank in range(13):
        year = 2025 if rank else 2024
        carried(proposal, f"{year}-03-{1 + rank:02}", title=f"Accord {rank}")

    told = [each for each in events(client, proposal) if each.links]

    assert [each.title for each in told] == [
        "12 partenariats de plus la portent, acceptés par une décision",
        "1 partenariat de plus la porte, accepté par une décision",
    ]
    assert [each.date_label for each in told] == ["en 2025", "en 2024"]
    assert [each.other_count for each in told] == [9, 0]
    assert [each.label for each in told[0].links] == ["Accord 12", "Accord 11", "Accord 10"]
    assert "et 9 autres" in plain(page_of(client, proposal))


def test_a_suspended_partnership_leaves_the_story(client, proposal):
    row = carried(proposal, title="Retirée depuis")
    note_on(proposal, partnership_evidence(row))
    Partnership.objects.filter(pk=row.pk).update(is_suspended=True)

    response = page_of(client, proposal)

    assert "Retirée depuis" not in plain(response)
    assert f"Partenariat\u202f: {row.public_id} (n’est plus public)" in plain(response)


def test_what_sums_it_up(client, proposal):
    review = timezone.localdate() + timedelta(days=40)
    note_on(proposal, link(), on=date(2024, 9, 2))
    note_on(proposal, on=date(2025, 9, 2), progress="", next_review=review)
    ThemeFactory(slug="donnees", name="Données ouvertes").proposals.add(proposal)
    GoalFactory(number=11).proposals.add(proposal)
    completed = ProposalFactory(number=3, title="Des territoires vitrines")
    hidden = ProposalFactory(number=9, title="Titre caché", wording=Wording.WORKING)
    for other in (completed, hidden):
        ProposalRelation.objects.create(proposal=proposal, kind=RelationKind.COMPLETES, other=other)
    ProposalRelation.objects.create(
        proposal=completed, kind=RelationKind.DEPENDS_ON, other=proposal
    )

    response = page_of(client, proposal)

    page, text = response.context["page"], plain(response)
    assert page.last_evidence == date(2025, 9, 2)
    assert page.next_review == review
    assert [str(theme) for theme, _address in page.themes] == ["Données ouvertes"]
    assert [(str(each.label), [p.number for p in each.proposals]) for each in page.related] == [
        ("Complète", [3]),
        ("Est nécessaire à", [3]),
    ]
    assert "Titre caché" not in text
    assert "3. Des territoires vitrines (formulation rapportée, pas le texte du rapport)" in text
    # From the other end.
    other = plain(page_of(client, completed))
    assert "Est complétée par" in other
    assert "Dépend de" in other


def test_the_progress_says_its_steps_or_its_word(client, proposal):
    expected = {
        "not_started": (["engagée", "en partie réalisée", "entièrement réalisée"], 0),
        "under_way": (["engagée", "en partie réalisée", "entièrement réalisée"], 1),
        "fully_done": (["engagée", "en partie réalisée", "entièrement réalisée"], 3),
        "refused": ([], 0),
        "obsolete": ([], 0),
        "unknown": ([], 0),
    }
    for progress, (labels, done) in expected.items():
        type(proposal).objects.filter(pk=proposal.pk).update(progress=progress)
        response = page_of(client, proposal)
        steps = response.context["page"].steps
        assert [str(each.label) for each in steps] == labels
        assert sum(each.is_done for each in steps) == done
        word = str(Progress(progress).label) if progress in {"refused", "obsolete"} else ""
        assert word in plain(response)
    assert "Avancement\u202f: non renseigné" in plain(response)


def test_the_registry_says_where_by_whom_and_since_when(client, proposal):
    ThemeFactory()
    carried(proposal, themes=["eau"], starts_on="2020")

    response = page_of(client, proposal)

    page = response.context["page"]
    labels = [each.label for each in page.profile.refinements]
    assert page.new_this_year.count == 1
    assert page.years is not None
    assert page.map.count == 1
    assert labels == [] or set(labels) <= {
        "Thématique",
        "Pays et territoires",
        "Région",
        "Nature de la collectivité",
    }
    assert "Ce que le registre en dit" in plain(response)


def test_nothing_is_drawn_where_nothing_carries_it(client, proposal):
    text = plain(page_of(client, proposal))

    assert "Ce que le registre en dit" not in text
    assert "Aucun partenariat inscrit au registre ne la porte" in text
    assert "0 partenariat" not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_queries_for_any_number_of_events(
    client, proposal, rows, django_assert_num_queries
):
    for rank in range(rows):
        row = carried(proposal, title=f"Accord {rank}")
        note_on(
            proposal,
            link(),
            partnership_evidence(row),
            documents=[f"{rank}.pdf"],
            text=f"Point {rank}",
            on=date(2024, 1, 1 + rank),
        )
        Theme.objects.create(slug=f"t{rank}", name=f"Thème {rank}").proposals.add(proposal)
        other = ProposalFactory(number=10 + rank, title=f"Autre {rank}")
        ProposalRelation.objects.create(proposal=proposal, kind=RelationKind.COMPLETES, other=other)
    withdraw_note(note_on(proposal, text="Retiré."), by=UserFactory(), reason="Erreur")

    with django_assert_num_queries(31):
        page_of(client, proposal)


def test_the_texts_of_another_proposition_are_not_told(client, proposal):
    other = ProposalFactory(number=6, title="Une autre")
    ProposalTextFactory(
        proposal=other,
        title="Une autre, avant",
        effective_from=datetime(2017, 1, 1, tzinfo=UTC),
        effective_until=datetime(2018, 1, 1, tzinfo=UTC),
    )

    assert ProposalText.objects.count() == 3
    assert len(events(client, proposal)) == 1


def test_the_ones_before_and_after_are_in_the_order_of_the_list(client):
    for number, position in ((5, 1), (6, 3), (7, 2)):
        ProposalFactory(number=number, position=position)

    pages = [page_of(client, ProposalFactory(number=n)).context["page"] for n in (5, 7, 6)]

    found = [
        (each.previous and each.previous.number, each.next and each.next.number) for each in pages
    ]
    assert found == [(None, 7), (5, 6), (7, None)]
