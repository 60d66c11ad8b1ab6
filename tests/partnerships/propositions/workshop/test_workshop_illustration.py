"""The picture of a proposition: chosen, replaced, removed, and who sees it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from partnerships.models import ProposalIllustration, ScanState, StoredContent
from proposals.models import Proposal, Wording
from tests.factories.accounts import UserFactory, curator
from tests.factories.files import PDF, download, picture, stored
from tests.factories.lists import ProposalFactory
from tests.factories.roles import text_of
from tests.partnerships.propositions.curated import IllustrationFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("proposals:workshop_illustration", args=[5])
REMOVAL = reverse("proposals:workshop_illustration_removal", args=[5])
WORDS = {"alternative": "Une place", "credit": "Ville de Lille"}


@pytest.fixture
def proposal():
    return ProposalFactory(number=5)


@pytest.fixture
def signed_in(client, proposal):
    client.force_login(curator())
    return client


def seen(client):
    return client.get(PAGE).context["seen"]


def send(client, content=None, name="place.jpg", **data):
    file = SimpleUploadedFile(name, picture(size=(600, 400)) if content is None else content)
    return client.post(PAGE, {"file": file, "seen": seen(client), **WORDS, **data})


def address(illustration, width=None, end="jpg"):
    arguments = [5, illustration.uuid, width or illustration.width, end]
    return reverse("proposals:proposal_illustration", args=arguments)


def test_a_picture_is_made_anew_and_shown_on_the_public_page(
    signed_in, proposal, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = send(signed_in)

    assert response.url == reverse("proposals:workshop_proposal", args=[5])
    illustration = ProposalIllustration.objects.get(proposal=proposal)
    assert (illustration.alternative, illustration.credit) == ("Une place", "Ville de Lille")
    assert illustration.widths == [480, 600]
    for text in (
        text_of(signed_in.get(proposal.get_absolute_url())),
        text_of(signed_in.get(response.url)),
    ):
        assert address(illustration, 480) in text
        assert 'alt="Une place"' in text
        assert "Crédit : Ville de Lille" in text
    assert download(signed_in, address(illustration, 480, "webp"))[1][:4] == b"RIFF"


def test_nothing_of_the_file_is_kept(signed_in, settings, proposal):
    exif = Image.Exif()
    exif[0x010E] = "Secret de l’appareil"
    content = picture(size=(600, 400), exif=exif)
    assert b"Secret" in content

    send(signed_in, content)

    assert stored(settings)
    assert all(b"Secret" not in path.read_bytes() for path in stored(settings))


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (PDF, "page.pdf", "Choisissez une image JPEG, PNG, WebP ou HEIC"),
        (PDF, "page.jpg", "n’est pas celui qu’annonce son nom"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "Choisissez une image"),
        (b"", "vide.png", "est vide"),
        (picture()[:200], "coupee.jpg", "abîmée"),
        (b"a" * 11_000_000, "lourde.jpg", "trop lourd"),
    ],
)
def test_what_is_no_picture_is_refused(signed_in, settings, content, name, words):
    settings.ATTACHMENT_MAX_BYTES = 10_000_000

    response = send(signed_in, content, name)

    assert response.status_code == 422
    assert words in text_of(response)
    assert ProposalIllustration.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"alternative": " "}, "Dites ce que l’image montre"),
        ({"credit": ""}, "Dites de qui est l’image"),
        ({"alternative": "a" * 301}, "300"),
    ],
)
def test_alternative_and_credit_are_required(signed_in, data, words):
    response = send(signed_in, **data)

    assert response.status_code == 422
    assert words in text_of(response)
    assert ProposalIllustration.objects.count() == 0


def test_a_first_picture_needs_its_file(signed_in):
    response = signed_in.post(PAGE, {"seen": "", **WORDS})

    assert response.status_code == 422
    assert "Choisissez l’image à montrer" in text_of(response)


def test_words_change_without_the_picture(signed_in, proposal):
    illustration = IllustrationFactory(proposal=proposal)

    signed_in.post(PAGE, {"seen": seen(signed_in), "alternative": "Un pont", "credit": "Oujda"})

    found = ProposalIllustration.objects.get()
    assert (found.alternative, found.credit) == ("Un pont", "Oujda")
    assert (found.uuid, found.sha256) == (illustration.uuid, illustration.sha256)


def test_a_replaced_picture_has_another_address_and_the_old_one_goes(
    signed_in, settings, proposal, django_capture_on_commit_callbacks
):
    old = IllustrationFactory(proposal=proposal)

    with django_capture_on_commit_callbacks(execute=True):
        send(signed_in)

    new = ProposalIllustration.objects.get()
    assert new.uuid != old.uuid
    assert signed_in.get(address(old)).status_code == 404
    assert [each.sha256 for each in StoredContent.objects.all()] == [new.sha256]


def test_the_second_curator_is_told_and_nothing_is_overwritten(
    signed_in, proposal, django_capture_on_commit_callbacks
):
    before = seen(signed_in)
    first = IllustrationFactory(proposal=proposal, alternative="De l’autre")

    with django_capture_on_commit_callbacks(execute=True):
        response = send(signed_in, seen=before)

    assert response.status_code == 422
    assert "Quelqu’un a changé l’image" in text_of(response)
    assert ProposalIllustration.objects.get().uuid == first.uuid
    assert 'alt="De l’autre"' in text_of(response)
    assert StoredContent.objects.count() == 1


def test_a_removed_picture_is_gone_with_its_content(
    signed_in, proposal, django_capture_on_commit_callbacks
):
    illustration = IllustrationFactory(proposal=proposal)

    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(REMOVAL, {"seen": seen(signed_in)})

    assert ProposalIllustration.objects.count() == 0
    assert StoredContent.objects.count() == 0
    assert signed_in.get(address(illustration)).status_code == 404
    # A double click.
    assert signed_in.post(REMOVAL, {"seen": "x"}).status_code == 302


def test_a_picture_that_changed_is_not_removed(signed_in, proposal):
    IllustrationFactory(proposal=proposal)

    response = signed_in.post(REMOVAL, {"seen": "ancien"}, follow=True)

    assert "Quelqu’un a changé l’image" in text_of(response)
    assert ProposalIllustration.objects.count() == 1


def test_the_same_picture_serves_two_propositions(
    signed_in, proposal, django_capture_on_commit_callbacks
):
    IllustrationFactory(proposal=proposal)
    other = IllustrationFactory(proposal=ProposalFactory(number=6))

    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(REMOVAL, {"seen": seen(signed_in)})

    assert StoredContent.objects.get().sha256 == other.sha256


@pytest.mark.parametrize("person", [None, UserFactory])
def test_the_picture_of_a_hidden_proposition_is_for_curators(client, person):
    proposal = ProposalFactory(number=5, wording=Wording.WORKING)
    illustration = IllustrationFactory(proposal=proposal)
    if person:
        client.force_login(person())
    assert client.get(address(illustration)).status_code == 404

    client.force_login(curator())
    assert download(client, address(illustration))[1][:2] == b"\xff\xd8"


def test_an_infected_picture_is_shown_to_nobody(signed_in, proposal):
    illustration = IllustrationFactory(proposal=proposal)
    StoredContent.objects.update(
        scan_state=ScanState.INFECTED, scanned_at=illustration.chosen_at, threat="X"
    )

    assert address(illustration) not in text_of(signed_in.get(proposal.get_absolute_url()))
    assert signed_in.get(address(illustration)).status_code == 403


@pytest.mark.parametrize("codenames", [[], ["review_dossier"], ["lead_review"]])
def test_only_curators_choose_a_picture(client, proposal, codenames):
    IllustrationFactory(proposal=proposal)
    client.force_login(UserFactory(codenames=codenames))

    assert client.get(PAGE).status_code == 403
    assert (
        client.post(PAGE, {**WORDS, "file": SimpleUploadedFile("a.jpg", picture())}).status_code
        == 403
    )
    assert client.post(REMOVAL, {"seen": ""}).status_code == 403
    assert Proposal.objects.get(number=5).illustration.alternative == "Une place, vue du ciel"


def test_the_page_asks_the_same_queries(signed_in, proposal, django_assert_num_queries):
    IllustrationFactory(proposal=proposal)

    with django_assert_num_queries(6):
        signed_in.get(PAGE)
