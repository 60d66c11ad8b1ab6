"""Words that ask, or say what is looked for, and name nothing: « quels partenaires », « ma »."""

from collections.abc import Callable
from itertools import dropwhile

from partnerships.analysis import STOP_WORDS, fold, stem, words

# Words of this field that say what is looked for, by their stems.
ASKING = frozenset(
    stem(word)
    for word in (
        *("partenaires", "partenariats", "jumelages", "jumele", "jumelees", "villes", "communes"),
        *("cooperations", "decentralisees", "projets", "actions", "accords", "liens", "relations"),
        *("comment", "carte", "liste", "comites"),
    )
)
# Words of a question, possessives among them, and those that say what a code is.
QUESTION = frozenset(
    [
        *("quel", "quelle", "quels", "quelles", "quoi", "comment", "combien"),
        *("est", "sont", "fait", "font", "existe", "existent", "y", "t", "il", "elle"),
        *("ils", "elles", "on", "je", "nous", "vous", "cherche", "cherchons", "trouver"),
        *("travaille", "travaillent", "coopere", "cooperent", "collabore", "collaborent"),
        *("mon", "ma", "mes", "ton", "ta", "tes", "notre", "nos", "votre", "vos"),
        *("siren", "siret", "insee", "code", "postal"),
    ]
)
BEFORE_A_NAME = frozenset(
    [
        *("a", "au", "aux", "avec", "dans", "de", "des", "du", "en", "et", "ou", "par", "pour"),
        *("qu", "que", "qui"),
    ]
)


def is_of_question(word: str) -> bool:
    return word in QUESTION


def is_asking(word: str) -> bool:
    """Whether a folded word asks, or says what is looked for."""
    return word in QUESTION or stem(word) in ASKING


def says_something(word: str) -> bool:
    """Whether a folded word is neither a stop word nor one that asks."""
    return word not in STOP_WORDS and not is_asking(word)


def _is_verb(said: list[str], rank: int) -> bool:
    """Whether « est » is the verb, rather than in a name: « Grand Est », « Est Ensemble »."""
    before, after = (said[rank - 1] if rank else ""), "".join(said[rank + 1 : rank + 2])
    return before in ("qui", "que") or (before != "grand" and is_asking(after))


def _left_out(said: list[str], is_of_them: Callable[[str], bool]) -> set[int]:
    """Returns the ranks of the folded words that are `is_of_them`; « est-elle » is."""

    def is_left_out(rank):
        parts = said[rank].split()
        if parts == ["l", "est"] or (parts == ["est"] and not _is_verb(said, rank)):
            return False
        asking = [part for part in parts if is_of_them(part)]
        return bool(asking) and all(part in asking or part in STOP_WORDS for part in parts)

    return {rank for rank in range(len(said)) if is_left_out(rank)}


def _without(text: str, is_of_them: Callable[[str], bool]) -> str:
    """Returns `text` without the words that are `is_of_them`, nor what joins them to the others;
    "" if it has none of them, or no other.
    """
    written = text.split()
    said = [fold(word) for word in written]
    left_out = _left_out(said, is_of_them)
    if not left_out:
        return ""
    for rank in range(len(said) - 2, -1, -1):
        if rank + 1 in left_out and said[rank] in STOP_WORDS:
            left_out.add(rank)
    rest = [word for rank, word in enumerate(written) if rank not in left_out]
    rest = list(dropwhile(lambda word: fold(word) in {"", *BEFORE_A_NAME}, rest))
    while rest and fold(rest[-1]) in {"", *STOP_WORDS}:
        rest.pop()
    # « d’Allemagne », « l’Isère ».
    elided, apostrophe, name = rest[0].replace("’", "'").partition("'") if rest else ("", "", "")
    if apostrophe and len(elided) == 1:
        rest[0] = name
    text = " ".join(rest).rstrip("?!.,;: \u202f\xa0")
    return text if words(text) else ""


def without_asking(text: str) -> str:
    """Returns « Allemagne » for « partenaires en Allemagne », « Lyon » for « avec qui Lyon est
    jumelé »; "" if `text` has no word that asks or says what is looked for, or no other.
    """
    return _without(text, is_asking)


def without_question(text: str) -> str:
    """Returns « déclarer un partenariat » for « comment déclarer un partenariat »; "" if `text` has
    no word of a question, or no other.
    """
    return _without(text, is_of_question)
