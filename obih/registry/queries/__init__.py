"""What people ask of the registry; every answer starts from `visible_to`."""

from obih.registry.queries.visibility import visible_to

__all__ = ["visible_to"]
