"""The propositions of a deposit, each with a box and a word, in the forms of a decision."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.document.accepted import Words
from partnerships.document.reading_parts import ContributionReading
from partnerships.workflow.decisions.contributions import WORD_MAX
from partnerships.workflow.messages import clean_text
from partnerships.workflow.refusals import Refused

# Names of the fields: uuids that the form shows, those that are ticked, and the word about one.
SHOWN, TICKED, WORD = "contribution", "accepted", "word-"


@dataclass(frozen=True)
class ContributionChoice:
    contribution: ContributionReading
    is_accepted: bool
    word: str

    word_max = WORD_MAX


def contribution_choices(
    contributions: list[ContributionReading], typed, words: Mapping[str, str | None]
) -> list[ContributionChoice]:
    """Returns the choices as `typed`, else as decided (`words`); accepted unless told otherwise."""
    if SHOWN in typed:
        shown, ticked = typed.getlist(SHOWN), typed.getlist(TICKED)
        return [
            ContributionChoice(
                each,
                each.uuid in ticked or each.uuid not in shown,
                typed.get(f"{WORD}{each.uuid}", ""),
            )
            for each in contributions
        ]
    words = {each.uuid: words.get(each.uuid) for each in contributions}
    return [
        ContributionChoice(each, words[each.uuid] is None, words[each.uuid] or "")
        for each in contributions
    ]


def contribution_words(data) -> Words | None:
    """Returns what the form says of each contribution; None where it showed none.

    Raises Refused for a word about a contribution that is ticked.
    """
    shown, ticked = data.getlist(SHOWN), data.getlist(TICKED)
    words = {uuid: data.get(f"{WORD}{uuid}", "").replace("\r\n", "\n") for uuid in shown}
    if any(clean_text(words[uuid]) for uuid in shown if uuid in ticked):
        raise Refused(
            _(
                "Vous avez écrit un mot sur une proposition qui est cochée\u202f: décochez-la, ou "
                "effacez ce mot."
            )
        )
    return {uuid: None if uuid in ticked else words[uuid] for uuid in shown} or None


def typed_words(data) -> list[str]:
    """Returns the words typed in the form, whatever they are about."""
    return [text for name, text in data.items() if name.startswith(WORD)]
