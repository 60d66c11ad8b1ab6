"""A file that replaces the texts: compared with those of today, applied, undone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from proposals.models import (
    Proposal,
    ProposalDraft,
    ProposalText,
    Replacement,
    ReplacementFile,
    Wording,
)
from proposals.publishing import cancel_scheduled, end_text, publish_text
from proposals.replacement.applying import OutdatedComparison, apply_file, undo, undoings
from proposals.replacement.columns import tidy
from proposals.replacement.comparing import Comparison
from tests.factories.accounts import curator
from tests.factories.lists import ProposalFactory
from tests.proposals.contents import content

pytestmark = pytest.mark.django_db


def title(number):
    return Proposal.objects.with_text().get(number=number).title


def applied(file, reason="Le rapport", at=None, by=None):
    seen = Comparison(file).state
    return apply_file(file, by=by or curator(), reason=reason, seen=seen, at=at)


def file_of(texts, **fields):
    file = ReplacementFile(file_name="vingt.xlsx", sha256="0" * 64, **fields)
    file.contents = texts
    file.save()
    return file


def test_a_stored_file_gives_its_contents_back():
    texts = {5: content(source_on=date(2018, 7, 31), source_page=4), 12: content()}

    file = file_of(texts)

    assert ReplacementFile.objects.get(pk=file.pk).contents == texts


def test_comparison_says_what_changes_what_does_not_and_what_is_absent():
    same, other = ProposalFactory(number=3), ProposalFactory(number=4, title="Avant")
    ProposalDraft.objects.create(proposal=other, typed={})
    publish_text(other, content(title="Plus tard"), by=None, at=timezone.now() + timedelta(days=1))
    file = file_of(
        {3: same.text.content, 4: {**other.text.content, "title": "Après"}, 9: content()}
    )

    found = Comparison(file)

    changed = {row.number: row for row in found.changed}
    assert list(changed) == [4, 9]
    assert [(c.name, old, new) for c, old, new in changed[4].changes] == [
        ("title", "Avant", "Après")
    ]
    assert changed[4].scheduled.title == "Plus tard"
    assert changed[4].has_draft
    assert changed[9].current is None
    assert not changed[9].has_draft
    assert found.unchanged == [3]
    assert found.absent == [1, 2, *range(5, 9), *range(10, 21)]


def test_spaces_and_line_ends_alone_are_no_change():
    proposal = ProposalFactory(number=3, body="Un.\r\n\r\nDeux.  ")

    found = Comparison(file_of({3: tidy(proposal.text.content)}))

    assert found.unchanged == [3]


def test_applying_publishes_the_texts_that_differ():
    same, other = ProposalFactory(number=3), ProposalFactory(number=4, title="Avant")
    by = curator()
    file = file_of({3: same.text.content, 4: content(title="Après"), 9: content(title="Neuf")})

    replacement = applied(file, by=by, reason=" Le rapport ")

    assert [title(number) for number in (3, 4, 9)] == [same.title, "Après", "Neuf"]
    texts = {text.proposal.number: text for text in replacement.texts.all()}
    assert sorted(texts) == [4, 9]
    assert texts[4].content == content(title="Après")
    assert texts[4].published_by == by
    assert texts[4].reason == "Le rapport"
    assert (replacement.reason, replacement.sha256) == ("Le rapport", "0" * 64)
    assert other.texts.count() == 2


def test_a_file_that_was_deleted_meanwhile_is_not_applied():
    ProposalFactory(number=5, title="Avant")
    file = file_of({5: content(title="Après")})
    seen = Comparison(file).state
    ReplacementFile.objects.all().delete()

    with pytest.raises(ValidationError, match="supprimé entre-temps"):
        apply_file(file, by=curator(), reason="Le rapport", seen=seen)

    assert title(5) == "Avant"


def test_applying_twice_changes_nothing():
    file = file_of({5: content(title="Après")})
    ProposalFactory(number=5)
    seen = Comparison(file).state

    first = apply_file(file, by=curator(), reason="Un", seen=seen)
    second = apply_file(file, by=curator(), reason="Deux", seen=seen)

    assert second == first
    assert Replacement.objects.count() == 1
    assert ProposalText.objects.count() == 2


def test_a_text_that_changed_since_stops_all_of_it():
    one, two = ProposalFactory(number=5), ProposalFactory(number=6)
    file = file_of({5: content(title="Après"), 6: content(title="Après aussi")})
    seen = Comparison(file).state
    publish_text(two, content(title="Entre-temps"), by=curator())

    with pytest.raises(OutdatedComparison):
        apply_file(file, by=curator(), reason="Le rapport", seen=seen)

    assert [title(5), title(6)] == [one.title, "Entre-temps"]
    assert Replacement.objects.count() == 0


def test_a_text_that_is_scheduled_or_ended_makes_another_state():
    proposal = ProposalFactory(number=5)
    file = file_of({5: content(title="Après")})
    first = Comparison(file).state

    publish_text(proposal, content(title="Demain"), by=None, at=timezone.now() + timedelta(days=1))
    second = Comparison(file).state
    end_text(proposal)

    assert len({first, second, Comparison(file).state}) == 3


@pytest.mark.parametrize("reason", ["", "  ", "a" * 501])
def test_applying_needs_a_reason_that_fits(reason):
    ProposalFactory(number=5, title="Avant")

    with pytest.raises(ValidationError):
        applied(file_of({5: content()}), reason=reason)

    assert title(5) == "Avant"
    assert Replacement.objects.count() == 0


def test_a_file_that_changes_nothing_is_not_applied():
    proposal = ProposalFactory(number=5)

    with pytest.raises(ValidationError, match="ne change aucun"):
        applied(file_of({5: proposal.text.content}))


def test_a_failure_in_the_middle_leaves_nothing_half():
    ProposalFactory(number=5, title="Avant")
    ProposalFactory(number=6, title="Avant aussi")
    wrong = {**content(), "wording": Wording.OFFICIAL}
    file = file_of({5: content(title="Après"), 6: wrong})

    with pytest.raises(ValidationError, match="Proposition 6"):
        applied(file)

    file.refresh_from_db()
    assert [title(5), title(6)] == ["Avant", "Avant aussi"]
    assert file.replacement is None
    assert Replacement.objects.count() == 0


def test_applying_later_changes_the_texts_then():
    ProposalFactory(number=5, title="Avant")
    moment = timezone.now() + timedelta(days=2)

    applied(file_of({5: content(title="Après")}), at=moment)

    assert title(5) == "Avant"
    then = Proposal.objects.with_text(moment + timedelta(seconds=1)).get(number=5)
    assert then.title == "Après"


def test_applying_in_the_past_is_refused():
    ProposalFactory(number=5, title="Avant")

    with pytest.raises(ValidationError, match="déjà passé"):
        applied(file_of({5: content()}), at=timezone.now() - timedelta(minutes=1))

    assert title(5) == "Avant"


def test_undoing_publishes_the_earlier_texts_again():
    ProposalFactory(number=5, title="Avant")
    replacement = applied(file_of({5: content(title="Après"), 9: content(title="Neuf")}))
    by = curator()

    done = undo(replacement, by=by, reason="Erreur de fichier")

    assert [each.is_left for each in done] == [False, False]
    assert title(5) == "Avant"
    assert Proposal.objects.with_text().get(number=9).text is None
    last = ProposalText.objects.filter(proposal__number=5).latest("effective_from")
    assert (last.reason, last.published_by) == ("Erreur de fichier", by)
    assert last.restores.title == "Avant"
    replacement.refresh_from_db()
    assert (replacement.undone_by, replacement.undo_reason) == (by, "Erreur de fichier")
    assert replacement.undone_at


def test_undoing_leaves_what_changed_since():
    proposal = ProposalFactory(number=5, title="Avant")
    ProposalFactory(number=6, title="Avant aussi")
    replacement = applied(file_of({5: content(title="Après"), 6: content(title="Après aussi")}))
    publish_text(proposal, content(title="Depuis"), by=curator())

    done = undo(replacement, by=curator(), reason="Erreur")

    assert [(each.text.proposal.number, each.is_left) for each in done] == [(5, True), (6, False)]
    assert [title(5), title(6)] == ["Depuis", "Avant aussi"]


def test_undoing_cancels_what_is_to_come():
    ProposalFactory(number=5, title="Avant")
    moment = timezone.now() + timedelta(days=2)
    replacement = applied(file_of({5: content(title="Après")}), at=moment)

    undo(replacement, by=curator(), reason="Erreur")

    then = Proposal.objects.with_text(moment + timedelta(days=1)).get(number=5)
    assert then.title == "Avant"
    assert undoings(replacement) == []


def test_undoing_leaves_a_text_that_already_says_the_same(monkeypatch):
    now = timezone.now()
    proposal = ProposalFactory(number=5, title="Avant")
    between = {**proposal.text.content, "title": "Entre les deux"}
    text = publish_text(proposal, between, by=None, at=now + timedelta(days=1))
    contents = {5: content(**proposal.text.content), 6: content(title="Six")}
    replacement = applied(file_of(contents), at=now + timedelta(days=2))
    cancel_scheduled(text, by=None)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=3))

    undo(replacement, by=curator(), reason="Erreur")

    assert title(5) == "Avant"
    assert Proposal.objects.with_text().get(number=6).text is None


def test_undoing_twice_changes_nothing():
    ProposalFactory(number=5)
    replacement = applied(file_of({5: content(title="Après")}))
    undo(replacement, by=curator(), reason="Erreur")
    count = ProposalText.objects.count()

    assert undo(replacement, by=curator(), reason="Erreur") == []
    assert ProposalText.objects.count() == count


def test_undoing_needs_a_reason():
    ProposalFactory(number=5)
    replacement = applied(file_of({5: content(title="Après")}))

    with pytest.raises(ValidationError, match="pourquoi"):
        undo(replacement, by=curator(), reason=" ")

    assert title(5) == "Après"


def test_a_file_may_be_applied_again_after_its_undoing():
    replacement = applied(file_of({9: content(title="Neuf")}))
    undo(replacement, by=curator(), reason="Erreur")

    applied(file_of({9: content(title="Neuf")}))

    assert title(9) == "Neuf"
    assert [each.effective_until for each in ProposalText.objects.order_by("pk")][1] is None
