import factory

from partnerships.models import Campaign


class CampaignFactory(factory.django.DjangoModelFactory):
    """The campaign of 2026: it opens on 15 January, with two reminders."""

    class Meta:
        model = Campaign
        django_get_or_create = ["year"]

    year = 2026
    opens_on = factory.LazyAttribute(lambda campaign: f"{campaign.year}-01-15")
    due_on = factory.LazyAttribute(lambda campaign: f"{campaign.year}-03-31")
    reminder_days = [30, 90]
