"""A new title in the workshop, scheduled, and the clock that is moved."""

from datetime import UTC, datetime

from django.test import Client
from django.utils import timezone

from tests.partnerships.propositions.curating import Curating

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def move_clock(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


def new_title() -> Curating:
    """Of a proposition with a text in force, whose draft has another title."""
    work = Curating(title="Titre en vigueur", body="Un corps.")
    work.begin()
    work.type(title="Titre nouveau")
    return work


def public(address="/propositions/5/"):
    return Client().get(address).content.decode()


def schedule(work, day="2026-12-24", hour="18:30", **data):
    return work.publish(when="later", day=day, hour=hour, **data)
