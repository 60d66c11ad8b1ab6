"""Pictures of propositions, with their content in the store."""

import factory
from django.core.files.base import ContentFile

from partnerships.files.content import store_upload
from partnerships.files.kind import check
from partnerships.models import ProposalIllustration
from tests.factories.files import picture
from tests.factories.lists import ProposalFactory


class IllustrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProposalIllustration

    proposal = factory.SubFactory(ProposalFactory)
    alternative = "Une place, vue du ciel"
    credit = "Ville de Lille"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        sent = ContentFile(picture(), name="place.jpg")
        checked = check(sent, "place.jpg")
        content = store_upload(sent, checked)
        stored = {
            "file_name": checked.file_name,
            "content_type": checked.content_type,
            "size": content.renditions[-1]["size"],
            "sha256": content.sha256,
            "renditions": content.renditions,
        }
        return super()._create(model_class, *args, **stored, **kwargs)
