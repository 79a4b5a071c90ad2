"""Asks the institution's virus scanner (clamd) about a file before anything of it is kept. Off until `FAGVEI_CLAMD` is set.

Fails closed: no connection, no answer in time and every answer but a plain OK refuse the file. The log tells that a file was
refused and why, never anything of its name, its content or who sent it.
"""

import logging
import re
import socket
import struct
import time
from typing import Any

from django.conf import settings
from django.core import checks
from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal

MOST_BYTES = 10 * 1024 * 1024  # the largest file any form takes
PIECE = 64 * 1024
SECONDS = 15.0  # for the whole talk, not for each step of it
TO_CONNECT = 3.0
MOST_ANSWER = 1024
CLEAN, FOUND = b"stream: OK\0", re.compile(rb"stream: [^\0]+ FOUND\0")
READ_MORE = "Read docs/operations.md, Virus scanner."

logger = logging.getLogger(__name__)


class MalwareFound(Refusal):
    code = "malware"
    message = _("Filen ser ut til å inneholde skadelig programvare og er ikke lagret.")


class NotScanned(Refusal):
    code = "not_scanned"
    message = _(
        "Filen kan ikke kontrolleres for skadelig programvare nå, og er ikke lagret."
        " Det du har skrevet, står. Prøv igjen om litt."
    )


class TooLargeToScan(Refusal):
    code = "too_large"
    message = _("Filen er større enn 10 MB. Lagre den i en mindre utgave.")


def scan(upload: Any) -> None:
    """Returns when the scanner has nothing against the file, or when there is no scanner. Outside every transaction: it waits.

    `upload` has `size`, `seek` and `read`, and is left at its beginning.
    """
    if not settings.FAGVEI_CLAMD:
        return
    if upload.size > MOST_BYTES:
        raise TooLargeToScan
    try:
        answer = _ask(b"INSTREAM", upload)
    except OSError as fault:
        logger.error("A file was refused: the virus scanner gave no answer (%s).", type(fault).__name__)
        raise NotScanned from fault
    if FOUND.fullmatch(answer):
        logger.warning("A file was refused: the virus scanner found something in it.")
        raise MalwareFound
    if answer != CLEAN:
        logger.error("A file was refused: the answer of the virus scanner is not understood.")
        raise NotScanned


def is_answering() -> bool:
    try:
        return _ask(b"PING") == b"PONG\0"
    except OSError:
        return False


def scanner_is_there(**kwargs: Any) -> list[checks.CheckMessage]:
    """Told by `fagvei check --deploy`."""
    if not settings.FAGVEI_CLAMD:
        words = "FAGVEI_CLAMD is not set: files that are uploaded are not looked at by a virus scanner."
        return [checks.Warning(words, hint=READ_MORE, id="fagvei.W001")]
    if not is_answering():
        words = "The virus scanner at FAGVEI_CLAMD does not answer: every file that is uploaded is refused."
        return [checks.Error(words, hint=READ_MORE, id="fagvei.E001")]
    return []


def _ask(command: bytes, upload: Any = None) -> bytes:
    """What the scanner says until it ends its answer or hangs up; everything together takes at most `SECONDS`."""
    ends_at = time.monotonic() + SECONDS
    with _connect() as line:
        _hurry(line, ends_at)
        line.sendall(b"z" + command + b"\0")
        if upload is not None:
            upload.seek(0)
            while piece := upload.read(PIECE):
                _hurry(line, ends_at)
                line.sendall(struct.pack("!L", len(piece)) + piece)
            upload.seek(0)
            line.sendall(struct.pack("!L", 0))
        answer = b""
        while b"\0" not in answer and len(answer) < MOST_ANSWER:
            _hurry(line, ends_at)
            said = line.recv(MOST_ANSWER)
            if not said:
                break
            answer += said
    return answer


def _connect() -> socket.socket:
    address = settings.FAGVEI_CLAMD
    if not isinstance(address, str):
        return socket.create_connection(address, timeout=TO_CONNECT)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(TO_CONNECT)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line


def _hurry(line: socket.socket, ends_at: float) -> None:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError
    line.settimeout(left)
