from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from cncd_portal.accounts.models import User
from partnerships.models import LocalAuthorityMember, Notification


class SignedInBackend(AuthenticationBackend):
    """Reads who is signed in together with how many notifications they have to read, which every
    page shows, and with whether they are an active member of an authority: the pages of those who
    are not ask nothing about it.
    """

    def get_user(self, user_id):
        unread = Notification.objects.unread().filter(user=OuterRef("pk")).order_by()
        count = unread.values("user").annotate(count=Count("pk")).values("count")
        memberships = LocalAuthorityMember.objects.active().filter(user=OuterRef("pk"))
        people = User.objects.annotate(
            unread_count=Coalesce(Subquery(count), 0), has_memberships=Exists(memberships)
        )
        user = people.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
