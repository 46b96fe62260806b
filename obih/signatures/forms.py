"""Forms of this room."""

from __future__ import annotations

import re

from django import forms


class BringForm(forms.Form):
    """Fingerprints beside brought files; the files themselves are read from the request."""

    pins = forms.CharField(
        label="Відбиток кореня, SHA-256", required=False, max_length=5000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2, "spellcheck": "false"}),
        help_text="Лише для кореня, якого немає у вбудованому переліку; звірте його з оприлюдненим надавачем",
    )  # fmt: skip

    def fingerprints(self) -> list[str]:
        """What was typed, each fingerprint apart."""
        return [each for each in re.split(r"[\s,;]+", self.cleaned_data.get("pins", "")) if each]


class ReasonForm(forms.Form):
    """Why trust changes."""

    reason = forms.CharField(
        label="Підстава", required=False, max_length=300, widget=forms.TextInput(attrs={"class": "input"})
    )
