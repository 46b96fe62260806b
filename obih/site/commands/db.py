"""Запускає саму лише базу даних, показує її адресу або відкриває psql."""

from __future__ import annotations

import argparse
import os
import subprocess

from obih.site import server
from obih.site.cluster import Cluster
from obih.site.sentences import CommandProblem
from obih.site.supervisor import Tree


def add_arguments(parser: argparse.ArgumentParser) -> None:
    about = "run — працювати до Ctrl+C; dsn — показати адресу; psql — відкрити клієнт; stop — зупинити"
    parser.add_argument("what", nargs="?", choices=["run", "dsn", "psql", "stop"], default="run", help=about)
    parser.add_argument("--role", choices=["app", "owner", "super"], default="app")


def run(args: argparse.Namespace) -> int:
    cluster = server.cluster()
    if cluster is None:
        raise CommandProblem("Ця установка працює з базою за DATABASE_URL; вбудованої бази немає.")
    if args.what == "dsn":
        print(cluster.dsn(args.role))
        return 0
    if args.what == "stop":
        cluster.stop(even_if_used=True)
        return 0
    if args.what == "run":
        return _run_until_told(cluster)
    with cluster:
        return _psql(cluster, args.role)


def _psql(cluster: Cluster, role: str) -> int:
    program = cluster.binaries.program("psql")
    return subprocess.run(
        [program, cluster.dsn(role)], env=os.environ | {"PAGER": "cat"}, check=False
    ).returncode


def _run_until_told(cluster: Cluster) -> int:
    """Like `obih serve` without its other parts: a database that dies is brought back."""
    tree = Tree(cluster, [])
    tree.listen_to_signals()
    cluster.start()
    tree.say(f"База даних працює: {cluster.dsn('app')}")
    try:
        tree.watch()
    finally:
        tree.stop()
    return 0
