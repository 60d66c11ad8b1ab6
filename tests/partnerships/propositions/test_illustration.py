"""The picture of a proposition, for whoever may read its page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import ProposalIllustration
from tests.factories.lists import ProposalFactory
from tests.partnerships.propositions.notes import illustrate
from tests.partnerships.propositions.pages import page_of, plain

pytestmark = pytest.mark.django_db


def test_the_picture_is_shown_to_anyone_who_reads_the_page(client, proposal):
    picture = illustrate(proposal)
    address = reverse(
        "proposals:proposal_illustration", args=[5, picture.uuid, picture.widths[0], "webp"]
    )

    response = page_of(client, proposal)

    assert address in response.content.decode()
    assert "Crédit\u202f: Ville de Lille" in plain(response)
    assert "Une image l’illustre" in plain(response)
    answer = client.get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
    type(proposal).objects.update(published_from=timezone.now() + timedelta(days=1))
    assert client.get(address).status_code == 404
    assert ProposalIllustration.objects.exists()


def test_another_proposition_does_not_serve_the_picture(client, proposal):
    picture = illustrate(proposal)
    ProposalFactory(number=6)
    arguments = [6, picture.uuid, picture.widths[0], "webp"]

    assert client.get(reverse("proposals:proposal_illustration", args=arguments)).status_code == 404
