import factory

from partnerships.models import AuthorityRequest
from tests.factories.accounts import UserFactory


class AuthorityRequestFactory(factory.django.DjangoModelFactory):
    """A pending request from a person who cannot find their authority."""

    class Meta:
        model = AuthorityRequest

    asked_by = factory.SubFactory(UserFactory)
    cause = "missing"
    name = "CC du Val Neuf"
    kind = "cc"
    siren = ""
    explanation = "Créée en janvier."
    source = "Arrêté du 12 décembre"
