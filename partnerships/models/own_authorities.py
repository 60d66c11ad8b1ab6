"""The authorities that a person is an active member of, from which their rights follow."""

from django.apps import apps
from django.db.models import QuerySet

from partnerships.models.remembered import are_remembered, asked_once


def authorities_of(user) -> QuerySet | list[int]:
    """Returns the keys of the authorities that `user` is an active member of, for a lookup.

    While a page is read they are read once; for an act, they are a sub-query of its own.
    """
    return _keys("member", user, _memberships(user))


def authorities_managed_by(user) -> QuerySet | list[int]:
    """Returns those that `user` manages, likewise."""
    return _keys("manager", user, _memberships(user).managers())


def _memberships(user):
    return apps.get_model("partnerships", "LocalAuthorityMember").objects.active_of(user)


def _keys(role, user, memberships):
    keys = memberships.order_by().values_list("authority", flat=True)
    if not are_remembered():
        return keys
    return asked_once((role, user.pk), lambda: list(keys)) if user.pk else []
