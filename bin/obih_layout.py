"""Where an installation keeps its code, Python and data, and who runs it. Standard library only: this runs
before anything is installed.

As root nothing of Obih itself runs: a system user `obih` does, its data lie in /var/lib/obih/<name>, and when
that user cannot reach this folder (it lies in root's home, say) code and Python are copied to
/opt/obih/<name>. For anyone else everything stays in this folder, the data in var/.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
USER = "obih"
HIDDEN_BUT_OURS = {".ci", ".gitignore", ".editorconfig"}
LEFT_OUT = {".git", ".venv", "var", "__pycache__", "out", ".mypy_cache", ".ruff_cache"}
HOMES = Path("/opt/obih"), Path("/var/lib/obih")


@dataclass(frozen=True)
class Layout:
    """The places of one installation."""

    code: Path
    venv: Path
    data: Path
    user: str | None
    """The system user to become; None when the caller runs everything as itself."""

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def in_place(self) -> bool:
        return self.code == CHECKOUT


def find() -> Layout:
    """The layout for whoever asks; the same answer every time."""
    told = os.environ.get("OBIH_DATA")
    if os.geteuid() != 0:
        return Layout(CHECKOUT, CHECKOUT / ".venv", Path(told or CHECKOUT / "var").absolute(), None)
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", str(CHECKOUT)).strip("-") or "obih"
    data = Path(told or HOMES[1] / name).absolute()
    if reachable_by_others(CHECKOUT):
        return Layout(CHECKOUT, CHECKOUT / ".venv", data, USER)
    return Layout(HOMES[0] / name / "code", HOMES[0] / name / "venv", data, USER)


def reachable_by_others(folder: Path) -> bool:
    """True when a user who owns nothing here may pass every folder above and read all the code inside."""
    if any(not above.stat().st_mode & stat.S_IXOTH for above in (folder, *folder.parents)):
        return False
    return all(_readable(one) for one in code_of(folder))


def code_of(folder: Path) -> list[Path]:
    """What belongs to the program among the entries of a checkout: no data, no caches, no history."""
    return [
        one
        for one in sorted(folder.iterdir())
        if one.name not in LEFT_OUT and (one.name in HIDDEN_BUT_OURS or not one.name.startswith("."))
    ]


def _readable(top: Path) -> bool:
    if not top.is_dir():
        return bool(top.stat().st_mode & stat.S_IROTH)
    for place, folders, files in os.walk(top):
        folders[:] = [one for one in folders if one not in LEFT_OUT]
        mode = Path(place).stat().st_mode
        if not (mode & stat.S_IXOTH and mode & stat.S_IROTH):
            return False
        if any(not Path(place, one).lstat().st_mode & stat.S_IROTH for one in files):
            return False
    return True


def copy_code(layout: Layout) -> None:
    """Bring the copy up to date with the checkout; files that vanished there vanish here."""
    if layout.in_place:
        return
    layout.code.mkdir(parents=True, exist_ok=True)
    for top in (layout.code.parent, layout.code):
        top.chmod(0o755)
    for source in code_of(CHECKOUT):
        target = layout.code / source.name
        if source.is_dir():
            _mirror(source, target)
        else:
            _copy(source, target)


def _mirror(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    target.chmod(0o755)
    wanted = {one.name for one in source.iterdir() if one.name not in LEFT_OUT}
    for old in target.iterdir():
        if old.name not in wanted and old.name != "__pycache__":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for name in wanted:
        one = source / name
        if one.is_dir():
            _mirror(one, target / name)
        else:
            _copy(one, target / name)


def _copy(source: Path, target: Path) -> None:
    new = source.stat()
    if target.exists():
        old = target.stat()
        if (old.st_size, int(old.st_mtime)) == (new.st_size, int(new.st_mtime)):
            return
    shutil.copy2(source, target)
    target.chmod(0o755 if new.st_mode & stat.S_IXUSR else 0o644)


def make_user() -> None:
    """The system user, made once."""
    try:
        pwd.getpwnam(USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--home-dir", str(HOMES[1]), "--no-create-home", "--shell",
             "/usr/sbin/nologin", "--user-group", USER], check=True)  # fmt: skip


def make_data(layout: Layout) -> None:
    """The data folder, private to whoever runs the installation. An existing one keeps its owner's files."""
    missing = [one for one in (layout.data, *layout.data.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o755)
    if missing and layout.user:
        account = pwd.getpwnam(layout.user)
        os.chown(layout.data, account.pw_uid, account.pw_gid)
    if missing:
        layout.data.chmod(0o700)
    elif layout.user and layout.data.stat().st_uid != pwd.getpwnam(layout.user).pw_uid:
        sys.exit(
            f"obih: тека даних {layout.data} належить іншому користувачеві. Передайте її: "
            f"chown -R {layout.user}: {layout.data}"
        )


def environment(layout: Layout) -> dict[str, str]:
    """What a process of the installation is told: nothing of root's own surroundings."""
    kept = {
        key: value for key, value in os.environ.items()
        if key.startswith("OBIH_") or key in ("DATABASE_URL", "CI", "TERM", "LANG", "TZ", "TMPDIR", "COLUMNS")
    } if layout.user else dict(os.environ)  # fmt: skip
    home = str(layout.data) if layout.user else os.environ.get("HOME", str(layout.data))
    programs = f"{layout.venv / 'bin'}:/usr/local/bin:/usr/bin:/bin"
    rest = os.environ.get("PATH", "") if not layout.user else "/usr/sbin:/sbin"
    return kept | {
        "OBIH_DATA": str(layout.data),
        "HOME": home,
        "PATH": f"{programs}:{rest}",
        "PYTHONPATH": str(layout.code),
        "PYTHONDONTWRITEBYTECODE": "1" if layout.user else os.environ.get("PYTHONDONTWRITEBYTECODE", ""),
        "LC_ALL": "C.UTF-8",
    }


def become(layout: Layout) -> None:
    """Give up root for good: groups, group, user; what is made from here on is private."""
    if layout.user:
        account = pwd.getpwnam(layout.user)
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
    os.umask(0o077)


def execute(layout: Layout, *command: str) -> None:
    """Replace this process by a command of the installation, as its user and in its code."""
    told = environment(layout)
    become(layout)
    os.chdir(layout.code)
    os.execve(command[0], list(command), told)
