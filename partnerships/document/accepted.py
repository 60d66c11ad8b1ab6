"""What a decision accepts of the propositions that a deposit carries.

Accepted contributions are published with the day of the decision, `accepted_on` in the item of the
public projection; declined ones are not published; those that were not judged are declared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from partnerships.document.plain_fields import ACCEPTED_ON, comparable
from partnerships.document.schema import upgraded
from proposals.models import Proposal

# Uuid of a contribution → None if it is accepted, else the word that declines it.
Words = Mapping[str, str | None]


@dataclass(frozen=True)
class JudgedContribution:
    """A contribution that a decision accepted or declined; `word`: why, None if accepted.

    `proposal`: None where it is not listed today.
    """

    number: int
    word: str | None
    proposal: Proposal | None

    @property
    def is_accepted(self) -> bool:
        return self.word is None

    @property
    def name(self) -> str:
        if self.proposal is None:
            return _("Proposition %(number)s") % {"number": self.number}
        return _("Proposition %(name)s") % {"name": self.proposal.name_with_wording}

    @property
    def sentence(self) -> str:
        if self.is_accepted:
            return _("%(name)s\u202f: acceptée") % {"name": self.name}
        return _("%(name)s\u202f: déclinée. %(word)s") % {"name": self.name, "word": self.word}


def judged_contributions(*decided: list[dict]) -> list[list[JudgedContribution]]:
    """Returns those of each decision (`Decision.contributions`), by number, in one query at
    most.
    """
    numbers = {each["proposal"] for contributions in decided for each in contributions}
    listed = Proposal.objects.listed().filter(number__in=numbers) if numbers else ()
    proposals = {each.number: each for each in listed}
    return [
        [
            JudgedContribution(each["proposal"], each["word"], proposals.get(each["proposal"]))
            for each in sorted(contributions, key=lambda each: each["proposal"])
        ]
        for contributions in decided
    ]


def judged_text(contributions: list[JudgedContribution]) -> str:
    """Returns their sentences, one a line."""
    return "\n".join(each.sentence for each in contributions)


def with_acceptances(projection: dict, published: dict | None, words: Words, on: date) -> dict:
    """Returns the projection to publish, `on` that day.

    `published`: the public projection that it replaces. A contribution unchanged since then keeps
    the day it was accepted, even if it was not judged again.
    """
    items = upgraded(published)["contributions"] if published else []
    before = {item["uuid"]: item for item in items}
    contributions = []
    for item in projection["contributions"]:
        uuid = item["uuid"]
        if words.get(uuid) is not None:
            continue
        item = {name: value for name, value in item.items() if name != ACCEPTED_ON}
        earlier = before.get(uuid, {})
        is_same = comparable("contributions", earlier) == item
        day = earlier.get(ACCEPTED_ON) if is_same else None
        if uuid in words:
            day = day or on.isoformat()
        contributions.append({**item, ACCEPTED_ON: day} if day else item)
    return {**projection, "contributions": contributions}
