"""The end of the sentence of an event of the journal: to whom, or by which body."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from partnerships.articles import of_body, to_authority, to_body
from partnerships.models import Action, Dossier, Opinion, Outcome

TO_PERSON = frozenset({Action.ASSIGN, Action.HAND_OVER})
TO_AUTHORITY = frozenset({Action.REQUEST_CHANGES, Action.REMIND_AUTHORITY, Action.RELEASE})


def _listed(names: list[str]) -> str:
    """Returns « à Lille », « à Lille et à Roubaix », « à Lille, à Roubaix et à Tourcoing »."""
    *others, last = names
    return (
        _("%(names)s et %(last)s") % {"names": ", ".join(others), "last": last} if others else last
    )


def addressee(
    dossier: Dossier,
    action: str,
    content: dict,
    names: dict[str, str],
    opinions: Callable[[], dict[str, Opinion]],
) -> str:
    """Returns the end of the sentence of an event, « à Lille »; "" without one.

    `content`: of the event. `names`: `journal_id` as a string → name of a person. `opinions`: asked
    for events that name some, by their uuid as a string.
    """
    if action in TO_PERSON:
        name = names.get(content.get("to", ""))
        return _("à %(name)s") % {"name": name} if name else ""
    if action in TO_AUTHORITY:
        return to_authority(str(dossier.lead_authority))
    if action == Action.DECIDE and content.get("outcome") in Outcome.values:
        return f"({Outcome(content['outcome']).label})"
    asked = [content["opinion"]] if content.get("opinion") else content.get("opinions", [])
    bodies = [row.body_name for row in map(opinions().get, asked) if row] if asked else []
    if not bodies:
        return ""
    return (
        of_body(bodies[0]) if action == Action.ANSWER_OPINION else _listed([*map(to_body, bodies)])
    )
