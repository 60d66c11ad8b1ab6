"""Answers remembered while a page is read, since many of its parts ask the same question."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Answer = TypeVar("Answer")
# What was asked → its answer, while a page is read; None: nothing is remembered.
_answers: ContextVar[dict | None] = ContextVar("answers", default=None)


@contextmanager
def remembered_answers() -> Iterator[None]:
    """Asks each question once. For reading only: an act has to ask again, under its lock."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def are_remembered() -> bool:
    return _answers.get() is not None


def asked_once(question: tuple, ask: Callable[[], Answer]) -> Answer:
    """Returns what `ask` answers to `question`; nobody may change it."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    return answers[question]
