"""A backup that has not been restored is a hope. Real clusters, real files."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from obih.site.backups import keeping
from obih.site.tests.conftest import Installation


@pytest.fixture
def filled(installation: Installation) -> Installation:
    """A little history and two stored files."""
    with installation.cluster:
        installation.store_file("Заява про земельну ділянку".encode())
        installation.store_file(b"scan")
        for text in ("перша", "друга", "третя"):
            installation.append_event(text)
    return installation


def make_backup(one: Installation) -> Path:
    one.obih("backup")
    found = keeping.newest(one.data / "backups")
    assert found is not None
    return found


def test_a_backup_restores_into_another_installation_row_by_row(filled: Installation, tmp_path: Path) -> None:
    copy = make_backup(filled)
    assert "придатна" in filled.obih("backup", "--verify", str(copy)).stdout
    fresh = Installation(tmp_path / "another")
    fresh.obih("restore", str(copy))
    with fresh.cluster as cluster, psycopg.connect(cluster.dsn("app")) as connection:
        assert connection.execute("SELECT count(*) FROM history_event").fetchone() == (3,)
        for (sha,) in connection.execute("SELECT sha256 FROM files_content").fetchall():
            assert len(list((fresh.data / "files").rglob(sha))) == 1
    assert "подій 3" in fresh.obih("history", "verify").stdout


def test_after_a_restore_the_application_still_cannot_alter_history(
    filled: Installation, tmp_path: Path
) -> None:
    fresh = Installation(tmp_path / "another")
    fresh.obih("restore", str(make_backup(filled)))
    with fresh.cluster as cluster, psycopg.connect(cluster.dsn("app"), autocommit=True) as connection:
        for forbidden in (
            "DELETE FROM history_event",
            "UPDATE history_event SET name = 'x'",
            "INSERT INTO history_event SELECT * FROM history_event",
            "TRUNCATE history_event",
            "UPDATE history_head SET seq = 0",
            "ALTER TABLE history_event DISABLE TRIGGER ALL",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)
        fresh.append_event("після відновлення")
    assert "цілий" in fresh.obih("history", "verify").stdout


def test_an_installation_that_holds_something_is_refused_without_force(filled: Installation) -> None:
    copy = make_backup(filled)
    with filled.cluster:
        filled.append_event("після копії")
    refused = filled.obih("restore", str(copy), check=False)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    filled.obih("restore", str(copy), "--force")
    assert "подій 3" in filled.obih("history", "verify").stdout


def test_a_running_installation_is_not_restored_over(filled: Installation) -> None:
    from obih.site.supervisor import only_one

    copy = make_backup(filled)
    with only_one(filled.data, ["web", "worker"], {"url": "http://127.0.0.1:8000/"}):
        refused = filled.obih("restore", str(copy), "--force", check=False)
    assert refused.returncode == 1
    assert "вже працює" in refused.stderr


@pytest.mark.parametrize("damage", ["file", "dump", "missing", "list"])
def test_verification_finds_damage(filled: Installation, damage: str, tmp_path: Path) -> None:
    copy = shutil.copytree(make_backup(filled), tmp_path / "obih-20260101-000000")
    stored = next(path for path in (copy / "files").rglob("*") if path.is_file())
    if damage == "file":
        stored.unlink()
        stored.write_bytes(b"scaN")
    elif damage == "missing":
        stored.unlink()
    else:
        part = copy / ("database.dump" if damage == "dump" else "files.tsv")
        content = bytearray(part.read_bytes())
        content[len(content) // 2] ^= 1
        part.write_bytes(bytes(content))
    told = filled.obih("backup", "--verify", str(copy), check=False)
    assert told.returncode == 1
    assert "непридатна" in told.stdout


def test_verification_finds_an_event_dropped_from_the_end(filled: Installation, tmp_path: Path) -> None:
    copy = make_backup(filled)
    manifest = copy / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"seq": 3', '"seq": 4'))
    told = filled.obih("backup", "--verify", str(copy), check=False)
    assert told.returncode == 1
    assert "кінець ланцюга" in told.stdout


def test_an_unfinished_backup_is_not_taken_for_one(filled: Installation) -> None:
    (filled.data / "backups" / "obih-20260101-000000.partial").mkdir(parents=True)
    assert keeping.newest(filled.data / "backups") is None
    make_backup(filled)
    assert not list((filled.data / "backups").glob("*.partial"))


def test_a_folder_that_is_no_backup_is_refused(installation: Installation, tmp_path: Path) -> None:
    told = installation.obih("restore", str(tmp_path), check=False)
    assert told.returncode == 1
    assert "немає жодної резервної копії" in told.stderr


def test_a_year_of_nights_leaves_seven_days_four_weeks_and_twelve_months() -> None:
    nights = [dt.datetime(2026, 1, 1, 0, 10, tzinfo=dt.UTC) + dt.timedelta(days=day) for day in range(365)]
    kept = keeping.to_keep(nights)
    assert {nights[-1 - day] for day in range(7)} <= kept
    assert len({f"{moment:%Y-%m}" for moment in kept}) == 12
    assert 7 + 11 <= len(kept) <= 7 + 4 + 12


@given(
    st.sets(
        st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2027, 1, 1), timezones=st.just(dt.UTC)), min_size=1
    )
)
def test_the_newest_backup_is_always_kept_and_thinning_twice_changes_nothing(
    moments: set[dt.datetime],
) -> None:
    kept = keeping.to_keep(moments)
    assert max(moments) in kept
    assert keeping.to_keep(kept) == kept
