"""The whole tree as a person starts it: `obih serve`, killed in every way, and started again."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from obih.site import processes
from obih.site.tests.conftest import Installation

pytestmark = pytest.mark.slow


def words_of(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


def patience() -> float:
    """Limits are those of a computer that has nothing else to do; a busy one gets as much longer."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A started tree and its address."""

    def __init__(self, installation: Installation, *words: str) -> None:
        self.port = free_port()
        self.began = time.monotonic()
        self.process = installation.start("serve", "--port", str(self.port), *words)
        self.said: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if "Зупинити" in line or "вже працює" in line:
                break
        self.ready_after_s = time.monotonic() - self.began

    @property
    def tree(self) -> list[int]:
        return processes.descendants(self.process.pid)

    def children_with(self, word: str) -> list[int]:
        return [pid for pid in self.tree if word in words_of(pid)]

    def status(self) -> int | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/accounts/login/", headers={"Host": "localhost"})
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(40)


@pytest.fixture
def served(installation: Installation) -> Iterator[Running]:
    running = Running(installation)
    yield running
    if running.process.poll() is None:
        running.stop()
    assert_nothing_left(installation)


def assert_nothing_left(installation: Installation) -> None:
    assert within(15, lambda: not processes.working_in(installation.data / "db"))


def within(seconds: float, true: object) -> bool:
    until = time.monotonic() + seconds * patience()
    while time.monotonic() < until:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


def test_starts_in_eight_seconds_answers_and_stops_cleanly(
    served: Running, installation: Installation
) -> None:
    assert served.process.poll() is None, "".join(served.said)
    assert served.ready_after_s < 8 * patience()
    assert served.status() in (200, 302)
    tree = served.tree
    assert processes.resident_mb(tree) < 450
    assert served.stop() == 0
    assert within(5, lambda: not any(processes.is_alive(pid) for pid in tree))


def test_a_second_start_over_the_same_data_says_where_the_first_one_is(
    served: Running, installation: Installation
) -> None:
    second = installation.obih("serve", "--port", str(free_port()), check=False)
    assert second.returncode == 1
    assert f"вже працює за адресою http://127.0.0.1:{served.port}/" in second.stderr


