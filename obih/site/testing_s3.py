"""An S3 server made by others, for the tests: moto, as a process of its own, spoken to over HTTP.

`OBIH_TEST_S3` names another one to use instead (any that takes the keys below). moto keeps objects in memory
and does not compare the checksum it is sent, so what we send is checked by `obih/files/tests/test_s3.py`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest

from obih.files.bucket import Bucket

KEY, SECRET, REGION = "testing", "testing-only", "us-east-1"


@pytest.fixture(scope="session")
def s3_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the server listens; it is started by the first test that asks and ends with the run."""
    if given := os.environ.get("OBIH_TEST_S3"):
        yield given
        return
    log = tmp_path_factory.mktemp("s3") / "log"  # a pipe that nobody empties would stop it
    with log.open("w") as said:
        server = subprocess.Popen(
            [sys.executable, "-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
            stdin=subprocess.DEVNULL, stdout=said, stderr=said,
        )  # fmt: skip
    try:
        yield _address_of(server, log)
    finally:
        server.kill()
        server.wait()


def _address_of(server: subprocess.Popen[bytes], log: Path) -> str:
    """It chooses a free port itself and says which."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        if found := re.search(r"Running on (http://127\.0\.0\.1:\d+)", log.read_text()):
            return found[1]
        time.sleep(0.05)
    raise RuntimeError(f"moto did not start: {log.read_text()}")


@pytest.fixture
def new_bucket(s3_address: str) -> Callable[[], Bucket]:
    """Makes empty buckets, each with a name of its own."""

    def make() -> Bucket:
        bucket = Bucket(f"papers-{uuid.uuid4().hex[:12]}", s3_address, REGION, "obih/", KEY, SECRET)
        boto3.client(
            "s3", endpoint_url=s3_address, region_name=REGION,
            aws_access_key_id=KEY, aws_secret_access_key=SECRET,
        ).create_bucket(Bucket=bucket.name)  # fmt: skip
        return bucket

    return make


def bucket_settings(bucket: Bucket) -> dict[str, str]:
    """What an installation is told so that it keeps its files there."""
    return {
        "OBIH_S3_BUCKET": bucket.name,
        "OBIH_S3_ENDPOINT": bucket.endpoint or "",
        "OBIH_S3_REGION": bucket.region or "",
        "OBIH_S3_PREFIX": bucket.prefix,
        "OBIH_S3_KEY": bucket.key or "",
        "OBIH_S3_SECRET": bucket.secret or "",
    }
