"""Bringing the tree up: schema, demonstration, children, and the words said when it runs."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from obih.site import gathering, processes, schema, server
from obih.site.config import PROJECT_ROOT, Config, read_config
from obih.site.sentences import CommandProblem
from obih.site.supervisor import Child, Tree, only_one

if TYPE_CHECKING:
    from obih.site.lan import Certificate

WEB_ANSWERS_WITHIN_S = 60.0
LEFT_GRACE_S, LEFT_MOST_S = 3.0, 10.0


@dataclass(frozen=True)
class Door:
    """Where the web server listens and how it is called from outside."""

    host: str
    port: int
    url: str
    certificate: Certificate | None = None
    page_port: int | None = None

    @property
    def https(self) -> bool:
        return self.certificate is not None


def add_door_arguments(parser: argparse.ArgumentParser) -> None:
    """Options shared by `serve` and `web`."""
    parser.add_argument("--port", type=int, default=None, help="порт (звичайно 8000, з --lan — 8443)")
    parser.add_argument("--host", default=None, help="адреса, на якій слухати (звичайно лише 127.0.0.1)")
    parser.add_argument("--lan", action="store_true", help="відкрити для локальної мережі за HTTPS")
    parser.add_argument("--cert", type=Path, help="власний сертифікат (PEM) замість місцевого центру")
    parser.add_argument("--key", type=Path, help="ключ до нього (PEM)")
    parser.add_argument("--workers", type=int, default=None, help="процесів вебсервера")


def door_of(args: argparse.Namespace, config: Config) -> Door:
    """The door that the options ask for."""
    if args.lan or args.cert:
        from obih.site import lan  # cryptography is loaded only where it is used

        certificate = lan.certificate(config.data_dir, args.cert, args.key)
        port = args.port or 8443
        door = Door(args.host or "0.0.0.0", port, f"https://{certificate.name}:{port}/", certificate,  # noqa: S104
                    None if args.cert else port + 1)  # fmt: skip
    else:
        port = args.port or 8000
        host = args.host or "127.0.0.1"
        door = Door(host, port, f"http://{host}:{port}/")
    return door


def _clear_the_way(door: Door, config: Config) -> None:
    """End web servers of this data folder whose supervisor was killed: told to stop with it, they may
    still be waiting for a request, and hold the port. Then refuse a port that somebody else holds."""
    began, words = time.monotonic(), ("granian", "--port", str(door.port))
    while time.monotonic() < began + LEFT_MOST_S and (left := processes.left_of(config.data_dir, *words)):
        if time.monotonic() > began + LEFT_GRACE_S:
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    for wanted in filter(None, (door.port, door.page_port)):
        _refuse_taken_port(door.host, wanted)


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandProblem(
                f"Порт {port} зайнято або заборонено ({error.strerror}). Вкажіть інший: "
                f"«make run PORT={port + 10}» або «obih serve --port {port + 10}»."
            ) from error


def serve(args: argparse.Namespace, parts: Sequence[str], *, demo: bool = False) -> int:
    """Run the parts over the database until told to stop."""
    config = read_config()
    _make_folders(config)
    door = door_of(args, config) if "web" in parts else None
    facts = {"url": door.url, "port": door.port, "https": door.https} if door else {}
    with only_one(config.data_dir, parts, facts):
        if door:
            _clear_the_way(door, config)
        tree = Tree(server.cluster(config), [])
        tree.listen_to_signals()
        began = time.monotonic()
        try:
            _prepare(tree, config, parts, demo=demo)
            if tree.told_to_stop:
                return 0
            tree.children = _children(config, parts, door, args)
            tree.start_children()
            if door:
                _wait_for_web(tree, door)
                _say_where(tree, config, door, time.monotonic() - began)
            else:
                tree.say("Працює; зупинити — Ctrl+C.")
            tree.watch()
        finally:
            tree.stop()
    tree.say("Зупинено.")
    return 0


def _make_folders(config: Config) -> None:
    for name in ("run", "log", "files", "backups"):
        (config.data_dir / name).mkdir(mode=0o700, parents=True, exist_ok=True)


def _prepare(tree: Tree, config: Config, parts: Sequence[str], *, demo: bool) -> None:
    """Database up, schema of this version, and on the very first start the demonstration hromada."""
    if tree.cluster is not None:
        tree.cluster.start()
    if not schema.is_current():
        tree.say("Готую базу даних…")
        run_command("migrate", "--if-needed")
    if "web" in parts:
        gathering.gather(config)
    if demo and not tree.told_to_stop and not (config.data_dir / "run" / "demo-done").exists():
        _load_demonstration(tree, config)


def _load_demonstration(tree: Tree, config: Config) -> None:
    from obih.site.cli import command_names

    if "demo" in command_names() and schema.holds_no_accounts(server.app_address()):
        tree.say("Завантажую показову громаду (один раз)…")
        run_command("demo", quiet=True)  # its log-ins are said once, when everything runs
    (config.data_dir / "run" / "demo-done").touch(mode=0o600)


def run_command(*words: str, quiet: bool = False) -> None:
    """Run a sub-command of `obih` in a process of its own, so that its memory goes with it."""
    command = [sys.executable, "-m", "obih.site.cli", *words]
    done = subprocess.run(
        command, cwd=PROJECT_ROOT, check=False, stdout=subprocess.DEVNULL if quiet else None
    )
    if done.returncode:
        raise CommandProblem(f"Не вдалося виконати «obih {' '.join(words)}» (код {done.returncode}).")


def _children(
    config: Config, parts: Sequence[str], door: Door | None, args: argparse.Namespace
) -> list[Child]:
    environment = os.environ | {
        "PYTHONPATH": str(PROJECT_ROOT),
        "OBIH_DATA": str(config.data_dir),
        "OBIH_ROLE": "app",
        "MALLOC_ARENA_MAX": "2",  # threads share arenas: a third less memory for the same work
    }
    log = config.data_dir / "log"
    children: list[Child] = []
    if "web" in parts and door is not None:
        if door.certificate is not None:
            hosts = [*config.public_hosts, *door.certificate.hosts]
            environment |= {"OBIH_HTTPS": "1", "OBIH_HOSTS": ",".join(dict.fromkeys(hosts))}
            environment["OBIH_LAN"] = "1" if door.certificate.authority_file else ""
            environment["OBIH_ADDRESS"] = config.address or door.url
        children.append(Child("web", "Вебсервер", _granian(door, args), environment, log / "web.log"))
        if door.page_port:
            page = [sys.executable, "-m", "obih.site.lan_page", door.host, str(door.page_port), door.url]
            children.append(Child("page", "Сторінка сертифіката", page, environment, log / "page.log"))
    if "worker" in parts:
        worker = [sys.executable, "-m", "obih.site.cli", "worker", "--bare"]
        children.append(Child("worker", "Фонові завдання", worker, environment, log / "worker.log"))
    return children


def _granian(door: Door, args: argparse.Namespace) -> list[str]:
    workers = args.workers or max(2, min(4, os.cpu_count() or 2))
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", door.host, "--port", str(door.port),
        "--workers", str(workers), "--blocking-threads", "4", "--blocking-threads-idle-timeout", "600",
        "--backlog", "256", "--no-ws", "--respawn-failed-workers", "--respawn-interval", "0.5",
        "--workers-kill-timeout", "10", "--log-level", "warning",
    ]  # fmt: skip
    if door.certificate is not None:
        command += [
            "--ssl-certificate", str(door.certificate.chain_file), "--ssl-keyfile",
            str(door.certificate.key_file), "--ssl-protocol-min", "tls1.2",
        ]  # fmt: skip
    return [*command, "obih.site.served:application"]


def _wait_for_web(tree: Tree, door: Door) -> None:
    deadline = time.monotonic() + WEB_ANSWERS_WITHIN_S
    while not tree.told_to_stop and time.monotonic() < deadline:
        web = tree.children[0]
        if web.ended() is not None:
            tail = web.log.read_text(encoding="utf-8", errors="replace")[-1500:]
            raise CommandProblem(f"Вебсервер не запустився. Кінець журналу {web.log}:\n{tail}")
        if answers(door):
            return
        time.sleep(0.05)
    if not tree.told_to_stop:
        tree.say("Вебсервер ще не відповідає; чекайте або перегляньте його журнал у теці log.")


def answers(door: Door) -> bool:
    """True when the web server gives any answer at all."""
    host = "127.0.0.1" if door.host in ("0.0.0.0", "::") else door.host  # noqa: S104
    connection: http.client.HTTPConnection
    if door.https:
        # our own server on this very machine: whether it answers is the question, not who signed it
        context = ssl._create_unverified_context()  # noqa: S323
        connection = http.client.HTTPSConnection(host, door.port, timeout=15, context=context)
    else:
        connection = http.client.HTTPConnection(host, door.port, timeout=15)
    with contextlib.closing(connection):
        try:
            connection.request("GET", "/robots.txt", headers={"Host": f"localhost:{door.port}"})
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
    return True


def _say_where(tree: Tree, config: Config, door: Door, seconds: float) -> None:
    tree.say(f"\nОбіг працює: {door.url}   (запуск {seconds:.1f} с)")
    if door.page_port and door.certificate:
        tree.say(
            f"Сертифікат для комп’ютерів і телефонів: http://{door.certificate.name}:{door.page_port}/ "
            f"(відбиток {door.certificate.authority_fingerprint})"
        )
    tree.say(f"Дані: {config.data_dir}")
    for line in login_lines(config.data_dir):
        tree.say(line)
    tree.say("Зупинити — Ctrl+C.")


def login_lines(data_dir: Path) -> list[str]:
    """The demonstration's log-ins, made for this installation alone; nothing when there are none."""
    path = data_dir / "logins.json"
    if not path.exists():
        return []
    logins = json.loads(path.read_text(encoding="utf-8"))
    lines = ["Облікові записи показової громади (створені лише для цієї установки):"]
    return lines + [f"  {one['login']:<22} {one['password']:<18} {one.get('who', '')}" for one in logins]
