"""Names of a spreadsheet that several records may have: the user says which one is meant."""

from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from partnerships.document.rules import resemblances_are_answered
from partnerships.document.validation import Validation
from partnerships.pages.components.comparison import SHOWN
from partnerships.pages.components.search_box import Result

# The answer « none of them » where a spreadsheet may propose a record.
NONE = "none"
# The answers to « one name, or several? ».
ONE, SEVERAL = "one", "several"
OPTIONS_MAX = 12
# The page asks so many at once; the next ones come once these are answered.
QUESTIONS_MAX = 100


@dataclass
class Question:
    """A text and what it may name; `lines`: of the rows that wait for the answer."""

    identity: str
    text: str
    options: list[Result]
    lines: list[int] = field(default_factory=list)

    @property
    def values(self) -> list[str]:
        return [option.value for option in self.options]


class Uncertain(Exception):
    """Nobody has said yet which record a name is."""


class Answers:
    """The answers given so far, by the identity of their question, and the questions asked.

    The same text is asked once, whatever the number of its rows. `line`: of the row that is read.
    """

    def __init__(self, answers: dict[str, str] | None = None):
        self._answers = answers or {}
        self._asked: dict[str, Question] = {}
        self.line = 0

    def of(self, kind: str, names: tuple[str, ...], text: str, options: list[Result]) -> str:
        """Returns the value chosen for a text. Raises Uncertain if none of `options` was."""
        answer = self.suggested(kind, names, text, options)
        if answer is None:
            raise Uncertain
        return answer

    def suggested(
        self, kind: str, names: tuple[str, ...], text: str, options: list[Result]
    ) -> str | None:
        """Returns the value chosen for a text, or None if none of `options` was yet."""
        identity = ":".join([kind, *names])
        question = Question(identity, text, options[:OPTIONS_MAX])
        question = self._asked.setdefault(identity, question)
        if self.line not in question.lines:
            question.lines.append(self.line)
        return self._answers[identity] if self._is_answered(question) else None

    def _is_answered(self, question: Question) -> bool:
        return self._answers.get(question.identity, "") in question.values

    def as_stored(self, lines: set[int]) -> list[dict]:
        """Returns the questions of the rows `lines`, with their answers: the first QUESTIONS_MAX,
        those without an answer before the others.
        """
        asked = [each for each in self._asked.values() if lines.intersection(each.lines)]
        asked.sort(key=self._is_answered)
        return [
            {
                **asdict(question),
                "lines": [line for line in question.lines if line in lines],
                "chosen": self._answers.get(question.identity, ""),
            }
            for question in asked[:QUESTIONS_MAX]
        ]


def resemblance_questions(validation: Validation) -> dict[tuple[str, str], str]:
    """Returns {(path, message) of an error: question asked by the form of the draft}."""
    references, found = validation.filled.references, {}
    for path, message in resemblances_are_answered(validation.filled):
        known = references.unanswered(path.split(".")[1])
        found[path, message] = _("dire si «\u202f%(name)s\u202f» est %(known)s") % {
            "name": references.buffer[f"{path}.proposed_name"][:80],
            "known": _(" ou ").join(
                f"{each.partner} ({each.partner.country})" for each in known[:SHOWN]
            ),
        }
    return found
