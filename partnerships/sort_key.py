"""The one order of names: that of French lists, the same on every database and in Python."""

import re

from cncd_portal.accounts.invisible import bare
from partnerships.analysis import NOT_A_WORD, fold, normalized

KEY_MAX = 300
# Sorts below the single space between words, so that letters are compared before accents are.
BEFORE_ACCENTS = "  "
NUMBER = re.compile("[0-9]+")
NUMBER_WIDTH = 9


def _padded(number: re.Match) -> str:
    return number[0].zfill(NUMBER_WIDTH)


def sort_key(text: str) -> str:
    """Returns the key of `text`, at most KEY_MAX characters, to compare character by character.

    Word by word, as AFNOR Z44-001 says: letters without accents, ligatures or case first
    (« Danemark », « Égypte », « Espagne »), then accents (« cote », « côte »). Hyphens, apostrophes
    and spaces are alike, « St » is « Saint », numbers go by value (« Lyon 2e », « Lyon 10e »). An
    article stays where it is written: « Le Havre » is under L, since a reader scans the first
    letters that the list shows.
    """
    text = bare(text)
    letters = fold(text)
    key = NUMBER.sub(_padded, letters) if letters else text.lower()
    if not text.isascii():
        accented = " ".join(NOT_A_WORD.sub(" ", normalized("NFC", text).lower()).split())
        if accented != letters:
            key += BEFORE_ACCENTS + normalized("NFD", accented[:KEY_MAX])
    return key[:KEY_MAX]


def person_key(user) -> tuple[str, str, str]:
    """Returns the key of a user in a list: last name, first name, then address."""
    return sort_key(user.last_name), sort_key(user.first_name), user.email
