"""Cleaning of typed text: normalisation, invisible and control characters."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cncd_portal.accounts.invisible import REORDERING, without_invisible
from partnerships.analysis import normalized

LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
# Control characters and lone surrogates.
UNREADABLE = frozenset({"Cc", "Cs"})


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def too_long(length: int, longest: int) -> str:
    """The sentence for a text of `length` characters where `longest` are allowed."""
    return _(
        "Ce texte a %(length)s caractères, %(over)s de trop\u202f: raccourcissez-le à %(longest)s "
        "au plus."
    ) % {
        "length": grouped(length),
        "over": grouped(length - longest),
        "longest": grouped(longest),
    }


def is_visible(character: str) -> bool:
    """Whether `character` is visible: not a space, direction mark or control."""
    return unicodedata.category(character)[0] not in "ZC"


def visible(text: str) -> str:
    """Returns `text` without lone surrogates, controls except tabs and line ends, and invisible
    characters that change nothing.
    """
    text = without_invisible(text)
    return "".join(c for c in text if c in "\n\r\t" or unicodedata.category(c) not in UNREADABLE)


def tidied(text: str, *, is_line: bool) -> str:
    """Returns `text` normalised: NFC, "\\n" at line ends, stripped, without the invisible
    characters that change nothing; "" if nothing is visible.
    """
    text = normalized("NFC", without_invisible(LINE_ENDS.sub("\n", text)))
    if not any(map(is_visible, text)):
        return ""
    return " ".join(text.split()) if is_line else text.strip()


def refuse_hidden_characters(text: str) -> None:
    """Raises ValidationError if `text` has a control or reordering character."""
    for character in text:
        if character in "\n\t":
            continue
        if unicodedata.category(character) in UNREADABLE:
            raise ValidationError(
                _(
                    "Ce texte contient un caractère de contrôle invisible (U+%(code)s), souvent "
                    "copié d’un autre logiciel\u202f: effacez-le et retapez le mot."
                )
                % {"code": f"{ord(character):04X}"},
                code="control",
            )
        if character in REORDERING:
            raise ValidationError(
                _(
                    "Ce texte contient un caractère invisible qui inverse le sens d’écriture "
                    "(U+%(code)s)\u202f: effacez-le et retapez le mot."
                )
                % {"code": f"{ord(character):04X}"},
                code="reordering",
            )
