"""Static files with the hash of their content in the name, compressed once, kept by browsers for ever."""

from __future__ import annotations

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PageStorage(CompressedManifestStaticFilesStorage):
    """Hashed names after `collectstatic`; plain names where it has not run (tests, development)."""

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name

    def url(self, name: str, force: bool = False) -> Any:
        return super().url(name, force=force or bool(self.hashed_files))
