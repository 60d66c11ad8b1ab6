from datetime import timedelta

import factory
from django.utils import timezone

from partnerships.models import Absence
from tests.factories.accounts import reviewer


class AbsenceFactory(factory.django.DjangoModelFactory):
    """An officer away from yesterday to tomorrow, whose dossiers a colleague holds."""

    class Meta:
        model = Absence

    officer = factory.LazyFunction(reviewer)
    delegate = factory.LazyFunction(reviewer)
    declared_by = factory.SelfAttribute("officer")
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=1))
