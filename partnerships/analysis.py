"""One analysis of text for every engine and every search: registry, search boxes, imports."""

import csv
import functools
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import Stemmer

from cncd_portal.accounts.invisible import bare

DATA = Path(__file__).parent / "data"
# To be raised when `fold`, `stem`, `suffixes` or the terms made with them change: `prepare` then
# writes again the terms of authorities, places and partners and both indexes.
ANALYSIS_VERSION = "3"
# No script puts more marks on a letter (UAX #15, « Stream-Safe Text Format »); U+034F, which has no
# effect of its own, separates those that are more.
MARKS_MAX = 30
JOINER = "\u034f"
# Marks stand from U+0300 on.
LONG_RUN = re.compile(f"[\u0300-\U0010ffff]{{{MARKS_MAX + 1}}}")
# What letters that Unicode does not decompose are folded to. Those named « LATIN SMALL LETTER D
# WITH STROKE » and the like need no entry: `_Letters` reads their name.
REPLACED_LETTERS = {
    "œ": "oe",
    "æ": "ae",
    "ß": "ss",
    "þ": "th",
    "ð": "d",
    "ə": "e",
    "ǝ": "e",
    "ŋ": "n",
    "ĸ": "k",
    "ʃ": "s",
    "ʒ": "z",
    "ɣ": "g",  # noqa: RUF001
    "ɩ": "i",  # noqa: RUF001
    "ʊ": "u",
    "ʋ": "v",  # noqa: RUF001
    "ς": "σ",  # noqa: RUF001
    "ـ": "",  # lengthens an Arabic word
}
LATIN_LETTER = re.compile(r"LATIN SMALL LETTER (?:DOTLESS |OPEN )?([A-Z])(?: WITH .*)?")
# Letters of Unicode that stand for an apostrophe in Hawaiian, Uzbek or transliterated names.
APOSTROPHES = ("LATIN SMALL LETTER SALTILLO", "MODIFIER LETTER")
LAST_WITH_CASE = 0x3000  # what is looked up is remembered for the alphabets below
# Not a letter or digit of any script.
NOT_A_WORD = re.compile(r"[\W_]+")
SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
# Articles and prepositions of French; « et » stands for « & » too and says nothing by itself.
STOP_WORDS = frozenset(
    [
        "a",
        "au",
        "aux",
        "avec",
        "ce",
        "ces",
        "cette",
        "d",
        "dans",
        "de",
        "des",
        "du",
        "en",
        "entre",
        "et",
        "l",
        "la",
        "le",
        "les",
        "leur",
        "leurs",
        "ou",
        "par",
        "pour",
        "qu",
        "que",
        "qui",
        "s",
        "sa",
        "se",
        "ses",
        "son",
        "sous",
        "sur",
        "un",
        "une",
        "vers",
    ]
)


# Words kept as analysed: a language repeats few of its words most of the time. A longer piece is
# no word, and is not kept; nor is a longer text. A name is folded several times where it is used:
# for its terms, its sort key, a comparison.
KEPT_WORDS, LONGEST_WORD = 10_000, 60
KEPT_TEXTS, LONGEST_TEXT = 1_000, 60


def _with_few_marks(text):
    count = 0
    for character in text:
        # Some characters that are no marks become marks.
        classes = list(map(unicodedata.combining, unicodedata.normalize("NFKD", character)))
        marks = len(classes) - classes.count(0)
        count = count + marks if classes[0] else marks
        if count > MARKS_MAX:
            yield JOINER
            count = marks
        yield character


def normalized(form: str, text: str) -> str:
    """Returns `unicodedata.normalize(form, text)`, in linear time.

    That one sorts the marks of a letter in quadratic time.
    """
    if LONG_RUN.search(text):
        text = "".join(_with_few_marks(text))
    return unicodedata.normalize(form, text)


class _Letters(dict):
    """Table for `str.translate`: what a lower-case character without its marks is folded to."""

    def __missing__(self, code):
        letter = chr(code)
        folded = REPLACED_LETTERS.get(letter, letter)
        name = unicodedata.name(letter, "")
        if unicodedata.combining(letter):
            folded = ""
        elif folded == letter and (found := LATIN_LETTER.fullmatch(name)):
            folded = found[1].lower()
        elif name.startswith(APOSTROPHES):
            folded = "'"
        if code < LAST_WITH_CASE:
            self[code] = folded
        return folded


_LETTERS = _Letters()


def _analysed(piece: str) -> tuple[str, ...]:
    """Folded words of `piece`: a text in ASCII, or one without spaces."""
    folded = piece.replace("&", " et ").lower()
    if not folded.isascii():
        decomposed = normalized("NFKD", bare(piece).replace("&", " et ")).lower()
        folded = bare(decomposed).translate(_LETTERS)
    return tuple(SAINTS.get(word, word) for word in NOT_A_WORD.sub(" ", folded).split())


_folded = functools.lru_cache(maxsize=KEPT_WORDS)(_analysed)


def _fold(text: str) -> str:
    if text.isascii():
        return " ".join(_analysed(text))
    folded = []
    for piece in text.split():
        folded += _folded(piece) if len(piece) <= LONGEST_WORD else _analysed(piece)
    return " ".join(folded)


_kept_fold = functools.lru_cache(maxsize=KEPT_TEXTS)(_fold)


def fold(text: str) -> str:
    """Lower-case words of `text` without accents, ligatures, invisible characters or punctuation,
    one space between.

    `fold("St-Étienne & fils")` is "saint etienne et fils".
    """
    return _kept_fold(text) if len(text) <= LONGEST_TEXT else _fold(text)


def words(text: str) -> list[str]:
    """Folded words of `text` that say something, in their order."""
    return [word for word in fold(text).split() if word not in STOP_WORDS]


def has_words_beginning(folded: str, beginnings: Iterable[str]) -> bool:
    """Whether `folded` has a word that begins by each of `beginnings`, folded too."""
    found = folded.split()
    return all(any(word.startswith(each) for word in found) for each in beginnings)


@functools.cache
def _stemmer():
    return Stemmer.Stemmer("french")


@functools.cache
def _place_words() -> frozenset[str]:
    """Returns the names of countries, régions and départements that are one word, folded."""
    names = []
    for file in ("countries.tsv", "regions.tsv", "departements.tsv"):
        with (DATA / file).open(encoding="utf-8", newline="") as lines:
            names += [fold(row["name"]) for row in csv.DictReader(lines, delimiter="\t")]
    return frozenset(name for name in names if " " not in name)


def stem(word: str) -> str:
    """French stem of a folded word; the name of a large place has none: Colombie is not Colombes,
    nor Martinique Saint-Martin.
    """
    return word if word in _place_words() else _stemmer().stemWord(word)


def suffixes(text: str) -> list[str]:
    """`fold(text)` and what is left of it from each later word that says something.

    A search box finds « Castres-Mazamet » by any of its words with one index on beginnings.
    """
    folded = fold(text)
    if folded and " " not in folded:
        return [folded]
    parts = folded.split()
    return [" ".join(parts[i:]) for i, word in enumerate(parts) if i == 0 or word not in STOP_WORDS]
