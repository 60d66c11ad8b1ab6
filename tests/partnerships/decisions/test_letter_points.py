"""The grounds and the reservations of a letter: lists as typed, or made of its paragraphs."""

from datetime import date

import pytest

from partnerships.papers.decision import decision_letter, own_wording
from partnerships.papers.letter_fields import Letter, Numbering, Sender
from tests.factories.decisions import SignatoryFactory, standing
from tests.factories.dossiers import dossier_in
from tests.factories.pdf import tags_of_pdf, texts_of_pages
from tests.partnerships.decisions.letters import content_of, released

pytestmark = pytest.mark.django_db


def letter_with(**texts) -> tuple[str, list[str]]:
    """The words of the letter that has these texts, without spaces, and its tags."""
    dossier = dossier_in("decided", outcome="reserved")
    decision = standing(dossier)
    for name, text in texts.items():
        setattr(decision, name, text)
    decision.save()
    words = released(dossier)
    return "".join(words.split()), tags_of_pdf(content_of(dossier))


@pytest.mark.parametrize(
    ("text", "printed", "items"),
    [
        ("Un seul motif.", "Unseulmotif.", 0),
        ("Un.\n\nDeux.\n\nTrois.", "–Un.–Deux.–Trois.", 3),
        ("Un.\nDeux.", "–Un.–Deux.", 2),
        ("Un, sur\ndeux lignes.\n\nDeux.", "–Un,surdeuxlignes.–Deux.", 2),
        ("Vu :\n- un ;\n• deux.\n\nDonc oui.", "Vu:–un;–deux.Donc oui.", 2),
        ("3. trois\n   suite\n4. quatre", "3.troissuite4.quatre", 2),
        ("1) un\n2) deux", "1)un2)deux", 2),
        ("-5 degrés\r\n\r\n1.5 million", "–-5degrés–1.5million", 2),
        ("- ", "-", 0),
    ],
)
def test_grounds_are_a_list_where_they_are_several(text, printed, items):
    words, tags = letter_with(grounds=text, reservations="Une seule.")

    assert printed.replace(" ", "") in words
    assert tags.count("LI") == items


def test_reservations_are_numbered_where_they_are_several():
    text = "\n\n".join(f"Réserve {name}." for name in "abcdefghij")

    words, tags = letter_with(reservations=text)

    assert "1.Réservea.2.Réserveb." in words
    assert "10.Réservej." in words
    assert tags.count("LI") == 10


def test_no_signature_stands_alone_on_its_page():
    decision = standing(dossier_in("decided"))
    sender = Sender(None, SignatoryFactory())
    endings = []

    for count in range(20, 30):
        decision.grounds = "\n\n".join(f"Motif {rank}." for rank in range(count))
        wording, numbering = own_wording("accepted"), Numbering(date(2026, 11, 30))
        content = decision_letter(Letter(decision, wording, numbering, sender))
        pages = texts_of_pages(content)
        endings += [text for text in pages[1:] if "Dominique Signataire" in text]

    assert endings
    assert all("notre considération" in text for text in endings)
