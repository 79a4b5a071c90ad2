"""A small clamd on a real socket, which answers as it is told to."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

CLEAN = b"stream: OK\0"
FOUND = b"stream: Eicar-Test-Signature FOUND\0"


class Clamd:
    """Takes what is sent to the end and answers with `answers`, a piece after a pause each; then it hangs up."""

    def __init__(self, listening: socket.socket, answers: list[bytes], *, pause: float, hangs_up: bool):
        self.listening, self.answers, self.pause, self.hangs_up = listening, answers, pause, hangs_up
        self.files: list[bytes] = []
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    @property
    def address(self) -> Any:
        return self.listening.getsockname()

    def _serve(self) -> None:
        while not self.is_over.is_set():
            try:
                line, _who = self.listening.accept()
            except OSError:
                return
            with line, suppress(OSError):
                self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        if self.hangs_up:
            line.recv(1)
            return
        command = self._take(line, len(b"zPING\0"))
        if command != b"zPING\0":
            assert command + self._take(line, len(b"zINSTREAM\0") - len(command)) == b"zINSTREAM\0"
            self.files.append(b"".join(self._pieces(line)))
        for answer in self.answers:
            if self.is_over.wait(self.pause):
                return
            line.sendall(answer)

    def _pieces(self, line: socket.socket) -> Iterator[bytes]:
        while size := struct.unpack("!L", self._take(line, 4))[0]:
            yield self._take(line, size)

    def _take(self, line: socket.socket, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            piece = line.recv(size - len(taken))
            if not piece:
                raise OSError("hung up")
            taken += piece
        return taken


@contextmanager
def clamd(*answers: bytes, pause: float = 0.0, hangs_up: bool = False, path: Path | None = None) -> Iterator[Clamd]:
    listening = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    listening.bind(str(path) if path else ("127.0.0.1", 0))
    listening.listen()
    server = Clamd(listening, list(answers), pause=pause, hangs_up=hangs_up)
    try:
        yield server
    finally:
        server.is_over.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        server.thread.join(5)
