"""`obih signature`: verdicts as exit codes, without a database and without settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from obih.signatures.testpki.cades import cms, signer_info
from obih.signatures.testpki.cast import HALYNA, LETTER
from obih.site.cli import main
from obih.site.config import PROJECT_ROOT


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    path = tmp_path / "лист.p7s"
    path.write_bytes(cms([signer_info(HALYNA, LETTER)], None, [HALYNA.certificate()]))
    (tmp_path / "лист.txt").write_bytes(LETTER)
    return path


def test_without_trust_material_a_sound_signature_is_2(signed: Path, capsys) -> None:
    assert main(["signature", "verify", str(signed), "--content", str(signed.with_suffix(".txt"))]) == 2
    out = capsys.readouterr().out
    assert out.startswith("INDETERMINATE") and "не змінено" in out and "czo.gov.ua" in out


def test_a_changed_document_is_1_and_json_names_the_reason(signed: Path, capsys) -> None:
    changed = signed.with_name("змінений.txt")
    changed.write_bytes(LETTER + b"!")
    assert main(["signature", "verify", str(signed), "--content", str(changed), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["verdict"] == "INVALID" and report["reasons"][0]["code"] == "HASH_FAILURE"
    assert report["signatures"][0]["certificate"]["subject"]["name"] == HALYNA.name


def test_what_cannot_be_read_is_3_and_a_wrong_command_too(signed: Path, tmp_path: Path, capsys) -> None:
    assert main(["signature", "verify", str(tmp_path / "немає.p7s")]) == 3
    assert main(["signature", "verify", str(signed.with_suffix(".txt"))]) == 3
    assert "лист.txt" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stopped:
        main(["signature", "verify"])
    assert stopped.value.code == 3


def test_show_only_tells(signed: Path, capsys) -> None:
    assert main(["signature", "show", str(signed)]) == 0
    assert HALYNA.name in capsys.readouterr().out


def test_neither_settings_nor_django_are_needed(signed: Path) -> None:
    code = (
        "import sys; from obih.site.cli import main; code = main(sys.argv[1:]);"
        "sys.exit(99 if 'django' in sys.modules else code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "signature", "verify", str(signed)],
        cwd=signed.parent,
        env={"PYTHONPATH": str(PROJECT_ROOT), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert not done.stderr
