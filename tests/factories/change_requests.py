import factory
from django.utils import timezone

from partnerships.models import ChangeRequest, Message
from tests.factories.accounts import reviewer


class ChangeRequestFactory(factory.django.DjangoModelFactory):
    """A change asked of a deposited dossier, gathered; `sent` to its authority, `answered`."""

    class Meta:
        model = ChangeRequest

    class Params:
        sent = factory.Trait(
            status="sent",
            body="",
            message=factory.LazyAttribute(
                lambda row: Message.objects.create(
                    dossier=row.dossier, author=row.created_by, body="Précisez le titre."
                )
            ),
        )
        answered = factory.Trait(status="answered", answered_at=factory.LazyFunction(timezone.now))

    body = "Précisez le titre."
    created_by = factory.LazyFunction(reviewer)
    submission = factory.LazyAttribute(lambda row: row.dossier.submissions.first())
