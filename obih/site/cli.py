"""The `obih` command: one module of obih/site/commands per sub-command.

A module has a docstring (its first line is the help), `add_arguments(parser)` and `run(args) -> int`.
Its name with `_` turned into `-` is what people type. Nothing of Django is imported before a command asks,
so that `obih serve` stays small.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Protocol, TextIO, cast

from obih.site import commands


class Command(Protocol):
    """What a module of obih/site/commands offers."""

    __doc__: str | None
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def command_names() -> list[str]:
    """Every sub-command, as typed."""
    return sorted(
        module.name.replace("_", "-")
        for module in pkgutil.iter_modules(commands.__path__)
        if not module.name.startswith("_")
    )


def load(name: str) -> Command:
    """The module of a sub-command."""
    return cast(Command, importlib.import_module(f"{commands.__name__}.{name.replace('-', '_')}"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command; the result is the exit code."""
    os.umask(0o077)
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "obih.site.settings")
    if given[:1] and given[0] in command_names():
        return _run(given[0], given[1:])
    wants_help = not given or given[0] in ("-h", "--help", "help")
    _print_overview(sys.stdout if wants_help else sys.stderr)
    return 0 if wants_help else 2


def _run(name: str, rest: list[str]) -> int:
    command = load(name)
    parser = argparse.ArgumentParser(prog=f"obih {name}", description=command.__doc__)
    command.add_arguments(parser)
    problems = _problems()
    try:
        return command.run(parser.parse_args(rest))
    except problems as problem:
        print(f"obih {name}: {problem}", file=sys.stderr)
        if problem.__cause__:
            print(f"  {problem.__cause__}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 128 + signal.SIGPIPE


def _problems() -> tuple[type[Exception], ...]:
    from obih.site.postgres_binaries import ClusterProblem
    from obih.site.sentences import CommandProblem
    from obih.ui.refusals import Refused

    return (ClusterProblem, CommandProblem, Refused)


def _print_overview(stream: TextIO) -> None:
    lines = ["Обіг — електронний документообіг громади. Команди:", ""]
    for name in command_names():
        about = (load(name).__doc__ or "").strip().splitlines()
        lines.append(f"  obih {name:<12} {about[0] if about else ''}")
    lines += ["", "Докладно про команду: obih КОМАНДА --help"]
    print("\n".join(lines), file=stream)


if __name__ == "__main__":
    raise SystemExit(main())
