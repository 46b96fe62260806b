"""The embedded cluster survives what an office PC goes through. Real processes, a cluster of their own."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from obih.site import processes
from obih.site.cluster import Cluster, ClusterProblem

pytestmark = pytest.mark.skipif(os.geteuid() == 0, reason="PostgreSQL does not run as root; use make test")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    one = Cluster(tmp_path / "data")
    yield one
    one.stop("immediate", even_if_used=True)


def ask(cluster: Cluster, question: str, role: str = "super", database: str = "obih") -> object:
    with psycopg.connect(cluster.dsn(role, database)) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def test_a_new_cluster_sorts_and_compares_ukrainian_letters_and_is_durable(cluster: Cluster) -> None:
    cluster.start()
    assert ask(cluster, "SELECT lower('ЇЖАК Ґава')") == "їжак ґава"
    assert ask(cluster, "SELECT datctype FROM pg_database WHERE datname = 'obih'") == "C.UTF-8"
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
        assert ask(cluster, f"SHOW {setting}") == "on", setting
    assert ask(cluster, "SHOW listen_addresses") == ""
    assert ask(cluster, "SHOW jit") == "off"


def test_only_the_owner_of_the_process_can_reach_socket_and_data(cluster: Cluster) -> None:
    cluster.start()
    for folder in (cluster.data_dir, cluster.pgdata, cluster.socket_dir):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    assert (cluster.pgdata / "pg_hba.conf").read_text() == "local all all peer map=obih\n"


def test_the_applications_role_owns_nothing_and_cannot_create(cluster: Cluster) -> None:
    cluster.start()
    assert ask(cluster, "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles "
                        "WHERE rolname = 'obih_app'") is False  # fmt: skip
    with psycopg.connect(cluster.dsn("owner"), autocommit=True) as owner:
        owner.execute("CREATE TABLE letter (id bigint GENERATED ALWAYS AS IDENTITY, title text)")
    with psycopg.connect(cluster.dsn("app"), autocommit=True) as app:
        app.execute("INSERT INTO letter (title) VALUES ('Заява')")
        app.execute("UPDATE letter SET title = 'Скарга'")
        for forbidden in (
            "TRUNCATE letter",
            "DROP TABLE letter",
            "ALTER TABLE letter ADD COLUMN x int",
            "ALTER TABLE letter DISABLE TRIGGER ALL",
            "CREATE TABLE mine (id int)",
            "CREATE SCHEMA mine",
            "SET session_replication_role = replica",
            "CREATE ROLE friend",
            "SET ROLE obih_owner",
            "COPY letter TO '/tmp/letters'",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden)


def test_a_second_process_joins_and_the_last_one_stops_it(cluster: Cluster) -> None:
    cluster.start()
    second = Cluster(cluster.data_dir)
    second.start()
    assert second.postmaster_pid() == cluster.postmaster_pid()
    assert cluster.stop() is False
    assert second.is_ready()
    assert second.stop() is True
    assert not second.is_ready()


def test_recovers_after_the_postmaster_is_killed(cluster: Cluster) -> None:
    cluster.start()
    with psycopg.connect(cluster.dsn("owner"), autocommit=True) as owner:
        owner.execute("CREATE TABLE kept (id int)")
        owner.execute("INSERT INTO kept VALUES (7)")
    pid = cluster.postmaster_pid()
    assert pid
    os.kill(pid, signal.SIGKILL)
    began = time.monotonic()
    cluster.start()
    assert time.monotonic() - began < 15
    assert cluster.postmaster_pid() != pid
    assert ask(cluster, "SELECT id FROM kept", role="app") == 7


def test_recovers_when_every_server_process_is_killed_and_the_number_belongs_to_another(
    cluster: Cluster,
) -> None:
    cluster.start()
    for pid in processes.working_in(cluster.pgdata):
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
    stale = cluster.pgdata / "postmaster.pid"
    lines = stale.read_text().splitlines()
    stale.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")  # as after a reboot
    cluster.start()
    assert cluster.is_ready()


HOLDER = """
import sys, time
from pathlib import Path
from obih.site.cluster import Cluster
cluster = Cluster(Path(sys.argv[1]))
cluster.start(bound=sys.argv[2] == "bound")
print("ready", flush=True)
time.sleep(600)
"""


def hold(cluster: Cluster, how: str) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[3]
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(cluster.data_dir), how],
        cwd=root, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "ready\n"
    return holder


def test_a_server_whose_parent_was_killed_is_taken_over(cluster: Cluster) -> None:
    holder = hold(cluster, "unbound")
    pid = cluster.postmaster_pid()
    holder.kill()
    holder.wait()
    cluster.start()
    assert cluster.postmaster_pid() == pid
    assert cluster.stop() is True
    assert processes.working_in(cluster.pgdata) == []


def test_a_bound_server_leaves_with_its_killed_parent_and_starts_again(cluster: Cluster) -> None:
    holder = hold(cluster, "bound")
    holder.kill()
    holder.wait()
    cluster.start()  # at once, while the old one may still be shutting down
    assert cluster.is_ready()


def test_another_version_is_a_sentence_and_never_a_new_cluster(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    version = cluster.pgdata / "PG_VERSION"
    version.write_text("14\n")
    control = (cluster.pgdata / "global" / "pg_control").read_bytes()
    with pytest.raises(ClusterProblem, match="PostgreSQL версії '14'"):
        cluster.start()
    assert (cluster.pgdata / "global" / "pg_control").read_bytes() == control


def test_a_damaged_folder_is_not_replaced(cluster: Cluster) -> None:
    cluster.pgdata.mkdir(parents=True)
    (cluster.pgdata / "base").mkdir()
    with pytest.raises(ClusterProblem, match="не порожня"):
        cluster.start()


def test_an_interrupted_creation_is_begun_again(cluster: Cluster) -> None:
    (cluster.data_dir / "db.partial" / "base").mkdir(parents=True)
    cluster.start()
    assert cluster.is_ready()
    assert not (cluster.data_dir / "db.partial").exists()


def test_a_long_folder_name_gets_a_short_private_socket_folder(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / ("документи-громади-" * 6))
    try:
        cluster.start()
        recorded = Path((cluster.run_dir / "socket_dir").read_text().strip())
        assert recorded == cluster.socket_dir
        assert recorded != cluster.run_dir
        assert stat.S_IMODE(recorded.stat().st_mode) == 0o700
        assert ask(cluster, "SELECT 1", role="app") == 1
        cluster.stop()
        assert not recorded.exists()  # nothing is left behind in /tmp
    finally:
        cluster.stop("immediate", even_if_used=True)


def test_a_broken_setting_is_reported_with_the_servers_own_words(cluster: Cluster) -> None:
    cluster.ensure_initialised()
    (cluster.pgdata / "local.conf").write_text("shared_buffers = 'багато'\n")
    with pytest.raises(ClusterProblem, match="shared_buffers"):
        cluster.start()
