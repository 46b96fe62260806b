"""The store in a bucket: against a real S3 server when there is one, and its calls one by one in any case.

A real server: `OBIH_TEST_S3` is the address of one that takes any key (for instance `weed server -s3`).
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from obih.files.bucket import Bucket
from obih.files.problems import ContentMissing
from obih.files.rules import place_of
from obih.files.s3 import S3Store

TEXT = "Шановна Галино Петрівно!".encode()
SHA256 = hashlib.sha256(TEXT).hexdigest()
KEY = f"obih/{place_of(SHA256)}"
LIMIT = 1024 * 1024


@pytest.fixture
def stubbed(tmp_path: Path) -> Iterator[tuple[S3Store, Stubber]]:
    client = boto3.client(
        "s3", region_name="eu-central-1", aws_access_key_id="k", aws_secret_access_key="s",
    )  # fmt: skip
    with Stubber(client) as stub:
        yield S3Store(Bucket("papers", prefix="obih/"), tmp_path, client), stub
        stub.assert_no_pending_responses()


def put(store: S3Store) -> None:
    with store.receive(io.BytesIO(TEXT), LIMIT) as draft:
        store.place(draft)


def test_an_object_is_sent_with_its_checksum(stubbed: tuple[S3Store, Stubber]) -> None:
    store, stub = stubbed
    where = {"Bucket": "papers", "Key": KEY}
    stub.add_client_error("head_object", "404", http_status_code=404, expected_params=where)
    sent: dict[str, Any] = where | {
        "Body": _Any(), "ContentLength": len(TEXT),
        "ChecksumSHA256": base64.b64encode(bytes.fromhex(SHA256)).decode(),
    }  # fmt: skip
    stub.add_response("put_object", {}, sent)
    put(store)


def test_an_object_that_is_there_is_not_sent_again(stubbed: tuple[S3Store, Stubber]) -> None:
    store, stub = stubbed
    stub.add_response("head_object", {"ContentLength": len(TEXT)}, {"Bucket": "papers", "Key": KEY})
    put(store)


def test_an_object_is_read_back(stubbed: tuple[S3Store, Stubber]) -> None:
    store, stub = stubbed
    body = StreamingBody(io.BytesIO(TEXT), len(TEXT))
    stub.add_response("get_object", {"Body": body}, {"Bucket": "papers", "Key": KEY})
    with store.open(SHA256) as file:
        assert file.read() == TEXT


def test_a_lost_object_is_named(stubbed: tuple[S3Store, Stubber]) -> None:
    store, stub = stubbed
    stub.add_client_error("get_object", "NoSuchKey", http_status_code=404)
    with pytest.raises(ContentMissing):
        store.open(SHA256)


def test_a_service_that_is_down_is_not_an_absent_object(stubbed: tuple[S3Store, Stubber]) -> None:
    store, stub = stubbed
    stub.add_client_error("head_object", "503", http_status_code=503)
    with pytest.raises(store.client.exceptions.ClientError):
        store.size_of(SHA256)


class _Any:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.skipif("OBIH_TEST_S3" not in os.environ, reason="OBIH_TEST_S3 не вказує на сервер S3")
def test_a_real_server_keeps_lists_gives_back_and_forgets(tmp_path: Path) -> None:
    bucket = Bucket(
        f"papers-{uuid.uuid4().hex[:8]}",
        os.environ["OBIH_TEST_S3"],
        "us-east-1",
        "obih/",
        key="k",
        secret="s",
    )
    store = S3Store(bucket, tmp_path)
    store.client.create_bucket(Bucket=bucket.name)
    assert store.size_of(SHA256) is None
    put(store)
    put(store)
    assert store.size_of(SHA256) == len(TEXT)
    assert [(blob.sha256, blob.size_bytes) for blob in store.each()] == [(SHA256, len(TEXT))]
    with store.open(SHA256) as file:
        assert file.read() == TEXT
    store.remove(SHA256)
    assert store.size_of(SHA256) is None
    with pytest.raises(ContentMissing):
        store.open(SHA256)
    assert list(store.each()) == []
