"""Papers print the scripts of the partners; what no font draws is told before a letter leaves."""

import pytest
from django.urls import reverse

from partnerships.models import Action
from partnerships.papers.paper import make_paper, undrawn_words
from partnerships.papers.undrawn import OTHERS
from tests.factories.dossiers import act, dossier_in
from tests.factories.pdf import text_of_pdf
from tests.factories.roles import text_of
from tests.programs import folder_of_fonts

pytestmark = pytest.mark.django_db
NAMES = {
    "Bambara": "Bamakɔ",
    "Armenian": "Երևան",
    "Georgian": "თბილისი",
    "Arabic": "طرابلس",
    "Khmer": "ភ្នំពេញ",
    "Lao": "ວຽງຈັນ",
    "Amharic": "አዲስ",
    "Hebrew": "ירושלים",
    "Thai": "กรุงเทพฯ",
    "Hindi": "दिल्ली",
    "Bengali": "ঢাকা",
    "Tamil": "புதுச்சேரி",
    "Burmese": "ရန်ကုန်",
    "Sinhala": "කොළඹ",
    "Greek": "Αθήνα",
    "Cyrillic": "Київ",
    "Vietnamese": "Huế",
}


def paper(text):
    """A paper that says `text` alone."""
    words = dict.fromkeys(("page", "empty", "altered", "kind", "cut"), "x")
    names = ("author", "description", "reference", "head", "foot", "state")
    facts = [{"label": "x", "text": text}]
    section = {"title": "x", "facts": facts, "lists": [], "tables": [], "is_empty": False}
    data = {**dict.fromkeys(names, "x"), "title": "T", "words": words, "facts": []}
    return make_paper("dossier.typ", {**data, "sections": [section]})


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_scripts_of_the_partners_are_printed(name):
    folder_of_fonts()

    assert undrawn_words([name]) == []
    assert "□" not in text_of_pdf(paper(name))


def test_each_sign_of_marianne_is_drawn_without_other_fonts(settings):
    kept = [chr(code) for code in range(0x20, 0x2600) if not OTHERS.match(chr(code))]

    assert len(kept) > 300
    assert "□ □" not in text_of_pdf(paper("\n".join(kept)))
    assert undrawn_words(kept) == []


@pytest.mark.parametrize(
    ("text", "words", "printed"),
    [
        ("Ville de 北京 et 東京, 北京", ["北京", "東京"], "Ville de □□ et □□, □□"),
        ("émoji 😀", ["😀"], "émoji □"),
        ("fin q\u0334\u1abf", ["q\u0334\u1abf"], "fin q□□"),
        ("か\u3099", ["が"], "□"),
        ("banane 👨\u200d👩", ["👨\u200d👩"], "banane □"),
    ],
    ids=["Chinese", "emoji", "marks", "kana", "joined"],
)
def test_what_no_font_draws_is_named_and_replaced(text, words, printed):
    assert undrawn_words({"a": [text], "b": 3}) == words
    assert "".join(printed.split()) in "".join(text_of_pdf(paper(text)).split())


@pytest.fixture
def decided():
    """A decision whose deposit and grounds hold words that no font draws."""
    dossier = dossier_in("under_review", title="Avec Pékin (北京)")
    grounds = "Le projet de 東京 est clair."
    act(dossier, Action.DECIDE, dossier.reviewer, outcome="accepted", grounds=grounds)
    return dossier


@pytest.mark.parametrize("name", ["decision_detail", "outbox_release"])
def test_words_are_told_before_the_letter_leaves(client, decided, name):
    client.force_login(decided.reviewer)
    arguments = [decided.uuid] if name == "decision_detail" else []

    page = text_of(client.get(reverse(f"partnerships:{name}", args=arguments), {"d": decided.uuid}))

    assert f"{decided.reference} : « 北京 », « 東京 »" in page.replace("\xa0", " ").replace(
        "\u202f", " "
    )
    assert "La lettre porterait □ à leur place" in page


@pytest.mark.parametrize("name", ["decision_detail", "outbox_release"])
def test_letter_that_prints_all_says_nothing(client, name):
    decided = dossier_in("decided", title="Kyïv (Київ)")
    client.force_login(decided.reviewer)
    arguments = [decided.uuid] if name == "decision_detail" else []

    response = client.get(reverse(f"partnerships:{name}", args=arguments), {"d": decided.uuid})

    assert "□" not in text_of(response)