def test_a_taken_port_is_a_sentence(installation: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = installation.obih("serve", "--port", str(taken.getsockname()[1]), check=False)
    assert told.returncode == 1
    assert "зайнято" in told.stderr


def test_after_sigkill_of_the_root_nothing_stays_and_the_next_start_works(
    served: Running, installation: Installation
) -> None:
    tree = served.tree
    served.process.kill()
    served.process.wait()
    again = Running(installation)
    try:
        assert again.ready_after_s < 15 * patience()
        assert again.status() in (200, 302)
        assert not any(processes.is_alive(pid) for pid in tree)
    finally:
        again.stop()


def test_a_web_server_that_a_killed_root_left_waiting_does_not_hold_the_port(
    served: Running, installation: Installation
) -> None:
    """It is stopped in the middle of a request: it cannot even hear that it should end."""
    left = [pid for pid in served.children_with("granian") if processes.is_alive(pid)]
    for pid in left:
        os.kill(pid, signal.SIGSTOP)
    served.process.kill()
    served.process.wait()
    again = installation.start("serve", "--port", str(served.port))
    try:
        assert within(15, lambda: served.status() in (200, 302))
        assert not any(processes.is_alive(pid) for pid in left)
    finally:
        again.send_signal(signal.SIGINT)
        again.wait(40)


@pytest.mark.parametrize("victim", ["granian", "worker", "postgres"])
def test_whatever_is_killed_is_back_in_fifteen_seconds(served: Running, victim: str) -> None:
    killed = served.children_with(victim)
    assert killed
    for pid in killed:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    began = time.monotonic()
    assert within(15, lambda: served.status() in (200, 302)), (
        f"{victim} after {time.monotonic() - began:.1f} s"
    )
    assert within(15, lambda: set(served.children_with(victim)) - set(killed))


def test_the_worker_works_again_after_the_database_was_killed(
    served: Running, installation: Installation
) -> None:
    import psycopg

    os.kill(served.children_with("postgres")[0], signal.SIGKILL)
    assert within(15, installation.cluster.is_ready)

    def alive() -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            with psycopg.connect(installation.cluster.dsn("app")) as connection:
                row = connection.execute(
                    "SELECT count(*) FROM procrastinate_workers"
                    " WHERE last_heartbeat > now() - interval '10 s'"
                ).fetchone()
            return bool(row and row[0])
        return False

    time.sleep(2)
    assert within(30, alive)


def test_in_the_office_network_it_speaks_https_and_hands_out_its_authority(
    installation: Installation,
) -> None:
    running = Running(installation, "--lan", "--host", "127.0.0.1")
    try:
        assert running.process.poll() is None, "".join(running.said)
        page = http.client.HTTPConnection("127.0.0.1", running.port + 1, timeout=5)
        assert within(10, lambda: can_connect(running.port + 1))
        page.request("GET", "/obih.crt")
        authority = ssl.DER_cert_to_PEM_cert(page.getresponse().read())
        context = ssl.create_default_context(cadata=authority)
        secure = http.client.HTTPSConnection("localhost", running.port, timeout=10, context=context)
        secure.request("GET", "/accounts/login/")
        answer = secure.getresponse()
        assert answer.status in (200, 302)
        cookies = answer.headers.get_all("Set-Cookie") or []
        assert cookies
        assert all("Secure" in cookie for cookie in cookies)
        assert answer.getheader("Strict-Transport-Security") is None  # localhost belongs to others, too
        page.request("GET", "/authority.key")
        assert page.getresponse().status == 404
    finally:
        running.stop()


def can_connect(port: int) -> bool:
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    return False


def test_each_part_runs_alone(installation: Installation) -> None:
    port = free_port()
    web = installation.start("web", "--port", str(port))
    worker = installation.start("worker")
    try:
        assert within(20, lambda: can_connect(port))
        assert within(20, lambda: len(processes.descendants(worker.pid)) > 1)
    finally:
        for process in (web, worker):
            process.send_signal(signal.SIGTERM)
        assert [process.wait(40) for process in (web, worker)] == [0, 0]
    assert_nothing_left(installation)


def test_root_is_refused_with_a_sentence(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    from obih.site.cluster import Cluster, ClusterProblem

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(ClusterProblem, match="root"):
        Cluster(installation.data).start()


def test_subprocess_tree_is_bound(installation: Installation) -> None:
    """The worker alone, its supervisor killed: the worker goes, too."""
    worker = installation.start("worker")
    assert within(20, lambda: any("--bare" in words_of(pid) for pid in processes.descendants(worker.pid)))
    tree = processes.descendants(worker.pid)
    worker.kill()
    worker.wait()
    assert within(15, lambda: not any(processes.is_alive(pid) for pid in tree))


def test_the_database_alone_is_brought_back_when_it_is_killed(installation: Installation) -> None:
    alone = installation.start("db", "run")
    try:
        assert alone.stdout is not None
        assert "База даних працює" in alone.stdout.readline()  # before that nobody watches over it yet
        killed = installation.cluster.postmaster_pid()
        assert killed
        os.kill(killed, signal.SIGKILL)
        assert within(15, lambda: installation.cluster.postmaster_pid() not in (None, killed))
        assert within(15, installation.cluster.is_ready)
    finally:
        alone.terminate()
        assert alone.wait(60) == 0


def test_a_job_left_by_a_killed_worker_is_done_within_a_minute(installation: Installation) -> None:
    import psycopg

    with installation.cluster as cluster, psycopg.connect(cluster.dsn("app")) as connection:
        row = connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('nightly', 'site.tidy', '{\"timestamp\": 0}', 'doing') RETURNING id"
        ).fetchone()
    assert row
    worker = installation.start("worker")

    def done() -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            with psycopg.connect(installation.cluster.dsn("app")) as connection:
                left = connection.execute("SELECT FROM procrastinate_jobs WHERE id = %s", row).fetchone()
            return left is None
        return False

    try:
        assert within(60, done)
    finally:
        worker.terminate()
        assert worker.wait(60) == 0
