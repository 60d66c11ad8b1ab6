"""The authorities that a person is an active member of, from which their rights follow."""

from django.apps import apps
from django.db.models import QuerySet

from partnerships.models.remembered import are_remembered


def authorities_of(user) -> QuerySet | list[int]:
    """Returns the keys of the authorities that `user` is an active member of, for a lookup.

    While a page is read, no query is made for a user who was loaded without any membership
    (`has_memberships`), as most officers are; an act always makes it.
    """
    return _keys(user, _memberships(user))


def authorities_managed_by(user) -> QuerySet | list[int]:
    """Returns those that `user` manages, likewise."""
    return _keys(user, _memberships(user).managers())


def _memberships(user):
    return apps.get_model("partnerships", "LocalAuthorityMember").objects.active_of(user)


def _keys(user, memberships):
    if are_remembered() and not getattr(user, "has_memberships", False):
        return []
    return memberships.order_by().values("authority")
