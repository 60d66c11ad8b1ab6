"""Two texts compared word by word: nothing of either is lost, and it never takes long."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.document.words import Part, words_changed

WORDS = st.lists(st.sampled_from(["eau", "eau.", "ville", "\n", " ", "été"]), max_size=30)


def text_of(parts, *ops):
    return "".join(part.text for part in parts if part.op in ops)


@settings(max_examples=40)
@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_pieces_give_the_new_text_back_and_all_words_of_the_old(old, new):
    parts = words_changed(old, new)

    assert text_of(parts, "same", "added") == new
    assert text_of(parts, "same", "removed").split() == old.split()


def test_words_added_and_removed_stand_where_they_changed():
    assert words_changed("Un éclairage sobre et beau", "Un éclairage partagé et beau") == [
        Part("same", "Un éclairage"),
        Part("removed", " sobre"),
        Part("added", " partagé"),
        Part("same", " et beau"),
    ]


def test_spaces_alone_are_a_change_that_shows():
    assert words_changed("a b", "a  b") == [Part("removed", "a b"), Part("added", "a  b")]


@pytest.mark.parametrize("vocabulary", [1, 2, 5, 40, 400])
def test_long_texts_are_compared_in_a_bounded_time(vocabulary):
    draw = random.Random(vocabulary)
    old, new = (" ".join(f"m{draw.randrange(vocabulary)}" for _ in range(5_000)) for _ in range(2))

    start = time.process_time()
    parts = words_changed(old, new)

    assert time.process_time() - start < 3
    assert text_of(parts, "same", "added") == new
