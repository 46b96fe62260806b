"""Static files: gathered, named by their content and compressed once a version."""

from __future__ import annotations

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class GatheredStorage(CompressedManifestStaticFilesStorage):
    """Names by content, also inside the imports of our modules: an upgrade is never mixed with yesterday."""

    # Only our own modules: a library’s sources name files that it does not ship.
    patterns = (
        *HashedFilesMixin.patterns,
        ("ui/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]),  # type: ignore[attr-defined]
    )
    manifest_strict = False
