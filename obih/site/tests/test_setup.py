"""What `make run` says and does about the system's packages, before anything of ours is installed."""

from __future__ import annotations

import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from obih.site.tests.conftest import ROOT

PACKAGES = {
    "python3-venv": ("module:venv", "створення середовища Python"),
    "fonts-there": ("/nowhere/there.ttf", "шрифтів"),
    "office": ("no-such-program-of-ours", "перегляду таблиць"),
}


@pytest.fixture
def setup(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module; nothing of it has run."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("obih_setup", str(ROOT / "bin" / "obih-setup"))
    spec = spec_from_loader("obih_setup", loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


class Apt:
    """Takes the place of `subprocess.run`: remembers the calls, may fail, may bring what was asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, setup: ModuleType, *, sudo: bool, root: bool) -> None:
        self.calls: list[list[str]] = []
        self.brought: list[str] = []
        self.complaint = ""
        self.sudo, programs = sudo, {"apt-get", "sudo"} if sudo else {"apt-get"}
        monkeypatch.setattr(setup.os, "geteuid", lambda: 0 if root else 1000)
        monkeypatch.setattr(
            setup.shutil, "which", lambda name: f"/usr/bin/{name}" if name in programs else None
        )
        monkeypatch.setattr(setup.subprocess, "run", self.run)
        proofs = {proof: name for name, (proof, _) in PACKAGES.items()}
        monkeypatch.setattr(setup, "is_there", lambda proof: proofs[proof] in ["python3-venv", *self.brought])

    def run(self, words: list[str], **_more: Any) -> subprocess.CompletedProcess[str]:
        self.calls.append(words)
        if "install" in words and not self.complaint:
            self.brought += words[words.index("--no-install-recommends") + 1 :]
        return subprocess.CompletedProcess(words, 100 if self.complaint else 0, "", self.complaint)


def test_without_sudo_each_lack_is_one_line_with_its_cure(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    apt = Apt(monkeypatch, setup, sudo=False, root=False)
    setup.install_packages(PACKAGES)
    assert not apt.calls
    fonts, office, together = capsys.readouterr().out.splitlines()
    assert fonts == (
        'Немає пакета fonts-there: не буде шрифтів. Встановити: su -c "/usr/bin/apt-get install fonts-there"'
    )
    assert "office: не буде перегляду таблиць" in office
    assert together.endswith('apt-get install fonts-there office"')


@pytest.mark.parametrize("root", [True, False])
def test_root_and_passwordless_sudo_install_what_is_missing_silently(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: bool
) -> None:
    apt = Apt(monkeypatch, setup, sudo=not root, root=root)
    setup.install_packages(PACKAGES)
    assert apt.brought == ["fonts-there", "office"]
    assert all((words[0] == "sudo") is not root for words in apt.calls)
    told = capsys.readouterr()
    assert told.out.splitlines() == ["Встановлюю системні пакети: fonts-there, office…"]
    assert told.err == ""


def test_an_install_that_fails_shows_why_and_goes_on(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Apt(monkeypatch, setup, sudo=False, root=True).complaint = "E: Unable to fetch some archives"
    setup.install_packages(PACKAGES)
    told = capsys.readouterr()
    assert "Unable to fetch" in told.err
    assert "Немає пакета office" in told.out


def test_with_sudo_at_hand_the_line_names_it(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    Apt(monkeypatch, setup, sudo=True, root=False)
    assert setup.by_hand("one", "two") == "sudo apt-get install one two"


def test_without_venv_it_stops_plainly_and_leaves_nothing(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(setup, "is_there", lambda proof: False)
    layout = setup.Layout(tmp_path, tmp_path / ".venv", tmp_path / "var", None)
    with pytest.raises(SystemExit, match="python3-venv"):
        setup.make_venv(layout)
    assert not list(tmp_path.iterdir())
