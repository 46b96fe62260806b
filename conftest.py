"""Fixtures of all tests: a database made by the owner and used by the application's role; an S3 server."""

from obih.site.testing import django_db_setup
from obih.site.testing_s3 import new_bucket, s3_address

__all__ = ["django_db_setup", "new_bucket", "s3_address"]
