"""Where an S3 bucket is; plain data, so that settings can name it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Bucket:
    """Where the bucket is. Without keys, boto3 looks where it always looks (role, shared file)."""

    name: str
    endpoint: str | None = None
    region: str | None = None
    prefix: str = ""
    key: str | None = None
    secret: str | None = field(default=None, repr=False)
