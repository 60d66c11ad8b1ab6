"""The people of a dossier, for its writers: authorities, members, who follows it."""

from functools import cached_property

from partnerships.document.plain_fields import PLAIN_FIELDS, PlainAmount
from partnerships.document.schema import FIELD_LABELS
from partnerships.document.steps.references import References
from partnerships.models import (
    Dossier,
    DossierAuthority,
    LocalAuthorityMember,
)
from partnerships.pages.components.dossier_parts import shown_parts
from partnerships.permissions import may_hand_over, may_write
from partnerships.sort_key import person_key


def draft_texts(dossier: Dossier) -> list[tuple[str, str]]:
    """Returns (label, text as typed) of the draft fields that will be public; not the amounts."""
    typed = ((field, dossier.buffer.get(field.name)) for field in PLAIN_FIELDS)
    return [
        (FIELD_LABELS[field.name], field.typed_words(text))
        for field, text in typed
        if isinstance(text, str) and text.strip() and not isinstance(field, PlainAmount)
    ]


class DossierPeople:
    def __init__(self, dossier, user, submissions):
        self.dossier, self.user, self.submissions = dossier, user, submissions

    @cached_property
    def is_writer(self):
        return may_write(self.user, self.dossier)

    @cached_property
    def parts(self):
        return shown_parts(self.dossier, self.submissions[0] if self.submissions else None)

    @cached_property
    def members(self):
        """The active members of the lead authority; none for who is not of it yet."""
        if self.dossier.is_begun:
            return []
        members = LocalAuthorityMember.objects.active().filter(
            authority=self.dossier.lead_authority_id, user__is_active=True
        )
        members = members.select_related("user").order_by("pk")
        by_name = sorted(members, key=lambda each: person_key(each.user))
        return sorted(by_name, key=lambda each: each.role, reverse=True)

    @cached_property
    def colleagues(self):
        """The members to whom the user may hand the dossier over."""
        if not may_hand_over(self.user, self.dossier):
            return []
        return [each for each in self.members if each.user_id != self.dossier.in_charge_id]

    @cached_property
    def own_parts(self):
        """The parts that the user may answer: those of their authorities, except the lead one."""
        own = DossierAuthority.objects.answerable_by(self.user).filter(dossier=self.dossier)
        ids = set(own.values_list("authority", flat=True))
        return [part for part in self.parts if part.authority.pk in ids]

    @property
    def is_answer_awaited(self):
        return not all(part.is_settled for part in self.own_parts)

    @cached_property
    def may_show_draft(self):
        """Whether the draft names an authority that cannot read it yet."""
        named = References(self.dossier, self.dossier.buffer).authorities.values()
        known = {part.authority.pk for part in self.parts}
        return any(authority.current.pk not in known for authority in named)
