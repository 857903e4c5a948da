"""A file written whole or not at all, and why a file cannot be written, in words."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from regelkoll.language import N_, Words

WHY: Mapping[int, str] = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.EFBIG: N_("the file would be larger than what is allowed"),
    errno.EACCES: N_("you may not write there, or another program has the file open"),
    errno.EPERM: N_("you may not write there, or another program has the file open"),
    errno.EROFS: N_("nothing can be written on that disk"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOENT: N_("the folder is not there"),
    errno.ENOTDIR: N_("the folder is not there"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.ELOOP: N_("it is a link that leads to itself"),
    errno.EPIPE: N_("nobody read to the end"),
}


def why(error: OSError, words: Words) -> str:
    """What hindered it, as the end of a sentence; the system's own words where ours do not reach."""
    said = WHY.get(error.errno) if error.errno is not None else None
    return words(said) if said else error.strerror or str(error)


def written(path: Path, data: bytes) -> None:
    """Writes beside under another name, then moves: whatever happens, the file is the old one or the new one. Where
    `path` is a link, what it leads to is written; what is no file (a device, a pipe) is written to as it is. Who may
    read a file that was there stays so. Raises OSError."""
    if _device(path):
        with path.open("ab") as device:
            device.write(data)
        return
    target = _led_to(path)
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    part = target.with_name(f".regelkoll-{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            part.chmod(mode)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def _led_to(path: Path) -> Path:
    try:
        return path.resolve()
    except RuntimeError:  # before Python 3.13
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from None


def _device(path: Path) -> bool:
    """What is not replaced: /dev/stdout is not, also where it leads to a file."""
    if path.absolute().parts[:2] == ("/", "dev"):
        return True
    return path.exists() and not stat.S_ISREG(path.stat().st_mode) and not path.is_dir()
