"""`obih trust`: an import shows what it would change, writes only when told; then signatures are VALID."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from obih.signatures.crypto.trust.tests.making import stamped_file
from obih.signatures.testpki import cast, evidence
from obih.site.cli import main

ROOT = cast.ROOT.certificate()
AT = cast.AT.isoformat()
SIGNER = cast.HALYNA.certificate()


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Root, authority, TSA, lists of revoked ones."""
    given = {
        "root.cer": ROOT.raw,
        "authority.cer": cast.AUTHORITY.certificate().raw,
        "tsa.cer": cast.TSA.certificate().raw,
        "root.crl": evidence.full_list(cast.ROOT),
        "authority.crl": evidence.full_list(),
    }
    for name, data in given.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "letter.p7s").write_bytes(stamped_file())
    return [str(tmp_path / name) for name in given]


def test_an_import_is_shown_first_and_written_when_told(files: list[str], tmp_path: Path, capsys) -> None:
    folder, signed = tmp_path / "trust", str(tmp_path / "letter.p7s")
    begin = ["trust", "import", *files, "--dir", str(folder), "--pin", ROOT.sha256]
    assert main(begin) == 1 and not list(folder.iterdir())
    shown = capsys.readouterr().out
    assert "Буде додано: 5" in shown and "3 із 3" in shown and f"Буде закріплено: {ROOT.sha256}" in shown
    assert main([*begin, "--yes"]) == 0 and len(list(folder.iterdir())) == 6
    assert main(begin) == 0, "nothing more to do"
    verify = ["signature", "verify", signed, "--trust", str(folder), "--at", AT]
    assert main(verify) == 0
    capsys.readouterr()
    assert main([*verify, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["verdict"] == "VALID" and told["trust"] and told["at"] == AT
    (one,) = told["signatures"]
    by_list = {each["about"] for each in one["evidence"] if each["kind"] == "crl"}
    assert by_list == {cast.AUTHORITY.certificate().sha256, cast.TSA.certificate().sha256, SIGNER.sha256}
    assert len(one["chain"]) == 3
    assert main(["trust", "show", "--dir", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert "Коренів, яким довіряють: 1" in shown and "Списків відкликаних: 2" in shown


def test_a_root_that_nobody_pinned_is_not_written(files: list[str], tmp_path: Path, capsys) -> None:
    folder = tmp_path / "trust"
    assert main(["trust", "import", *files, "--dir", str(folder), "--yes"]) == 0
    assert not list(folder.iterdir())
    assert "Корінь не закріплено" in capsys.readouterr().out


def test_a_bad_fingerprint_a_missing_file_and_a_bad_time_are_told_of(tmp_path: Path, capsys) -> None:
    bad = ["trust", "import", str(tmp_path / "немає"), "--dir", str(tmp_path / "t")]
    assert main(bad) == 2
    (tmp_path / "є").write_bytes(b"x")
    assert main(["trust", "import", str(tmp_path / "є"), "--dir", str(tmp_path / "t"), "--pin", "12"]) == 2
    assert "не є відбитком" in capsys.readouterr().err
    assert main(["trust", "show", "--dir", str(tmp_path / "нема")]) == 2
    with pytest.raises(SystemExit) as stopped:
        main(["signature", "verify", str(tmp_path / "є"), "--at", "учора"])
    assert stopped.value.code == 3
    assert main(["signature", "verify", str(tmp_path / "є"), "--trust", str(tmp_path / "нема")]) == 3
