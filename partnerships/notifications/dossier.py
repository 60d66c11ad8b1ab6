"""Who hears of what happens to a dossier."""

from django.contrib.auth import get_user_model

from partnerships.document.schema import LABELS
from partnerships.models import Dossier, DossierEvent, Message, Visibility
from partnerships.notifications.outbox import address, notify

User = get_user_model()


def members_of(dossier: Dossier):
    """The people of all the authorities of `dossier`, and the officer who entered it."""
    active = User.objects.filter(
        memberships__status="active", memberships__authority__dossier_authorities__dossier=dossier
    )
    people = User.objects.filter(is_active=True, pk__in=active.values("pk"))
    if dossier.is_entered_by_officer:
        people |= User.objects.filter(is_active=True, pk=dossier.created_by_id)
    return people.distinct()


def officers_of(dossier: Dossier):
    """The reviewer of `dossier`, where there is one; else those who lead the review, and may."""
    reviewer = User.objects.filter(is_active=True, pk=dossier.reviewer_id)
    if reviewer.exists():
        return reviewer
    leads = User.objects.with_perm("partnerships.lead_review", include_superusers=False)
    return leads.exclude(pk__in=members_of(dossier).values("pk"))


# Who hears of a step: the authority's side, the officers' side.
HEARD_BY = {
    "submit": (members_of, officers_of),
    "withdraw": (members_of, officers_of),
    "start_review": (members_of,),
    "request_changes": (members_of,),
    "release": (members_of,),
    "reopen": (members_of, officers_of),
}


def announce(event: DossierEvent, *, by) -> None:
    """Tell of a step to those it concerns, each with the link to their own page of the dossier."""
    dossier = event.dossier
    context = {
        "dossier": dossier,
        "by": by,
        "decision": dossier.decisions.standing().first(),
        "messages": dossier.messages.filter(
            uuid__in=event.content.get("messages", ()), visibility=Visibility.SHARED
        ),
    }
    cause = f"{dossier.reference}:{event.sequence}:{event.action}"
    for side in HEARD_BY.get(event.action, ()):
        name = "dossier_detail" if side is members_of else "review_detail"
        template = event.action if side is members_of else f"{event.action}_officer"
        notify(cause, side(dossier), template, link=address(name, dossier.uuid), **context)


def announce_message(message: Message) -> None:
    """Tell the other side of a shared message, and the other officers of none."""
    if message.visibility != Visibility.SHARED:
        return
    dossier, cause = message.dossier, f"message:{message.uuid}"
    for side, name in ((members_of, "dossier_detail"), (officers_of, "review_detail")):
        people = side(dossier).exclude(pk=message.author_id)
        about = LABELS.get(message.field_path.partition(".")[0], "")
        link = f"{address(name, dossier.uuid)}#message-{message.uuid}"
        notify(cause, people, "message", dossier=dossier, message=message, about=about, link=link)
