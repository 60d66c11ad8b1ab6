"""The two stores, behind the same fixture: a folder, and a bucket of moto's server."""

from urllib.parse import quote

import boto3
import pytest
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

DISK = {"BACKEND": "cncd_portal.storage.disk.DiskStore"}


@pytest.fixture(scope="session")
def bucket_endpoint():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(bucket_endpoint):
    """An empty bucket, and the URL that a setting would name it by."""
    client = boto3.client(
        "s3",
        endpoint_url=bucket_endpoint,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket="portail")
    yield f"s3://key:secret@portail/fichiers?endpoint={quote(bucket_endpoint, safe='')}"
    for item in client.list_objects_v2(Bucket="portail").get("Contents", ()):
        client.delete_object(Bucket="portail", Key=item["Key"])
    client.delete_bucket(Bucket="portail")
    client.close()


@pytest.fixture(params=["disk", "bucket"])
def store(request, settings):
    """The private store of the portal, of either kind, as everything of it asks for it."""
    default = DISK
    if request.param == "bucket":
        url = request.getfixturevalue("bucket")
        default = {"BACKEND": "cncd_portal.storage.bucket.BucketStore", "OPTIONS": {"url": url}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    yield storages["default"]
    if request.param == "bucket":
        storages["default"].client.close()
