"""The store in a bucket: against an S3 server of others (`obih.site.testing_s3`), and its calls one by one.

What a row promises of a file — races with the sweeper, damage that is found — is proven on both stores in
`test_keeping.py`.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from obih.files.bucket import Bucket
from obih.files.problems import ContentMissing, StoreAway
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
    with pytest.raises(StoreAway):
        store.size_of(SHA256)


def test_whatever_is_asked_of_a_service_that_is_away_one_sentence_comes(tmp_path: Path) -> None:
    nobody = Bucket("papers", "http://127.0.0.1:9", "us-east-1", "", "k", "s")
    store = S3Store(nobody, tmp_path)
    for ask in (
        lambda: put(store),
        lambda: store.open(SHA256),
        lambda: store.remove(SHA256),
        lambda: list(store.each()),
    ):
        with pytest.raises(StoreAway, match="не відповідає") as told:
            ask()
        assert told.value.status == 503
        assert "127.0.0.1:9" in str(told.value.__cause__)
    assert list(store.drafts.folder.iterdir()) == []


class _Any:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


def test_a_real_server_keeps_lists_gives_back_and_forgets(bucket_store: S3Store) -> None:
    store = bucket_store
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


def test_more_objects_than_a_page_are_all_listed(
    bucket_store: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server answers with a page at a time; the sweeper and a backup must see every page."""
    names = {hashlib.sha256(str(at).encode()).hexdigest() for at in range(7)}
    for name in names:
        bucket_store.client.put_object(**bucket_store._where(name), Body=b"x")
    real, asked = bucket_store.client._make_api_call, list[str]()

    def three_at_a_time(operation: str, arguments: dict[str, Any]) -> Any:
        asked.append(operation)
        return real(operation, arguments | ({"MaxKeys": 3} if operation == "ListObjectsV2" else {}))

    monkeypatch.setattr(bucket_store.client, "_make_api_call", three_at_a_time)
    assert {blob.sha256 for blob in bucket_store.each()} == names
    assert asked == ["ListObjectsV2"] * 3


def test_what_is_no_content_in_the_bucket_is_left_alone(bucket_store: S3Store) -> None:
    bucket_store.client.put_object(Bucket=bucket_store.bucket.name, Key="obih/прочитай.txt", Body=b"x")
    assert list(bucket_store.each()) == []
