"""How the picture of a published page is served, and until when."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from partnerships.models import Partnership
from tests.factories.dossiers import dossier_in, publish_with_files
from tests.factories.files import download, picture, send
from tests.factories.filling import text_of
from tests.partnerships.files.public_picture import address_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(shared_rows):
    client, dossier = Client(), dossier_in("draft")
    client.force_login(dossier.created_by)
    send(client, dossier, ("photo.jpg", picture("JPEG", (2400, 1200))))
    return publish_with_files(dossier).partnership


@pytest.mark.parametrize("end", ["jpg", "webp"])
@pytest.mark.parametrize("width", [480, 960, 1920])
def test_published_picture_is_served_in_each_size(client, published, width, end):
    response, content = download(client, address_of(published, width, end))

    with Image.open(io.BytesIO(content)) as shown:
        assert (shown.width, shown.format) == (width, {"jpg": "JPEG", "webp": "WEBP"}[end])
    assert response["Content-Type"] == {"jpg": "image/jpeg", "webp": "image/webp"}[end]
    assert response["Content-Length"] == str(len(content))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Content-Disposition"].startswith("inline; filename=")


@pytest.mark.parametrize(
    ("width", "end"), [(481, "jpg"), (480, "png"), (0, "jpg"), (10**9, "webp")]
)
def test_size_that_is_not_kept_is_not_found(client, published, width, end):
    assert client.get(address_of(published, width, end)).status_code == 404


def test_picture_that_did_not_change_is_not_sent_again(client, published):
    etag = download(client, address_of(published))[0]["ETag"]

    again = client.get(address_of(published), headers={"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-cache"


def test_suspension_withdraws_the_picture_from_caches_too(client, published):
    etag = download(client, address_of(published))[0]["ETag"]
    address = address_of(published)
    Partnership.objects.update(is_suspended=True)

    assert client.get(address).status_code == 404
    assert client.get(address, headers={"if-none-match": etag}).status_code == 404


def test_picture_costs_one_query(client, published, django_assert_num_queries):
    address = address_of(published)

    with django_assert_num_queries(1):
        download(client, address)


def test_result_shows_the_first_picture(client, published):
    html = text_of(client.get(reverse("partnerships:registry")))
    home = text_of(client.get(reverse("portal:home")))

    assert address_of(published) in html
    assert address_of(published) in home
