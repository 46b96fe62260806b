"""What QR codes point to."""

from __future__ import annotations

import pytest

from obih.site.config import read_config


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ({}, ""),
        ({"OBIH_HOSTS": "docs.hromada.example"}, ""),
        (
            {"OBIH_HOSTS": "docs.hromada.example,old.example", "OBIH_HTTPS": "1"},
            "https://docs.hromada.example",
        ),
        ({"OBIH_HOSTS": ".hromada.example", "OBIH_HTTPS": "1"}, ""),
        (
            {"OBIH_HOSTS": "a.example", "OBIH_HTTPS": "1", "OBIH_ADDRESS": "https://b.example/"},
            "https://b.example",
        ),
    ],
)
def test_the_address_is_what_is_set_or_the_first_public_name(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, str], address: str
) -> None:
    for name in ("OBIH_HOSTS", "OBIH_HTTPS", "OBIH_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert read_config().address == address
