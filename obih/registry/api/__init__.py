"""REST: the same actions, access and idempotency as on the pages."""

from obih.registry.api import created
from obih.registry.api.documents import router

__all__ = ["created", "router"]
