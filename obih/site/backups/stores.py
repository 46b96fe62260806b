"""The store of files that this installation is set to, without Django: a folder or a bucket."""

from __future__ import annotations

from obih.files.s3 import S3Store
from obih.files.storage import LocalStore, Store
from obih.site import server
from obih.site.config import bucket


def current() -> Store:
    folder = server.data_dir() / "files"
    chosen = bucket()
    return S3Store(chosen, folder) if chosen else LocalStore(folder)
