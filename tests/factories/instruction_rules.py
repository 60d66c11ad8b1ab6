import factory

from partnerships.models import DossierKind, InstructionRule


class InstructionRuleFactory(factory.django.DjangoModelFactory):
    """The rule of registrations: ten working days."""

    class Meta:
        model = InstructionRule

    kind = DossierKind.REGISTRATION
    working_days = 10
    basis = "Règle du service"
