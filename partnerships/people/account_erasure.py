"""An account is erased: what told who it was goes, what the person did stays without a name."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cncd_portal.accounts.models import pseudonym
from partnerships.models import (
    DataExport,
    Dossier,
    Invitation,
    LocalAuthority,
    LocalAuthorityMember,
    OutboxMail,
)
from partnerships.people.forgotten_person import Person
from partnerships.workflow.refusals import NotAllowed, Refused

User = get_user_model()


@dataclass(frozen=True)
class Leaving:
    """What stands between a person and the end of their account."""

    user: models.Model

    @cached_property
    def followed(self) -> list[Dossier]:
        """Open files that they follow for their authority, and must pass on."""
        return list(Dossier.objects.open().filter(in_charge=self.user).order_by("pk"))

    @cached_property
    def instructed(self) -> list[Dossier]:
        """Open files that they instruct."""
        return list(Dossier.objects.open().filter(reviewer=self.user).order_by("pk"))

    @cached_property
    def entered(self) -> list[Dossier]:
        """Open files that they entered for an authority, and that nobody else may write."""
        entered = Dossier.objects.open().filter(is_entered_by_officer=True)
        return list(entered.filter(created_by=self.user).order_by("pk"))

    @property
    def _managed_alone(self):
        others = LocalAuthorityMember.objects.active().exclude(user=self.user)
        others = others.filter(authority=OuterRef("pk"))
        own = LocalAuthorityMember.objects.active_of(self.user).managers()
        own = own.filter(authority=OuterRef("pk"))
        found = LocalAuthority.objects.filter(Exists(own), ~Exists(others.managers()))
        found = found.order_by("pk")
        return found.annotate(has_others=Exists(others))

    @cached_property
    def without_manager(self) -> list[LocalAuthority]:
        """Authorities whose other members would be left without a manager."""
        return list(self._managed_alone.filter(has_others=True))

    @cached_property
    def without_anyone(self) -> list[LocalAuthority]:
        """Authorities of which they are the only member: it is told, and stops nothing."""
        return list(self._managed_alone.filter(has_others=False))

    @cached_property
    def is_last_administrator(self) -> bool:
        others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=self.user.pk)
        return self.user.is_superuser and not others.exists()

    @property
    def is_free(self) -> bool:
        return not (
            self.followed
            or self.instructed
            or self.entered
            or self.without_manager
            or self.is_last_administrator
        )


def may_erase(by, user) -> bool:
    """The person themselves; who may delete accounts, and of a superuser another one."""
    if by.pk == user.pk:
        return True
    return by.has_perm("accounts.delete_user") and (by.is_superuser or not user.is_superuser)


def _forget_exports(user):
    exports = DataExport.objects.filter(user=user)
    paths = [export.path for export in exports]
    exports.delete()
    for path in paths:
        transaction.on_commit(lambda path=path: storages["default"].delete(path), robust=True)


def _forget_sessions(user):
    """They may hold words that were not sent."""
    for session in Session.objects.order_by("pk").iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _forget_what_is_theirs(user):
    """Rows that are a part of the person (they would go with the account): memberships, second
    factors, preferences. What they did in the administration stays in its log.
    """
    for relation in user._meta.related_objects:
        model = relation.related_model
        if relation.on_delete is models.CASCADE and model is not LogEntry:
            model._base_manager.filter(**{relation.field.name: user}).delete()
    of_user = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)
    )
    of_user.update(object_repr=pseudonym(user.journal_id))


def _forget_mails(addresses):
    sent = OutboxMail.objects.annotate(to=Lower("recipient")).filter(to__in=addresses)
    sent.delete()
    Invitation.objects.filter(email__in=addresses).delete()


@transaction.atomic
def erase_account(user, *, by) -> None:
    """Raises NotAllowed, or Refused while something must be passed on first."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not may_erase(by, user) or user.erased_at:
        raise NotAllowed
    if not Leaving(user).is_free:
        raise Refused(_("Ce compte ne peut pas encore être effacé\u202f: voyez ce qui reste."))
    proved = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    person = Person(user, [user.email, *proved])
    _forget_exports(user)
    _forget_sessions(user)
    Invitation.objects.filter(invited_by=user).update(message="")
    _forget_what_is_theirs(user)
    _forget_mails(person.addresses)
    person.forget(by=by)
    user.erase()
