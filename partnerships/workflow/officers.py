"""Who instructs, and which file each of them may be given."""

from django.contrib.auth import get_user_model

User = get_user_model()


def officers():
    """Who may instruct files today, by name."""
    found = User.objects.with_perm("partnerships.review_dossier", include_superusers=False)
    return found.order_by("last_name", "first_name", "email")
