"""The store in a bucket, for whoever has one: the same promises kept by the service.

A draft still arrives on local disk (it must be hashed before it has a name); `place` returns after the
service has acknowledged the object with its SHA-256 checked.
"""

from __future__ import annotations

import base64
import contextlib
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from obih.files.bucket import Bucket
from obih.files.problems import ContentMissing, StoreAway
from obih.files.rules import is_sha256, place_of
from obih.files.storage import CHUNK_BYTES, INCOMING, Blob, Draft, Drafts, Source

IN_MEMORY_BYTES = 4 * 1024 * 1024


class S3Store:
    """Objects `<prefix>ab/cd/abcd…` of one bucket."""

    def __init__(self, bucket: Bucket, local: Path, client: Any = None) -> None:
        self.bucket = bucket
        self.drafts = Drafts(Path(local) / INCOMING)
        self.client = client or _client(bucket)

    def receive(self, source: Source, limit_bytes: int) -> contextlib.AbstractContextManager[Draft]:
        return self.drafts.receive(source, limit_bytes)

    def place(self, draft: Draft) -> None:
        if self.size_of(draft.sha256) == draft.size_bytes:
            return
        with draft.path.open("rb") as file, _answering():
            self.client.put_object(
                **self._where(draft.sha256),
                Body=file,
                ContentLength=draft.size_bytes,
                ChecksumSHA256=base64.b64encode(bytes.fromhex(draft.sha256)).decode(),
            )

    def open(self, sha256: str) -> BinaryIO:
        """A copy of the object that can be read from any place; it vanishes when closed."""
        copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - the caller closes it
        with _answering():
            try:
                body = self.client.get_object(**self._where(sha256))["Body"]
            except self.client.exceptions.NoSuchKey:
                raise ContentMissing(sha256) from None
            for chunk in body.iter_chunks(CHUNK_BYTES):
                copy.write(chunk)
        copy.seek(0)
        return cast(BinaryIO, copy)

    def size_of(self, sha256: str) -> int | None:
        with _answering():
            try:
                return self.client.head_object(**self._where(sha256))["ContentLength"]
            except self.client.exceptions.ClientError as problem:
                if problem.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                    return None
                raise

    def remove(self, sha256: str) -> None:
        with _answering():
            self.client.delete_object(**self._where(sha256))

    def each(self) -> Iterator[Blob]:
        pages = self.client.get_paginator("list_objects_v2")
        listed = iter(pages.paginate(Bucket=self.bucket.name, Prefix=self.bucket.prefix))
        while page := _next(listed):
            for found in page.get("Contents", ()):
                sha256 = found["Key"].rpartition("/")[2]
                if is_sha256(sha256):
                    age = datetime.now(UTC) - found["LastModified"]
                    yield Blob(sha256, found["Size"], age.total_seconds())

    def forget_drafts(self, older_than_seconds: float) -> int:
        return self.drafts.forget(older_than_seconds)

    def _where(self, sha256: str) -> dict[str, str]:
        return {"Bucket": self.bucket.name, "Key": self.bucket.prefix + place_of(sha256)}


@contextlib.contextmanager
def _answering() -> Iterator[None]:
    """What the service or the way to it answers instead of doing its work becomes one sentence."""
    from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

    try:
        yield
    except (BotoCoreError, ClientError, HTTPClientError) as problem:
        raise StoreAway from problem


def _next(listed: Iterator[dict[str, Any]]) -> dict[str, Any] | None:
    """The next page of a list; only the asking is watched, not what is done with the answer."""
    with _answering():
        return next(listed, None)


def _client(bucket: Bucket) -> Any:
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3",
        endpoint_url=bucket.endpoint,
        region_name=bucket.region,
        aws_access_key_id=bucket.key,
        aws_secret_access_key=bucket.secret,
        config=Config(connect_timeout=5, read_timeout=30, retries={"max_attempts": 3, "mode": "standard"}),
    )
