import time

import factory
from django.conf import settings
from django.contrib.auth.models import Permission

from cncd_portal.accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    """A person; with `codenames=[…]`, one who holds these permissions."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@example.org")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Martin {n}")

    @factory.post_generation
    def codenames(self, create, extracted, **kwargs):
        if extracted:
            self.user_permissions.add(*Permission.objects.filter(codename__in=extracted))


def reviewer(**kwargs):
    """An officer who instructs."""
    return UserFactory(codenames=["review_dossier"], **kwargs)


def lead_reviewer(**kwargs):
    """An officer who leads the instruction."""
    return UserFactory(codenames=["review_dossier", "lead_review"], **kwargs)


def curator(**kwargs):
    """Who writes and follows the twenty propositions."""
    return UserFactory(codenames=["curate_proposals"], **kwargs)


def sign_in(client, user):
    """Sign in as if the password had just been typed: no reauthentication is asked."""
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    record = {"method": "password", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
