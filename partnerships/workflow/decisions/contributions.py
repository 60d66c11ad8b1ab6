"""The propositions that a deposit carries, which a decision accepts or declines one by one."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.utils.translation import gettext as _

from partnerships.document.accepted import Words
from partnerships.document.canonical import canonical
from partnerships.document.steps.text import too_long
from partnerships.models import Decision, Outcome
from partnerships.workflow.messages import clean_text
from partnerships.workflow.refusals import Refused
from proposals.models import Proposal

# Characters of the word that declines a contribution.
WORD_MAX = 2_000
EMPTY = MappingProxyType({})


def words_of_all(document: dict, declined: Mapping[int, str] = EMPTY) -> Words:
    """Returns the words that accept each listed contribution of `document`, but for those that are
    `declined`: number of the proposition → why.
    """
    listed = set(Proposal.objects.listed().values_list("number", flat=True))
    return {
        item["uuid"]: declined.get(item["proposal"])
        for item in document["contributions"]
        if item["proposal"] in listed
    }


def earlier_declined(dossiers: Iterable[int]) -> dict[int, dict[int, str]]:
    """Returns key of each dossier → number of each proposition that its last decision declined →
    why, in one query: where the next decision begins, if that one was taken back or the dossier
    reopened.
    """
    rows = Decision.objects.filter(dossier__in=dossiers).exclude(contributions_text="")
    return {
        row.dossier_id: {
            each["proposal"]: each["word"] for each in row.contributions if each["word"] is not None
        }
        for row in rows.order_by("decided_at", "pk")
    }


def checked_words(declined: Mapping[int, str]) -> dict[int, str]:
    """Returns number of each proposition → why it is declined, cleaned. Raises Refused for a word
    that is missing or too long.
    """
    return {number: _checked_word(word, number) for number, word in declined.items()}


def _checked_word(word, number):
    word = clean_text(word)
    if not word:
        raise Refused(
            _(
                "Dites à la collectivité pourquoi la proposition %(number)s est déclinée, ou "
                "cochez-la."
            )
            % {"number": number}
        )
    if len(word) > WORD_MAX:
        raise Refused(
            _("Le mot sur la proposition %(number)s est trop long. %(too_long)s")
            % {"number": number, "too_long": too_long(len(word), WORD_MAX)}
        )
    return word


def contributions_text(document: dict, outcome: Outcome, words: Words | None) -> str:
    """Returns the `contributions_text` of a decision on `document`; a refusal judges none.

    Raises Refused for a contribution that is not in `document`, or a word that is missing or too
    long.
    """
    if not words or not outcome.is_favourable:
        return ""
    numbers = {item["uuid"]: item["proposal"] for item in document["contributions"]}
    if not words.keys() <= numbers.keys():
        raise Refused(
            _("Une proposition jugée n’est pas dans ce dépôt\u202f: relisez-le, puis recommencez.")
        )
    return canonical(
        [
            {
                "uuid": uuid,
                "proposal": number,
                "word": None if words[uuid] is None else _checked_word(words[uuid], number),
            }
            for uuid, number in numbers.items()
            if uuid in words
        ]
    )


def refuse_unpublished(decision: Decision, projection: dict) -> None:
    """Raises Refused if `decision` accepts a contribution that the settled `projection` lacks."""
    published = {item["uuid"] for item in projection["contributions"]}
    numbers = [
        str(each["proposal"])
        for each in decision.contributions
        if each["word"] is None and each["uuid"] not in published
    ]
    if numbers:
        raise Refused(
            _(
                "La décision accepte ce que la fiche publiée n’a plus (proposition "
                "%(numbers)s)\u202f: gardez ce que dit ce dossier, ou corrigez la décision pour la "
                "décliner."
            )
            % {"numbers": ", ".join(numbers)}
        )
