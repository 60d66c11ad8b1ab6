"""Whatever the accents, the case, the hyphens and the invisible characters, a word is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cncd_portal.accounts.invisible import INVISIBLE, REORDERING, without_invisible
from partnerships.analysis import fold, suffixes

UNSEEN = [chr(code) for code in range(0x20, 0xE1000) if INVISIBLE.fullmatch(chr(code))]
LETTERS = "aàâäãåāăąbcçćčdďeéèêëēęěfgğhiíìîï\u0131jklłmnñńňoóòôöõøōőpqrřsśšştţťuúùûüůűvwxyýÿzźżž"
ACCENTS = "\u0300\u0301\u0302\u0303\u0308\u030c\u0327"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014 \u00a0\u202f'’"
words = st.text(LETTERS, min_size=1, max_size=12)


@st.composite
def spelt_otherwise(draw, name):
    """`name` with other case, accents and separators, and invisible characters anywhere."""
    written = []
    for character in name:
        if character == "-":
            written.append(draw(st.sampled_from(HYPHENS)))
            continue
        bare = fold(character)
        character = draw(st.sampled_from([character, bare, bare + draw(st.sampled_from(ACCENTS))]))
        form = draw(st.sampled_from([str.lower, str.upper, str]))
        written.append(form(character) if form(character).lower() == character else character)
        written.extend(draw(st.lists(st.sampled_from(UNSEEN), max_size=1)))
    return "".join(written)


@given(st.data(), st.lists(words, min_size=1, max_size=4))
def test_a_name_is_found_however_it_is_written(data, parts):
    name = "-".join(parts)

    assert fold(data.draw(spelt_otherwise(name))) == fold(name)


@given(st.text(max_size=60))
def test_folding_what_is_folded_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(st.sampled_from(UNSEEN) | st.characters(), max_size=60))
def test_nothing_unseen_is_left_in_what_is_folded(text):
    assert not INVISIBLE.search(fold(text))


@given(st.text(st.sampled_from("aeZ19-_&'. \t") | st.characters(max_codepoint=0x7F), max_size=40))
def test_a_text_in_ascii_is_folded_as_one_that_is_not(text):
    assert fold(text) == fold(f"{text} é").removesuffix("e").rstrip()


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("&", ["et"]),
        ("...", []),
        ("St-Malo", ["saint malo", "malo"]),
        ("Castres", ["castres"]),
        ("Le Mas d'Azil", ["le mas d azil", "mas d azil", "azil"]),
    ],
)
def test_a_name_is_found_from_each_word_that_says_something(text, terms):
    assert suffixes(text) == terms


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Ayd\u0131n", "aydin"),
        ("İzmir", "izmir"),
        ("Łódź", "lodz"),
        ("Tromsø", "tromso"),
        ("Đà Nẵng", "da nang"),
        ("Ħamrun", "hamrun"),
        ("Kŧ", "kt"),
        ("Gəncə", "gence"),
        ("Þorlákshöfn", "thorlakshofn"),
        ("Eiðar", "eidar"),
        ("Ŋaïr", "nair"),
        ("Kpɔtɛ Ɖekpe", "kpote dekpe"),
        ("O\u02bbzbekiston", "o'zbekiston"),
        ("Ren\u00adnes", "rennes"),
        ("Saint\u200b-Na\u2060zaire", "saint nazaire"),
        ("Kra\ufe0fków", "krakow"),
        ("ΘΕΣΣΑΛΟΝΙΚΗΣ", "θεσσαλονικης"),
        ("КИЇВ", "київ"),
        ("مـــراكش", "مراكش"),
    ],
)
def test_letters_are_folded_to_those_that_can_be_typed(written, typed):
    assert fold(written) == fold(typed)


@pytest.mark.parametrize("text", ["киев", "αθηνα", "横浜市", "القاهرة"])
def test_other_scripts_stay_as_they_are(text):
    assert fold(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # noqa: RUF001 Persian
        "ക്\u200dഷ",  # Malayalam
        "👨\u200d👩\u200d👧",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "葛\U000e0100",
        "שלום\u200f!",
    ],
    ids=ascii,
)
def test_what_changes_how_a_text_is_shown_stays(text):
    assert without_invisible(text) == text


def test_what_is_shown_as_nothing_leaves_a_french_word():
    left = {each for each in UNSEEN if without_invisible(f"Ren{each}nes") != "Rennes"}

    assert left == REORDERING


@given(st.text(st.sampled_from(UNSEEN) | st.characters(), max_size=40))
def test_only_what_is_unseen_leaves(text):
    cleaned = without_invisible(text)

    assert INVISIBLE.sub("", cleaned) == INVISIBLE.sub("", text)
