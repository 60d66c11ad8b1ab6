"""Erases an account: identifying data is removed, the person's actions stay under a pseudonym."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
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
from partnerships.workflow.index import index_deposited_by
from partnerships.workflow.refusals import NotAllowed, Refused

User = get_user_model()


@dataclass(frozen=True)
class Leaving:
    """What prevents a person's account from being erased."""

    user: models.Model

    @cached_property
    def followed(self) -> list[Dossier]:
        """Open dossiers that they follow for their authority, to be handed over first."""
        return list(Dossier.objects.open().filter(in_charge=self.user).order_by("pk"))

    @cached_property
    def instructed(self) -> list[Dossier]:
        """Open dossiers that they review."""
        return list(Dossier.objects.open().filter(reviewer=self.user).order_by("pk"))

    @cached_property
    def entered(self) -> list[Dossier]:
        """Open dossiers that they entered for an authority, and that nobody else may edit."""
        entered = Dossier.objects.open().filter(is_entered_by_officer=True)
        return list(entered.filter(created_by=self.user).order_by("pk"))

    @property
    def _managed_alone(self):
        others = LocalAuthorityMember.objects.active().exclude(user=self.user)
        others = others.filter(authority=OuterRef("pk"))
        own = LocalAuthorityMember.objects.active_of(self.user).managers()
        own = own.filter(authority=OuterRef("pk"))
        managed = LocalAuthority.objects.filter(Exists(own), ~Exists(others.managers()))
        return managed.order_by("pk").annotate(has_others=Exists(others))

    @cached_property
    def without_manager(self) -> list[LocalAuthority]:
        """Authorities whose other members would have no manager left."""
        return list(self._managed_alone.filter(has_others=True))

    @cached_property
    def without_anyone(self) -> list[LocalAuthority]:
        """Authorities of which they are the only member: shown, but not blocking."""
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
    """Whether `by` may erase the account of `user`.

    They may erase their own, or any with the permission to delete accounts; only a superuser may
    erase a superuser.
    """
    if by.pk == user.pk:
        return True
    return by.has_perm("accounts.delete_user") and (by.is_superuser or not user.is_superuser)


def _forget_exports(user):
    exports = DataExport.objects.filter(user=user)
    paths = [export.path for export in exports]
    exports.delete()
    for path in paths:
        transaction.on_commit(lambda path=path: storages["default"].delete(path), robust=True)


def _forget_related_rows(user):
    """Deletes rows that cascade from the account: memberships, sessions, preferences.

    The admin log of what they did is kept.
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
    """Erases the account of `user`.

    Raises NotAllowed, or Refused while something must be handed over first.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not may_erase(by, user) or user.erased_at:
        raise NotAllowed
    if not Leaving(user).is_free:
        raise Refused(_("Ce compte ne peut pas encore être effacé\u202f: voyez ce qui reste."))
    addresses = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    person = Person(user, [user.email, *addresses])
    _forget_exports(user)
    Invitation.objects.filter(invited_by=user).update(message="")
    _forget_related_rows(user)
    _forget_mails(person.addresses)
    person.forget(by=by)
    user.erase()
    index_deposited_by(user)
