"""Where an installation lies: in place when its user can reach it, copied when not."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from obih.site.tests.conftest import ROOT


@pytest.fixture
def layout_module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("obih_layout", ROOT / "bin" / "obih_layout.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "obih_layout", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path, layout_module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small checkout under a folder that everyone may pass."""
    folder = tmp_path / "obih"
    for name in ("obih/site", "bin", ".git", "var", ".venv"):
        (folder / name).mkdir(parents=True)
    for name in ("obih/site/cli.py", "bin/obih", "Makefile", "var/secret", ".git/config", ".gitignore"):
        (folder / name).write_text("x")
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    monkeypatch.setattr(layout_module, "CHECKOUT", folder)
    return folder


def passable(folder: Path, layout_module: ModuleType) -> bool:
    """pytest's own folders are private, so only what lies inside the checkout is asked."""
    return all(layout_module._readable(one) for one in layout_module.code_of(folder))


def test_only_the_programs_own_files_count(checkout: Path, layout_module: ModuleType) -> None:
    (checkout / "var").chmod(0o700)
    (checkout / "var" / "secret").chmod(0o600)
    assert {one.name for one in layout_module.code_of(checkout)} == {"obih", "bin", "Makefile", ".gitignore"}
    assert passable(checkout, layout_module)


@pytest.mark.parametrize("hidden", ["obih/site/cli.py", "obih/site", "Makefile"])
def test_a_private_file_or_folder_makes_it_unreachable(
    checkout: Path, layout_module: ModuleType, hidden: str
) -> None:
    (checkout / hidden).chmod(0o700 if (checkout / hidden).is_dir() else 0o600)
    assert not passable(checkout, layout_module)
    (checkout / hidden).chmod(0o755)


def test_a_private_folder_above_makes_it_unreachable(checkout: Path, layout_module: ModuleType) -> None:
    checkout.parent.chmod(0o700)
    assert not layout_module.reachable_by_others(checkout)


def test_a_copy_follows_the_checkout_and_takes_no_data_along(
    checkout: Path, layout_module: ModuleType, tmp_path: Path
) -> None:
    code = tmp_path / "opt" / "code"
    layout = layout_module.Layout(code, tmp_path / "opt" / "venv", tmp_path / "data", None)
    layout_module.copy_code(layout)
    assert (code / "obih" / "site" / "cli.py").read_text() == "x"
    assert not (code / "var").exists()
    assert not (code / ".git").exists()
    (checkout / "obih" / "site" / "cli.py").write_text("changed")
    (checkout / "bin" / "obih").unlink()
    layout_module.copy_code(layout)
    assert (code / "obih" / "site" / "cli.py").read_text() == "changed"
    assert not (code / "bin" / "obih").exists()


def test_a_process_of_the_service_inherits_nothing_of_roots(
    checkout: Path, layout_module: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("PYTHONHOME", "/somewhere/python")
    monkeypatch.setenv("PATH", "/somewhere/bin:/usr/bin")
    monkeypatch.setenv("OBIH_HOSTS", "docs.example")
    layout = layout_module.Layout(checkout, checkout / ".venv", tmp_path / "data", "obih")
    told = layout_module.environment(layout)
    assert told["OBIH_DATA"] == told["HOME"] == str(tmp_path / "data")
    assert told["OBIH_HOSTS"] == "docs.example"
    assert not {"AWS_SECRET_ACCESS_KEY", "PYTHONHOME", "SUDO_USER"} & set(told)
    assert "/somewhere" not in told["PATH"]


def test_a_new_data_folder_is_private(checkout: Path, layout_module: ModuleType, tmp_path: Path) -> None:
    layout = layout_module.Layout(checkout, checkout / ".venv", tmp_path / "a" / "data", None)
    layout_module.make_data(layout)
    assert layout.data.stat().st_mode & 0o777 == 0o700


def test_nothing_of_this_run_belongs_to_root() -> None:
    assert os.geteuid() != 0, "tests are run by «make test», which goes over to the service's user"
    lines = Path(f"/proc/{os.getpid()}/status").read_text().splitlines()
    uids = next(line for line in lines if line.startswith("Uid:")).split()[1:]
    assert "0" not in uids


def test_make_help_lists_every_action() -> None:
    told = subprocess.run(
        ["make", "-C", str(ROOT), "help"], capture_output=True, text=True, check=True
    ).stdout
    for action in ("run", "setup", "test", "check", "bench", "bench-full", "crash", "help"):
        assert f"make {action} " in told


def test_the_process_at_the_root_of_the_tree_stays_small() -> None:
    """It watches for months: neither Django nor cryptography is loaded for that."""
    code = (
        "import obih.site.serving, sys; print({'django', 'cryptography', 'boto3', 'PIL'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
