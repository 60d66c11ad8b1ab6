"""Deposits that carry propositions, and what a decision says of them."""

from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from partnerships.document.projection import buffer_from_projection
from tests.factories.dossiers import dossier_in
from tests.factories.lists import ProposalFactory

STATEMENT = "Nous le faisons ainsi."
WHY = "Souhaiter n’est pas encore porter."
DECISION = {"outcome": "accepted", "grounds": "Conforme."}


def today():
    return timezone.localdate().isoformat()


def review_of(client, dossier):
    client.force_login(dossier.reviewer)
    return client.get(reverse("partnerships:review_detail", args=[dossier.uuid]))


def decision_of(client, dossier):
    client.force_login(dossier.reviewer)
    return client.get(reverse("partnerships:decision_detail", args=[dossier.uuid]))


def uuid_of(number: int) -> str:
    """The uuid of the contribution to a proposition in these dossiers."""
    return str(UUID(int=number))


def carries(*numbers: int, statement=STATEMENT) -> dict:
    """Buffer values of contributions to the propositions `numbers`, which are created."""
    for number in numbers:
        ProposalFactory(number=number, title=f"Titre de la {number}")
    uuids = {number: uuid_of(number) for number in numbers}
    return {
        "contributions": list(uuids.values()),
        **{f"contributions.{uuid}.proposal": str(number) for number, uuid in uuids.items()},
        **{f"contributions.{uuid}.statement": statement for uuid in uuids.values()},
    }


def carrying(status, *numbers: int, **details):
    return dossier_in(status, **carries(*numbers), **details)


def words(accepted=(), declined=None) -> dict:
    """What a decision says of contributions: numbers accepted, number → why it is declined."""
    declined = {uuid_of(number): word for number, word in (declined or {}).items()}
    return {**{uuid_of(number): None for number in accepted}, **declined}


def posted(accepted=(), declined=None, **fields) -> dict:
    """The same as a form posts it."""
    declined = declined or {}
    shown = [uuid_of(number) for number in (*accepted, *declined)]
    return {
        "contribution": shown,
        "accepted": [uuid_of(number) for number in accepted],
        **{f"word-{uuid}": "" for uuid in shown},
        **{f"word-{uuid_of(number)}": word for number, word in declined.items()},
        **fields,
    }


def published_contributions(partnership) -> dict:
    """Number of the proposition → the day it was accepted, as the rows and the version say."""
    rows = partnership.contributions.values_list("proposal__number", "accepted_on")
    items = partnership.current_version.content["contributions"]
    rows = {number: day and day.isoformat() for number, day in rows}
    assert rows == {item["proposal"]: item.get("accepted_on") for item in items}
    return rows


def rebuilt(partnership) -> dict:
    """The buffer that the public version of `partnership` would give an amendment."""
    return buffer_from_projection(partnership.current_version.content)
