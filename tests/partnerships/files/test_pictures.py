"""Pictures of a partnership: sizes, text alternative, who sees them, and until when."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from partnerships.files.picture import renditions
from partnerships.models import Attachment, PartnershipImage
from partnerships.workflow.amendment import create_amendment
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, publish_with_files
from tests.factories.files import JPEG, PDF, download, picture, send, stored
from tests.factories.filling import errors_of, step_of, text_of
from tests.partnerships.files.public_picture import address_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        ((2400, 1200), [(480, 240), (960, 480), (1920, 960)]),
        ((1000, 100), [(480, 48), (960, 96), (1000, 100)]),
        ((480, 10), [(480, 10)]),
        ((3, 1), [(3, 1)]),
        ((30, 9000), [(26, 7680)]),
    ],
)
def test_sizes_of_a_picture_never_enlarge_it(size, sizes):
    made = renditions(io.BytesIO(picture("PNG", size)))

    assert [(each.width, each.height) for each in made[1::2]] == sizes
    assert [each.content_type for each in made] == ["image/webp", "image/jpeg"] * len(sizes)
    for each in made:
        with Image.open(io.BytesIO(each.data)) as shown:
            shown.load()
            assert shown.size == (each.width, each.height)
            assert shown.format == each.content_type.removeprefix("image/").upper()


def test_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6

    made = renditions(io.BytesIO(picture("JPEG", (400, 100), exif=exif)))

    assert {(each.width, each.height) for each in made} == {(100, 400)}


def test_transparent_picture_stands_on_white():
    clear = picture("PNG", mode="RGBA", color=(255, 0, 0, 0))

    made = renditions(io.BytesIO(clear))

    with Image.open(io.BytesIO(made[-1].data)) as shown:
        assert shown.getpixel((5, 5)) == (255, 255, 255)


def test_sixteen_bits_keep_their_light():
    made = renditions(io.BytesIO(picture("PNG", mode="I;16", color=40_000)))

    with Image.open(io.BytesIO(made[-1].data)) as shown:
        assert shown.getpixel((5, 5)) == (156, 156, 156)


def test_file_sent_is_not_kept(member, dossier, settings):
    sent = picture("PNG", (1000, 500))

    send(member, dossier, ("photo.png", sent))

    attachment = Attachment.objects.get()
    names = sorted(path.name for path in stored(settings))
    assert names == sorted(
        [attachment.sha256]
        + [f"{attachment.sha256}.{size}" for size in ("480.jpg", "480.webp", "960.jpg")]
        + [f"{attachment.sha256}.{size}" for size in ("960.webp", "1000.webp")]
    )
    assert sent not in [path.read_bytes() for path in stored(settings)]


def test_picture_to_publish_has_a_text_alternative(member, dossier):
    send(member, dossier, ("photo.jpg", JPEG))
    path = f"images.{Attachment.objects.get().uuid}"
    dossier.refresh_from_db()

    assert errors_of(dossier) == {}
    assert set(errors_of(dossier, **{f"{path}.is_public": "on"})) == {f"{path}.alternative"}
    assert errors_of(dossier, **{f"{path}.is_public": "on", f"{path}.alternative": "Un pont"}) == {}


def test_published_picture_is_on_its_page_with_its_words(member, dossier):
    send(member, dossier, ("photo.jpg", picture("JPEG", (2400, 1200))))
    uuid = str(Attachment.objects.get().uuid)
    words = {"caption": "Le pont, en mai", "alternative": "Un pont", "credit": "A. Nom"}
    fields = {f"images.{uuid}.{name}": text for name, text in words.items()}
    member.post(step_of(dossier, "documents"), {"do": "save", **fields})

    partnership = publish_with_files(dossier, alternative="Un pont").partnership

    member.logout()
    html = text_of(member.get(partnership.get_absolute_url()))
    assert 'alt="Un pont"' in html
    assert "Le pont, en mai" in html
    assert "A. Nom" in html
    assert 'width="1920" height="960" loading="lazy"' in html
    for width in (480, 960, 1920):
        for end in ("jpg", "webp"):
            assert f"{address_of(partnership, width, end)} {width}w" in html


def test_picture_that_was_not_chosen_is_nowhere_public(client, member, dossier):
    send(member, dossier, ("a.jpg", JPEG), ("secret.jpg", picture("JPEG", (90, 90))))
    chosen, hidden = Attachment.objects.all()
    partnership = publish_with_files(dossier, only=[str(chosen.uuid)]).partnership
    client.logout()

    html = text_of(client.get(partnership.get_absolute_url()))

    assert PartnershipImage.objects.get().uuid == chosen.uuid
    assert str(chosen.uuid) in html
    assert str(hidden.uuid) not in html
    assert client.get(address_of(partnership, 90, "jpg", hidden.uuid)).status_code == 404


def test_picture_of_a_draft_is_for_its_authority_alone(client, member, dossier):
    send(member, dossier, ("a.jpg", JPEG))
    attachment = Attachment.objects.get()
    address = reverse(
        "partnerships:attachment_picture", args=[dossier.uuid, attachment.uuid, 64, "webp"]
    )

    assert download(client, address)[0].status_code == 200
    for user in (UserFactory(), MemberFactory().user, reviewer()):
        client.force_login(user)
        assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


def test_officer_sees_the_deposited_pictures_and_not_later_ones(client, member, dossier):
    send(member, dossier, ("a.jpg", JPEG))
    dossier.refresh_from_db()
    dossier = act(dossier, "submit", dossier.created_by)
    dossier = act(dossier, "withdraw", dossier.created_by)
    send(member, dossier, ("b.jpg", picture("JPEG", (90, 90))))
    deposited, later = Attachment.objects.all()
    client.force_login(reviewer())

    html = text_of(client.get(reverse("partnerships:review_detail", args=[dossier.uuid])))

    shown = [
        reverse("partnerships:attachment_picture", args=[dossier.uuid, each.uuid, width, "jpg"])
        for each, width in ((deposited, 64), (later, 90))
    ]
    assert (shown[0] in html, shown[1] in html) == (True, False)
    assert [download(client, address)[0].status_code for address in shown] == [200, 404]


def test_amendment_takes_the_pictures_along(client, member, dossier):
    send(member, dossier, ("a.jpg", JPEG), ("b.pdf", PDF))
    partnership = publish_with_files(dossier).partnership

    amendment = create_amendment(partnership, dossier.created_by)

    copied = amendment.attachments.get(kind="picture")
    assert copied.renditions == dossier.attachments.get(kind="picture").renditions
    assert amendment.buffer["images"] == [str(copied.uuid)]
    assert amendment.buffer[f"images.{copied.uuid}.alternative"] == "Des lampadaires"
    assert errors_of(amendment) == {}
