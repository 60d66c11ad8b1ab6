"""Notifies requests about missing authorities, their answers, and mergers of authorities."""

from django.contrib.auth import get_user_model

from partnerships.models import AuthorityRequest, Dossier, LocalAuthority, LocalAuthorityMember
from partnerships.notifications.membership import leads, waiting_drafts
from partnerships.notifications.outbox import address, notify


def announce_authority_request(asked: AuthorityRequest) -> None:
    notify(
        f"authority_request:{asked.uuid}",
        leads().exclude(pk=asked.asked_by_id),
        "authority_request",
        asked=asked,
        link=address("authority_request_detail", asked.uuid),
    )


def announce_authority_request_answer(asked: AuthorityRequest, drafts: list[Dossier]) -> None:
    """Notifies the person who asked, with their membership of the authority and the drafts that
    waited for it, if any.
    """
    membership = LocalAuthorityMember.objects.filter(
        user=asked.asked_by, authority=asked.authority_id
    )
    notify(
        f"authority_request:{asked.uuid}:{asked.status}",
        [asked.asked_by],
        "authority_request_answer",
        asked=asked,
        membership=membership.first(),
        drafts=waiting_drafts(drafts),
        link=address("workspace"),
    )


def announce_merger(old: LocalAuthority, heir: LocalAuthority, *, by) -> None:
    """Notifies the members of both, who are now members of `heir`."""
    members = LocalAuthorityMember.objects.active().filter(authority=heir)
    people = get_user_model().objects.filter(is_active=True, pk__in=members.values("user"))
    link = address("workspace")
    notify(f"merger:{old.pk}", people, "merger", old=old, heir=heir, by=by, link=link)
