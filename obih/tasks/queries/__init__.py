"""What people ask of this room."""

from obih.tasks.queries.panel import Panel, concerns, panel_of

__all__ = ["Panel", "concerns", "panel_of"]
