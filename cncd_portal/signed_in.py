from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from cncd_portal.accounts.models import User
from cncd_portal.accounts.prepared_query import PreparedQuery
from partnerships.models import LocalAuthorityMember, Notification


def _person():
    unread = Notification.objects.unread().filter(user=OuterRef("pk")).order_by()
    count = unread.values("user").annotate(count=Count("pk")).values("count")
    memberships = LocalAuthorityMember.objects.active().filter(user=OuterRef("pk"))
    people = User.objects.annotate(
        unread_count=Coalesce(Subquery(count), 0), has_memberships=Exists(memberships)
    )
    return people.filter(pk=0)


def _permissions(**filters):
    found = Permission.objects.filter(**filters).order_by()
    return found.values_list("content_type__app_label", "codename")


PERSON = PreparedQuery(_person)
PERMISSIONS = {
    "user": PreparedQuery(lambda: _permissions(user=0)),
    "group": PreparedQuery(lambda: _permissions(group__user=0)),
}


class SignedInBackend(AuthenticationBackend):
    """Loads the signed-in user with their number of unread notifications, which every page shows,
    and whether they are an active member of an authority: pages of those who are not make no query
    about it.
    """

    def get_user(self, user_id):
        user = PERSON.first(user_id)
        return user if user and self.user_can_authenticate(user) else None

    def _get_permissions(self, user_obj, obj, from_name):
        """Fills the cache of permissions that Django keeps on `user_obj`, with a prepared query."""
        kept = f"_{from_name}_perm_cache"
        is_asked = user_obj.is_active and not user_obj.is_anonymous and obj is None
        if is_asked and not user_obj.is_superuser and not hasattr(user_obj, kept):
            rows = PERMISSIONS[from_name].rows(user_obj.pk)
            setattr(user_obj, kept, {f"{app}.{codename}" for app, codename in rows})
        return super()._get_permissions(user_obj, obj, from_name)
