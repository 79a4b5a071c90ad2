"""A disk that forgets what was not synchronised, for SQLite: what a power cut would leave, kept in a folder beside the files.

`watch` hooks the writes and syncs of SQLite's own file layer (its VFS) in this process. Each write is noted; each sync copies
what was noted to the platter. After `kill -9`, `restore` puts the platter in place of the files: the machine comes up with what
had been synchronised, and no more. It needs no compiler and no root. What it does not show: a disk that lies about its syncs,
a sector written by half, and names of files that were never synchronised (a file is on the platter from its first sync on).
"""

import _sqlite3
import ctypes
import os
import shutil
import threading
from pathlib import Path

POINTER, INT, INT64 = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
# The name stays an address: SQLite keeps it, and a copy of ours would be gone.
OPEN = ctypes.CFUNCTYPE(INT, POINTER, POINTER, POINTER, INT, POINTER)
CLOSE = ctypes.CFUNCTYPE(INT, POINTER)
WRITE = ctypes.CFUNCTYPE(INT, POINTER, POINTER, INT, INT64)
TRUNCATE = ctypes.CFUNCTYPE(INT, POINTER, INT64)
SYNC = ctypes.CFUNCTYPE(INT, POINTER, INT)


class Methods(ctypes.Structure):
    """sqlite3_io_methods, as far as version 3 goes; the rest is copied as it is."""

    _fields_ = (
        ("version", INT), ("close", POINTER), ("read", POINTER), ("write", POINTER), ("truncate", POINTER),
        ("sync", POINTER), ("others", POINTER * 13),
    )  # fmt: skip


class Vfs(ctypes.Structure):
    """The beginning of sqlite3_vfs."""

    _fields_ = (
        ("version", INT), ("size_of_file", INT), ("longest_path", INT), ("next", POINTER), ("name", ctypes.c_char_p),
        ("data", POINTER), ("open", POINTER),
    )  # fmt: skip


class _Watched:
    def __init__(self, path: Path, own: Methods, copy: Path):
        self.path, self.own, self.copy = path, own, copy


_files: dict[int, _Watched] = {}
_noted: dict[Path, list[tuple[int, int]]] = {}
_guard = threading.Lock()
_kept: list = []  # what C points at must not be collected
_by_address: dict[int, tuple[Methods, ctypes.POINTER]] = {}


def watch(database: str, folder: str) -> None:
    """From now on, in this process. What stands in the files already counts as synchronised."""
    names = {database, f"{database}-wal"}
    platter = Path(folder)
    platter.mkdir(parents=True, exist_ok=True)
    for name in names:
        if os.path.exists(name):
            shutil.copy(name, platter / Path(name).name)
    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
    vfs = library.sqlite3_vfs_find(None)
    original = OPEN(vfs.contents.open)

    @OPEN
    def opened(this, name, file, flags, told):
        code = original(this, name, file, flags, told)
        path = ctypes.string_at(name).decode() if name else ""
        if code == 0 and path in names:
            _hook(file, Path(path), platter)
        return code

    _kept.extend([original, opened])
    vfs.contents.open = ctypes.cast(opened, POINTER)


def restore(database: Path, folder: Path) -> None:
    """After a kill: the power has been cut. What shared memory held is gone with the machine."""
    for name in (database, Path(f"{database}-wal"), Path(f"{database}-shm")):
        name.unlink(missing_ok=True)
        if (folder / name.name).exists():
            shutil.copy(folder / name.name, name)


def _hook(file: int, path: Path, platter: Path) -> None:
    place = ctypes.cast(file, ctypes.POINTER(POINTER))
    address = place[0]
    if address not in _by_address:
        own = Methods.from_address(address)
        ours = Methods.from_buffer_copy(own)
        functions = _functions(own)
        for name, function in functions.items():
            setattr(ours, name, ctypes.cast(function, POINTER))
        _kept.extend([own, ours, *functions.values()])
        _by_address[address] = (own, ctypes.pointer(ours))
    own, ours = _by_address[address]
    with _guard:
        _files[file] = _Watched(path, own, platter / path.name)
        _noted.setdefault(path, [])
    place[0] = ctypes.cast(ours, POINTER).value


def _functions(own: Methods) -> dict:
    close, write, truncate, sync = CLOSE(own.close), WRITE(own.write), TRUNCATE(own.truncate), SYNC(own.sync)
    _kept.extend([close, write, truncate, sync])

    @CLOSE
    def closed(file):
        with _guard:
            _files.pop(file, None)
        return close(file)

    @WRITE
    def written(file, data, amount, offset):
        with _guard:
            _noted[_files[file].path].append((offset, amount))
        return write(file, data, amount, offset)

    @TRUNCATE
    def truncated(file, size):
        with _guard:
            _noted[_files[file].path].append((size, -1))
        return truncate(file, size)

    @SYNC
    def synchronised(file, flags):
        code = sync(file, flags)
        if code == 0:
            with _guard:
                _to_the_platter(_files[file])
        return code

    return {"close": closed, "write": written, "truncate": truncated, "sync": synchronised}


def _to_the_platter(watched: _Watched) -> None:
    noted, _noted[watched.path] = _noted[watched.path], []
    descriptor = os.open(watched.copy, os.O_RDWR | os.O_CREAT, 0o644)
    source = os.open(watched.path, os.O_RDONLY)
    try:
        for offset, amount in noted:
            if amount < 0:
                os.ftruncate(descriptor, offset)
            else:
                os.pwrite(descriptor, os.pread(source, amount, offset), offset)
    finally:
        os.close(source)
        os.close(descriptor)
