"""What people can do in the registry; nothing else writes this room’s tables."""

from obih.registry.actions.registration import Registered, register_incoming

__all__ = ["Registered", "register_incoming"]
