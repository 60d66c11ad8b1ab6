"""Officers who may instruct, which dossiers each may be assigned, and assignment effects."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.identifiers import number_of
from partnerships.models import Action, Dossier, LocalAuthorityMember
from partnerships.workflow.refusals import Refused

User = get_user_model()


def officers():
    """Active users who may instruct dossiers; `person_key` orders them for a page."""
    found = User.objects.holding("partnerships.review_dossier")
    return found.order_by("pk")


def chosen_officer(text: str):
    """Returns the user whose key a page sent, or None."""
    return User.objects.filter(pk=number_of(text)).first()


class AssignmentCheck:
    """Tells which of `people` may be assigned which of `dossiers`, in two queries.

    Same rule as `permissions.may_review`, with reasons and for many people at once; a test checks
    that both agree on every person and dossier.
    """

    def __init__(self, dossiers: Iterable[Dossier], people: Iterable):
        keys = [person.pk for person in people]
        self.able = set(officers().filter(pk__in=keys).values_list("pk", flat=True))
        members = LocalAuthorityMember.objects.active().filter(
            user__in=keys,
            authority__dossier_authorities__dossier__in=[each.pk for each in dossiers],
        )
        pairs = members.order_by().values_list("user", "authority__dossier_authorities__dossier")
        self.own = set(pairs)

    def refusal(self, officer, dossier: Dossier) -> str:
        """Returns why `officer` may not be assigned `dossier`; "" if they may."""
        names = {"name": officer}
        if not officer.is_active:
            return _("%(name)s n’a plus de compte actif.") % names
        if officer.pk not in self.able:
            return _("%(name)s n’instruit pas de dossiers.") % names
        if (officer.pk, dossier.pk) in self.own:
            return _("%(name)s est membre d’une collectivité de ce dossier.") % names
        if dossier.is_entered_by_officer and dossier.created_by_id == officer.pk:
            return _("%(name)s a saisi ce dossier\u202f: un autre doit l’instruire.") % names
        if dossier.reviewer_id == officer.pk:
            return _("%(name)s a déjà ce dossier.") % names
        return ""


def assign(dossier: Dossier, *, by, to):
    """Assigns the dossier to `to`. The status does not change: the review is not started."""
    if to is None:
        raise Refused(_("Choisissez à qui confier ce dossier."))
    refusal = AssignmentCheck([dossier], [to]).refusal(to, dossier)
    if refusal:
        raise Refused(refusal)
    before = dossier.reviewer
    dossier.reviewer = to
    return {"to": str(to.journal_id), "from": str(before.journal_id) if before else ""}


def remind_authority(dossier: Dossier, *, by):
    """Reminds the authority. Raises Refused if that was done today already, by anyone."""
    last = dossier.events.filter(action=Action.REMIND_AUTHORITY).order_by("-sequence").first()
    if last and timezone.localdate(last.at) == timezone.localdate():
        raise Refused(_("La collectivité a déjà été relancée aujourd’hui pour ce dossier."))
    return {}
