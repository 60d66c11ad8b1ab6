"""Pictures of phones (HEIC, AVIF, JFIF): taken, upright, made anew like the others."""

import io

import pytest
from PIL import Image, ImageCms

from partnerships.files.kind import check
from partnerships.files.picture import renditions
from partnerships.files.refusal import Refused
from partnerships.models import Attachment
from tests.factories.dossiers import dossier_in
from tests.factories.files import JPEG, heic, picture, send, stored

pytestmark = pytest.mark.django_db


def widest(content):
    return Image.open(io.BytesIO(renditions(io.BytesIO(content))[-1].data))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("IMG_0001.HEIC", heic),
        ("IMG_0001.heif", heic),
        ("photo.avif", lambda: picture("AVIF")),
        ("IMG_0002.jpg", heic),  # what some phones send under the name of a JPEG
        ("photo.jfif", lambda: JPEG),
        ("photo.jpe", lambda: JPEG),
        ("IMG_0003.hif", heic),
        ("photo de la place", heic),
    ],
)
def test_picture_of_a_phone_joins_the_dossier_as_jpeg(client, settings, name, content):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)

    send(client, dossier, (name, content()))

    attachment = Attachment.objects.get()
    assert (attachment.kind, attachment.content_type) == ("picture", "image/jpeg")
    assert attachment.file_name.endswith(".jpg")
    assert (attachment.width, attachment.height) == (64, 48)
    assert all(b"ftyp" not in path.read_bytes()[:12] for path in stored(settings))


@pytest.mark.parametrize("encode", [heic, lambda **options: picture("AVIF", (64, 48), **options)])
def test_place_and_device_are_not_kept(encode):
    exif = Image.Exif()
    exif[0x010F] = "Marque secrète"

    made = renditions(io.BytesIO(encode(exif=exif.tobytes())))

    assert all(b"Marque secr" not in each.data for each in made)


def test_photograph_taken_upright_stays_so():
    exif = Image.Exif()
    exif[0x0112] = 6

    assert widest(picture("AVIF", (400, 100), exif=exif)).size == (100, 400)


def test_large_photograph_has_every_size():
    made = renditions(io.BytesIO(heic((2400, 1200))))

    assert [each.width for each in made[1::2]] == [480, 960, 1920]


def test_colours_of_a_phone_become_those_of_the_web():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    assert widest(heic(icc_profile=profile)).mode == "RGB"


def test_what_is_no_picture_is_told():
    with pytest.raises(Refused) as refusal:
        check(io.BytesIO(b"\0\0\0\x18ftypheic" + b"\0" * 500), "a.heic")

    assert "abîmée ou incomplète" in str(refusal.value)
