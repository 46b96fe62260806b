"""What can be done with files: take in, keep, announce, preview. Nothing else writes these tables."""

from obih.files.actions.keeping import announce_upload, keep, keep_one
from obih.files.actions.previews import ensure_rendition, try_refused_again
from obih.files.receiving import receiving

__all__ = ["announce_upload", "ensure_rendition", "keep", "keep_one", "receiving", "try_refused_again"]
