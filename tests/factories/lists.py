"""Reference lists, kept small."""

from datetime import UTC, datetime

import factory

from partnerships.models import (
    AccessibilityCheck,
    AccessibilityCheckKind,
    Continent,
    Country,
    Goal,
    Place,
    Sector,
    Theme,
)
from proposals.models import CONTENT, Proposal, ProposalText, Report, Wording
from tests.kept.remembered import RememberedFactory


class CountryFactory(RememberedFactory):
    class Meta:
        model = Country
        django_get_or_create = ["iso2"]

    iso2 = "MA"
    iso3 = factory.LazyAttribute(lambda country: f"{country.iso2}R")
    name = "Maroc"
    name_en = "Morocco"
    continent = Continent.AFRICA


class PlaceFactory(RememberedFactory):
    class Meta:
        model = Place
        django_get_or_create = ["geonames_id"]

    geonames_id = factory.Sequence(lambda n: 9_000_000 + n)
    name = factory.Sequence(lambda n: f"Lieu {n}")
    country = factory.SubFactory(CountryFactory)
    latitude = 34.68
    longitude = -1.91
    population = 100_000


class SectorFactory(RememberedFactory):
    class Meta:
        model = Sector
        django_get_or_create = ["code"]

    code = "14030"
    name = "Approvisionnement en eau potable de base et assainissement de base"


class ThemeFactory(RememberedFactory):
    class Meta:
        model = Theme
        django_get_or_create = ["slug"]

    slug = "eau"
    name = "Eau"


class GoalFactory(RememberedFactory):
    class Meta:
        model = Goal
        django_get_or_create = ["number"]

    number = 11
    title = "Villes et communautés durables"


class ProposalFactory(RememberedFactory):
    class Meta:
        model = Proposal
        django_get_or_create = ["number"]

    number = 5
    position = factory.SelfAttribute("number")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        text = {name: kwargs.pop(name) for name in CONTENT if name in kwargs}
        proposal = super()._create(model_class, *args, **kwargs)
        if proposal.text is None:
            ProposalTextFactory(proposal=proposal, **text)
            del proposal.text
        return proposal


class ProposalTextFactory(factory.django.DjangoModelFactory):
    """A text in force since long ago, by default."""

    class Meta:
        model = ProposalText

    proposal = factory.SubFactory(ProposalFactory)
    title = "Engager une démarche internationale de données ouvertes"
    wording = Wording.REPORTED
    source = "Weka, 31 juillet 2018"
    report = Report.OF_2018
    effective_from = datetime(2018, 7, 31, tzinfo=UTC)
    published_at = factory.SelfAttribute("effective_from")


class AccessibilityCheckFactory(RememberedFactory):
    class Meta:
        model = AccessibilityCheck

    on = "2026-03-02"
    kind = AccessibilityCheckKind.TOOL
    scope = "Toutes les pages publiques"
    method = "axe-core 4.10, Chromium"
    by_role = "équipe du portail"
    result = "Aucun défaut trouvé"
