"""A later version of the program over a real cluster: there, half-way, and back again."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg

from obih.site.backups import keeping, manifest
from obih.site.tests.conftest import ROOT, Installation

GOOD = (
    "migrations.RunSQL('CREATE TABLE later_thing (id int)'),"
    " migrations.RunSQL('ALTER TABLE registry_savedview RENAME TO registry_keptview')"
)
BREAKING = "migrations.RunSQL('DROP TABLE registry_savedview'), migrations.RunSQL('SELECT 1/0')"


def later_version(folder: Path, operations: str) -> Path:
    """The program with one more migration: made by a copy of the code."""
    shutil.copytree(ROOT / "obih", folder / "obih", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.txt", "pyproject.toml"):
        shutil.copy2(ROOT / name, folder / name)
    migrations = folder / "obih" / "history" / "migrations"
    newest = max(path.stem for path in migrations.glob("0*.py"))
    (migrations / "9999_later.py").write_text(
        "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    atomic = False\n"
        f"    dependencies = [('history', '{newest}')]\n    operations = [{operations}]\n"
    )
    return folder


def tables(one: Installation) -> set[str]:
    with one.cluster as cluster, psycopg.connect(cluster.dsn("app")) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return {name for (name,) in found}


def test_an_upgrade_that_fails_leaves_everything_as_it_was(
    installation: Installation, tmp_path: Path
) -> None:
    with installation.cluster:
        installation.append_event("до переходу")
    later = later_version(tmp_path / "later", BREAKING)
    told = installation.obih("upgrade", check=False, code=later)
    assert told.returncode == 1
    assert "повернуто" in told.stderr
    assert "registry_savedview" in tables(installation)
    assert "подій 1" in installation.obih("history", "verify").stdout
    assert installation.obih("upgrade").returncode == 0


def test_an_upgrade_goes_back_to_the_day_before_and_keeps_what_came_since(
    installation: Installation, tmp_path: Path
) -> None:
    before = tables(installation)
    with installation.cluster:
        installation.append_event("до переходу")
        kept = installation.store_file("до переходу".encode())
    later = later_version(tmp_path / "later", GOOD)
    assert "Готово" in installation.obih("upgrade", code=later).stdout
    assert tables(installation) == before - {"registry_savedview"} | {"registry_keptview", "later_thing"}
    assert "вже відповідають" in installation.obih("upgrade", code=later).stdout
    with installation.cluster:
        installation.append_event("після переходу")
        newer = installation.store_file("після переходу".encode())

    told = installation.obih("upgrade", "--back", code=later).stdout
    assert "подій після переходу: 1" in told
    assert "git checkout" in told
    assert tables(installation) == before
    assert "подій 1" in installation.obih("history", "verify").stdout
    installation.obih("upgrade")
    assert "вже відповідають" in installation.obih("upgrade").stdout
    with installation.cluster as cluster, psycopg.connect(cluster.dsn("app")) as connection:
        assert connection.execute("SELECT sha256 FROM files_content").fetchall() == [(kept,)]
        installation.append_event("знову до роботи")

    present = keeping.newest(installation.data / "backups" / "before-going-back")
    assert present
    assert {sha for sha, _, _ in manifest.listed_files(present)} == {kept, newer}
    assert "придатна" in installation.obih("backup", "--verify", str(present), code=later).stdout


def test_going_back_is_refused_while_people_work_and_where_no_upgrade_was(installation: Installation) -> None:
    from obih.site.supervisor import only_one

    refused = installation.obih("upgrade", "--back", check=False)
    assert refused.returncode == 1
    assert "немає копії" in refused.stderr
    copies = installation.data / "backups" / "before-upgrade"
    installation.obih("backup", str(copies))
    with only_one(installation.data, ["web", "worker"], {"url": "http://127.0.0.1:8000/"}):
        refused = installation.obih("upgrade", "--back", check=False)
    assert refused.returncode == 1
    assert "вже працює" in refused.stderr
    assert not (installation.data / "backups" / "before-going-back").exists()
