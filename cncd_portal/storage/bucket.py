import errno
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.functional import cached_property

ABSENT = {"404", "NoSuchKey", "NotFound"}
TAKEN = {"412", "PreconditionFailed"}
CHUNK = 64 * 1024


class BucketFile(File):
    """A content that streams from the bucket: read once, from its beginning."""

    def __init__(self, body, name, size):
        super().__init__(body, name)
        self.size = size

    def chunks(self, chunk_size=CHUNK):
        return iter(lambda: self.read(chunk_size), b"")

    def seekable(self):
        return False


@contextmanager
def _answers(name) -> Iterator[None]:
    """The bucket's refusals and silences, as those of a disk."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in ABSENT:
            raise FileNotFoundError(name) from error
        if error.response["Error"]["Code"] in TAKEN:
            raise FileExistsError(name) from error
        raise OSError(errno.EIO, f"the bucket refuses {name}: {error}") from error
    except BotoCoreError as error:
        raise OSError(errno.EIO, f"the bucket does not answer for {name}: {error}") from error


class BucketStore(Storage):
    """`url`: s3://KEY:SECRET@BUCKET/PREFIX?region=REGION&endpoint=https://HOST

    Key, secret and prefix may be left out: boto3 then looks for credentials where it does (role
    of the machine, environment). Without an endpoint, the store is Amazon's.
    """

    def __init__(self, url: str):
        parts = urlsplit(url)
        if parts.scheme != "s3" or not parts.hostname:
            raise ImproperlyConfigured("STORAGE_URL is s3://KEY:SECRET@BUCKET?endpoint=…")
        # Not `hostname`, which folds the case.
        self.bucket = parts.netloc.rpartition("@")[2]
        self.prefix = parts.path.strip("/")
        self._key = parts.username and unquote(parts.username)
        self._secret = parts.password and unquote(parts.password)
        self._options = {name: values[-1] for name, values in parse_qs(parts.query).items()}

    @cached_property
    def client(self):
        endpoint = self._options.get("endpoint")
        return boto3.client(
            "s3",
            aws_access_key_id=self._key,
            aws_secret_access_key=self._secret,
            region_name=self._options.get("region", "us-east-1"),
            endpoint_url=endpoint,
            config=Config(
                connect_timeout=5,
                read_timeout=30,
                retries={"max_attempts": 3, "mode": "standard"},
                # Stores that are not Amazon's all know these.
                s3={"addressing_style": "path" if endpoint else "auto"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def _place(self, name):
        return {"Bucket": self.bucket, "Key": f"{self.prefix}/{name}".lstrip("/")}

    def get_available_name(self, name, max_length=None):
        """The name itself: it is never another content's."""
        return name

    def _open(self, name, mode="rb"):
        with _answers(name):
            found = self.client.get_object(**self._place(name))
        return BucketFile(found["Body"], name, found["ContentLength"])

    def _save(self, name, content):
        if not self.exists(name):
            content.seek(0)
            with _answers(name):
                self.client.put_object(
                    **self._place(name), Body=content, ContentType="application/octet-stream"
                )
        return name

    def add(self, name: str, content) -> None:
        """Keep `content` under a name that nothing bears yet; FileExistsError where one does."""
        if self.exists(name):  # not every store of this kind knows the condition below
            raise FileExistsError(name)
        content.seek(0)
        with _answers(name):
            self.client.put_object(
                **self._place(name),
                Body=content,
                ContentType="application/octet-stream",
                IfNoneMatch="*",
            )

    def answers(self) -> bool:
        """True if the bucket answers; raises OSError. The right to write is not checked."""
        with _answers(self.bucket):
            self.client.head_bucket(Bucket=self.bucket)
        return True

    def is_writable(self) -> bool:
        """Always True: checking would add a content."""
        return True

    def free_bytes(self) -> None:
        """Always None: a bucket has no limit."""

    def names(self, prefix: str) -> list[str]:
        """Of the contents at the root whose name begins so, in order."""
        place = self._place(prefix)
        found = []
        with _answers(prefix):
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=place["Bucket"], Prefix=place["Key"]
            )
            for page in pages:
                found += [each["Key"].rpartition("/")[2] for each in page.get("Contents", ())]
        return sorted(found)

    def all_names(self) -> Iterator[str]:
        """Yields the names of all contents, in no order."""
        root = self._place("")
        with _answers(self.bucket):
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=root["Bucket"], Prefix=root["Key"]
            )
            for page in pages:
                for each in page.get("Contents", ()):
                    yield each["Key"].removeprefix(root["Key"])

    def exists(self, name):
        try:
            self.size(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name):
        with _answers(name):
            return self.client.head_object(**self._place(name))["ContentLength"]

    def delete(self, name):
        with _answers(name):
            self.client.delete_object(**self._place(name))

    def prune(self) -> None:
        """Nothing to do: what a bucket receives is whole or is not there."""
