"""Texts are normalised as Python does it, but for letters with more marks than any script has."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.analysis import JOINER, MARKS_MAX, fold, normalized


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@given(st.text(max_size=100))
def test_ordinary_text_is_normalised_alike(form, text):
    assert normalized(form, text) == unicodedata.normalize(form, text)


@pytest.mark.parametrize("mark", ["\u0301", "\u0f73", "\uff9e"])
def test_marks_beyond_those_of_any_script_are_separated(mark):
    text = normalized("NFKD", "e" + mark * 100)

    runs = text.replace("e", "", 1).split(JOINER)

    assert max(map(len, runs)) == MARKS_MAX
    assert sorted("".join(runs)) == sorted(unicodedata.normalize("NFKD", mark * 100))
    assert normalized("NFKD", text) == text


def test_marks_do_not_change_what_is_searched():
    assert fold("Électricité d’Évreux") == "electricite d evreux"
    assert fold("E\u0301" + "le" + "\u0301" * 20) == "ele"
