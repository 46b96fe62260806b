"""`obih trust` without a folder: the same import in the database, told first, and out of it again."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from obih.history.models import Event
from obih.signatures.events import TRUST_CHANGED
from obih.signatures.models import TrustVersion
from obih.signatures.testpki import cast, evidence
from obih.site import server
from obih.site.cli import main

ROOT = cast.ROOT.certificate()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> list[str]:
    monkeypatch.setattr(server, "running", nullcontext)
    monkeypatch.setattr(server, "set_up_django", lambda: None)
    given = {"root.cer": ROOT.raw, "authority.cer": cast.AUTHORITY.certificate().raw}
    given["authority.crl"] = evidence.full_list()
    for name, data in given.items():
        (tmp_path / name).write_bytes(data)
    return [str(tmp_path / name) for name in given]


def test_an_import_is_told_and_made_only_with_yes(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["trust", "import", *files, "--pin", ROOT.sha256]
    assert main(asked) == 1
    assert "Буде додано: 3" in capsys.readouterr().out and not TrustVersion.objects.exists()
    assert main([*asked, "--yes"]) == 0
    assert "Діє редакція довіри 1" in capsys.readouterr().out
    assert Event.objects.filter(name=TRUST_CHANGED.name).count() == 1
    assert main([*asked, "--yes"]) == 0 and TrustVersion.objects.count() == 1
    capsys.readouterr()
    assert main(["trust", "show"]) == 0
    assert cast.ROOT.name in capsys.readouterr().out
    out = tmp_path / "out"
    assert main(["trust", "export", str(out)]) == 0
    assert ROOT.sha256 in (out / "pins.txt").read_text() and len(list(out.iterdir())) == 4
    assert main(["trust", "show", "--dir", str(out)]) == 0
    assert "Коренів, яким довіряють: 1" in capsys.readouterr().out


def test_a_bad_fingerprint_and_a_missing_file_are_said(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trust", "import", files[0], "--pin", "abc"]) == 1
    assert "не є відбитком" in capsys.readouterr().err
    assert main(["trust", "import", "немає.cer"]) == 2
