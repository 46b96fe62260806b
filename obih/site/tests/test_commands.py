"""The command line: empty installation, checks, upgrade, help."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import psycopg
import pytest

from obih.site.cli import command_names, load
from obih.site.tests.conftest import ROOT, Installation

INIT = ("init", "--council", "Калинопільська селищна рада", "--surname", "Савчук", "--name", "Роман")


def test_every_command_says_what_it_does() -> None:
    assert {"serve", "web", "worker", "db", "init", "check", "backup", "restore", "export"} <= set(
        command_names()
    )
    for name in command_names():
        assert re.match(r"[А-ЯІЇЄҐ]", (load(name).__doc__ or "").strip()), name


def test_help_lists_them_and_an_unknown_word_is_an_error(installation: Installation) -> None:
    assert "obih backup" in installation.obih("help").stdout
    assert installation.obih("робити", check=False).returncode == 2


def test_an_empty_installation_has_rules_calendar_a_journal_and_one_administrator(
    installation: Installation,
) -> None:
    told = installation.obih(*INIT).stdout
    assert re.search(r"http://127\.0\.0\.1:8000/link/\S{20,}/", told)
    with installation.cluster as cluster, psycopg.connect(cluster.dsn("app")) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM people_account), (SELECT count(*) FROM registry_journal),"
            " (SELECT count(*) FROM registry_document), (SELECT count(*) > 20 FROM law_term),"
            " (SELECT count(*) > 20 FROM workdays_calendarday)"
        ).fetchone()
    assert row == (1, 1, 0, True, True)
    again = installation.obih(*INIT, check=False)
    assert again.returncode == 1
    assert "нічого не змінено" in again.stderr
    assert re.search(r"/link/\S{20,}/", installation.obih("link", "admin").stdout)
    checked = json.loads(installation.obih("check", "--json").stdout)
    assert checked["state"] == "warn"
    assert not [one for one in checked["findings"] if one["state"] == "bad"]


def test_check_tells_what_is_wrong_and_what_to_do(installation: Installation) -> None:
    with installation.cluster as cluster:
        installation.store_file(b"scan")
        with psycopg.connect(cluster.dsn("owner"), autocommit=True) as owner:
            owner.execute("ALTER TABLE history_event DISABLE TRIGGER ALL")
            installation.append_event("справжня")
            owner.execute("UPDATE history_event SET canonical = replace(canonical, 'справжня', 'підроблена')")
    shutil.rmtree(installation.data / "files")
    installation.data.chmod(0o755)
    told = installation.obih("check", "--json", check=False)
    assert told.returncode == 1
    found = {one["name"]: one for one in json.loads(told.stdout)["findings"]}
    for name in ("chain", "files", "privacy"):
        assert found[name]["state"] == "bad", name
        assert found[name]["remedy"], name
    assert "chmod 700" in found["privacy"]["remedy"]
    quick = json.loads(installation.obih("check", "--quick", "--json", check=False).stdout)
    chain = next(one for one in quick["findings"] if one["name"] == "chain")
    assert "Перевірено" in chain["sentence"]


def test_an_upgrade_with_nothing_to_do_says_so(installation: Installation) -> None:
    assert "вже відповідають" in installation.obih("upgrade").stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="root goes over to the system user")
def test_the_launcher_refuses_before_setup(tmp_path: Path) -> None:
    import subprocess

    shutil.copytree(ROOT / "bin", tmp_path / "bin")
    told = subprocess.run([tmp_path / "bin" / "obih", "help"], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "make setup" in told.stderr
