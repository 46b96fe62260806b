"""Fixtures of all tests: a database made by the owner and used by the application's role."""

from obih.site.testing import django_db_setup

__all__ = ["django_db_setup"]
