"""Fences for the process that reads hostile files: limits, its own namespaces, no way to the network.

Linux only, without help from other programs. What the kernel or a container does not permit is left out and
told by `enter`; the system-call filter needs no permission and always cuts the network off. Imports nothing
of ours: it runs in a small process of its own.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = (
    0x00020000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE, MS_RDONLY = 2, 4, 8, 0x4000, 0x40000, 1
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP = 1, 38, 22
_CAPSET = {"x86_64": 126, "aarch64": 91}
_SOCKET = {"x86_64": 41, "aarch64": 198}
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_DENIED = {
    # connect, ptrace, mount, umount2, unshare, setns, process_vm_readv/writev, bpf, io_uring_setup,
    # open_tree, move_mount, fsopen
    "x86_64": (42, 101, 165, 166, 272, 308, 310, 311, 321, 425, 428, 429, 430),
    "aarch64": (203, 117, 40, 39, 97, 268, 270, 271, 280, 425, 428, 429, 430),
}

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Limits:
    """What the process and each of its children may use at most."""

    cpu_s: int
    memory_bytes: int
    file_bytes: int = 128 * 1024 * 1024
    open_files: int = 256


def enter(limits: Limits, hidden: Sequence[Path]) -> list[str]:
    """Fence this process in for good; gives what could not be fenced, in words for a log.

    `hidden` are folders it must not even see (the data folder). Call it first thing, with one thread; on
    success the process has become another one (process number 1 of its own little world).
    """
    _libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    os.nice(10)
    missing = []
    if not _own_namespaces(hidden):
        missing.append("namespaces are not permitted here")
    _limit(limits)
    if not _filter_calls():
        missing.append(f"no system-call filter for {platform.machine()}")
    return missing


def _limit(limits: Limits) -> None:
    for which, most in (
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(which)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (least, least))


def shrink_memory(most_bytes: int) -> None:
    """Lower the memory limit for what comes after a hungrier step."""
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


def _own_namespaces(hidden: Sequence[Path]) -> bool:
    """No network interfaces, no other processes, the data folder covered. False where not permitted."""
    uid, gid = os.getuid(), os.getgid()
    wanted = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWPID
    if _libc.unshare(wanted) != 0:
        return False
    try:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    except OSError:
        return False
    _go_on_in_a_child()
    if not _mount(b"none", b"/", b"", MS_REC | MS_PRIVATE):
        return False
    _mount(b"proc", b"/proc", b"proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    covered = [_mount(b"none", os.fsencode(each), b"tmpfs", MS_RDONLY) for each in hidden if each.is_dir()]
    _drop_capabilities()
    return all(covered)


def _go_on_in_a_child() -> None:
    """A new process namespace begins with the next child: go on there, the parent passes its end on."""
    child = os.fork()
    if child == 0:
        _libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        return
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(os.waitstatus_to_exitcode(status))


def _mount(source: bytes, target: bytes, kind: bytes, flags: int) -> bool:
    return _libc.mount(source, target, kind or None, flags, None) == 0


def _drop_capabilities() -> None:
    number = _CAPSET.get(platform.machine())
    if number:
        header = struct.pack("=Ii", 0x20080522, 0)
        _libc.syscall(number, header, bytes(24))


def _filter_calls() -> bool:
    """Refuse sockets other than local ones, any connect, and ways back out of the fence (seccomp)."""
    machine = platform.machine()
    if machine not in _DENIED or sys.byteorder != "little":
        return False
    program = _assemble(machine)
    buffer = ctypes.create_string_buffer(program, len(program))
    filters = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    if _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return _libc.prctl(PR_SET_SECCOMP, 2, filters, 0, 0) == 0


def _assemble(machine: str) -> bytes:
    """The filter in classic BPF; see seccomp(2). Jumps count instructions forward."""
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06
    allow, deny = 0x7FFF0000, 0x00050000 | 13  # EACCES
    denied = _DENIED[machine]
    lines = [
        (load, 0, 0, 4),
        (equal, 1, 0, _ARCHITECTURE[machine]),
        (give, 0, 0, deny),
        (load, 0, 0, 0),
        (at_least, len(denied) + 3, 0, 0x40000000),
        *((equal, len(denied) - at + 2, 0, number) for at, number in enumerate(denied)),
        (equal, 0, 3, _SOCKET[machine]),
        (load, 0, 0, 16),
        (equal, 1, 0, 1),
        (give, 0, 0, deny),
        (give, 0, 0, allow),
    ]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)
