"""Everything leaves, and whoever receives it can check it with nothing but Python."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from obih.site.tests.conftest import ROOT, Installation


@pytest.fixture
def exported(installation: Installation, tmp_path: Path) -> Path:
    with installation.cluster:
        installation.store_file("Рішення сесії".encode())
        for text in ("перша", "друга", "третя"):
            installation.append_event(text, private={"name": "Іван Коваль"} if text == "друга" else None)
        installation.checkpoint()
        installation.append_event("четверта")
    installation.obih("export", str(tmp_path / "export"))
    return tmp_path / "export"


def verify(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """With the export's own copy, isolated: no site packages, no environment, no current folder."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "obih-verify"), str(folder), *words],
        capture_output=True, text=True, check=False, cwd="/",
    )  # fmt: skip


def test_an_export_verifies_without_obih(exported: Path) -> None:
    told = verify(exported)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "подій 4, файлів 1" in told.stdout
    assert verify(exported, "--english").stdout == "Everything holds: 4 events, 1 files.\n"
    assert (exported / "README.uk.md").exists()
    assert (exported / "README.en.md").exists()


def test_it_holds_every_table_of_ours_and_no_secret(exported: Path) -> None:
    names = {path.name for path in (exported / "data").glob("*.jsonl")}
    assert {"people.account.jsonl", "registry.document.jsonl", "law.term.jsonl"} <= names
    assert "people.onetimelink.jsonl" not in names
    for path in (exported / "data").glob("*.jsonl"):
        for line in path.read_text().splitlines():
            assert not {"password", "token_hash"} & set(json.loads(line))


def edit_history(change: Callable[[list[dict[str, object]]], object]) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / "history.jsonl"
        events = [json.loads(line) for line in path.read_text().splitlines()]
        change(events)
        path.write_text("".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events))

    return damage


def change_text(events: list[dict[str, object]]) -> None:
    events[1]["canonical"] = str(events[1]["canonical"]).replace("друга", "інша")


def change_private(events: list[dict[str, object]]) -> None:
    private = events[1]["private"]
    assert isinstance(private, dict)
    private["canonical"] = private["canonical"].replace("Коваль", "Бондар")


def change_stored_file(folder: Path) -> None:
    stored = next(path for path in (folder / "files").rglob("*") if path.is_file())
    stored.unlink()
    stored.write_bytes("Рішення сесіЇ".encode())


def lose_stored_file(folder: Path) -> None:
    next(path for path in (folder / "files").rglob("*") if path.is_file()).unlink()


def change_table(folder: Path) -> None:
    path = folder / "data" / "law.term.jsonl"
    path.write_text(path.read_text() + "{}\n")


DAMAGES: dict[str, Callable[[Path], None]] = {
    "text of an event": edit_history(change_text),
    "number of an event": edit_history(lambda events: events[2].update(number="9/9")),
    "personal data": edit_history(change_private),
    "an event left out": edit_history(lambda events: events.pop(1)),
    "two events exchanged": edit_history(lambda events: events.reverse()),
    "the last event cut off": edit_history(lambda events: events.pop()),
    "bytes of a file": change_stored_file,
    "a file lost": lose_stored_file,
    "a table": change_table,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_any_change_is_found(exported: Path, damage: Callable[[Path], None], tmp_path: Path) -> None:
    damage(exported)
    told = verify(exported)
    assert told.returncode == 1, told.stdout
    assert told.stdout.startswith("✗ ")


def test_erased_personal_data_leave_the_chain_whole(exported: Path) -> None:
    edit_history(lambda events: [event.pop("private", None) for event in events])(exported)
    told = verify(exported).stdout
    assert "подія" not in told  # only the sum of the edited file is complained about
    assert "файл змінено: history.jsonl" in told


def test_a_checkpoint_kept_elsewhere_finds_a_chain_cut_and_tidied_up(exported: Path, tmp_path: Path) -> None:
    newest = json.loads((exported / "history.jsonl").read_text().splitlines()[-1])
    kept = tmp_path / "checkpoint.json"
    kept.write_text(json.dumps({"seq": newest["seq"], "hash": newest["hash"]}))
    assert verify(exported, "--checkpoint", str(kept)).returncode == 0

    cut = shutil.copytree(exported, tmp_path / "cut")  # as a careful forger would leave it
    events = (cut / "history.jsonl").read_text().splitlines(keepends=True)[:-1]
    (cut / "history.jsonl").write_text("".join(events))
    manifest = json.loads((cut / "manifest.json").read_text())
    last = json.loads(events[-1])
    manifest["chain"] = {"seq": last["seq"], "hash": last["hash"]}
    (cut / "manifest.json").write_text(json.dumps(manifest))
    sums = subprocess.run(
        "find * -type f -not -path 'files/*' -not -name SHA256SUMS | sort | xargs sha256sum",
        shell=True, cwd=cut, capture_output=True, text=True, check=True,
    )  # fmt: skip
    (cut / "SHA256SUMS").write_text(sums.stdout)
    assert verify(cut).returncode == 0
    told = verify(cut, "--checkpoint", str(kept))
    assert told.returncode == 1
    assert "обрізано" in told.stdout


def test_a_folder_that_is_no_export_is_said_to_be_none(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, str(ROOT / "bin" / "obih-verify"), str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 2


def test_an_export_never_lands_on_other_files(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("моє")
    told = installation.obih("export", str(tmp_path / "full"), check=False)
    assert told.returncode == 1
    assert "не порожня" in told.stderr
