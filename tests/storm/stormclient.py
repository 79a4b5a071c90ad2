"""People outside, over HTTP, with the standard library alone: each sends a form until it is answered, and writes down what was said.

A form has one key for ever: a person whose connection breaks, or who is told to wait, sends the same form again. `draft=yes`
asks the server to say in a cookie that the form was saved; that is the acknowledgement the auditor holds against the database.
"""

import asyncio
import random
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

CSRF = "s" * 32
# A server that dies is noticed at once; who is in the queue stays in it, and the queue is as long as the crowd is large.
GIVE_UP_AFTER, A_PERSON = 240.0, 0.12
LOCATION, SAVED, LENGTH = re.compile(rb"\r\nlocation: (\S+)", re.I), b"fagvei_saved=", re.compile(
    rb"\r\ncontent-length: (\d+)", re.I
)  # fmt: skip


@dataclass
class Note:
    """What one person wanted, and what the server said in the end. `done` is yes only when the form was acknowledged."""

    who: str
    verb: str
    target: str
    key: str
    sent_at: float = 0.0
    answered_at: float = 0.0
    tries: int = 0
    status: int = 0
    done: bool = False
    location: str = ""
    unwell: list[int] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return self.answered_at - self.sent_at


@dataclass
class Answer:
    status: int
    location: str
    saved: bool
    body: str


class Crowd:
    """All people together: their sessions, their notes, and somebody who wants to know each time one was answered."""

    def __init__(self, port: int, sessions: dict[str, str], draw: random.Random):
        self.port, self.sessions, self.draw = port, sessions, draw
        self.patience = max(GIVE_UP_AFTER, A_PERSON * len(sessions))
        self.notes: list[Note] = []
        self.broken = 0
        self.answered = 0
        self.on_answer: Callable[[int], None] = lambda count: None
        self.page_seconds: list[float] = []

    def new_key(self) -> str:
        return str(uuid.UUID(int=self.draw.getrandbits(128), version=4))

    async def submit(self, who: str, verb: str, path: str, target: str, key: str = "", **fields: str) -> Note:
        note = Note(who, verb, target, key or self.new_key())
        self.notes.append(note)
        body = urlencode({"idempotency_key": note.key, "draft": "yes", **fields})
        note.sent_at = time.time()
        answer = await self._until_answered(who, "POST", path, body, note)
        note.answered_at = time.time()
        if answer is not None:
            note.status, note.location = answer.status, answer.location
            note.done = answer.saved and answer.status == 302
            self.answered += 1
            self.on_answer(self.answered)
        return note

    async def look(self, who: str, path: str) -> str:
        began = time.monotonic()
        answer = await self._until_answered(who, "GET", path, "", None)
        self.page_seconds.append(time.monotonic() - began)
        return answer.body if answer is not None else ""

    async def _until_answered(self, who: str, method: str, path: str, body: str, note: Note | None) -> Answer | None:
        began, tries = time.monotonic(), 0
        while time.monotonic() - began < self.patience:
            if note:
                note.tries += 1
            try:
                answer = await asyncio.wait_for(self._ask(who, method, path, body), self.patience / 2)
            except (OSError, EOFError, TimeoutError):
                self.broken += 1
                tries += 1
                await asyncio.sleep(self.draw.uniform(0.1, 0.5) * min(tries, 4))
                continue
            if answer.status < 500:
                return answer
            if note:
                note.unwell.append(answer.status)
            await asyncio.sleep(self.draw.uniform(0.3, 1.2))
        return None

    async def _ask(self, who: str, method: str, path: str, body: str) -> Answer:
        """One connection, one request. The whole answer must have come, or it does not count as heard."""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n"
            f"Cookie: sessionid={self.sessions[who]}; csrftoken={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write((head + body).encode())
            await writer.drain()
            headers = await reader.readuntil(b"\r\n\r\n")
            length = LENGTH.search(headers)
            content = await (reader.readexactly(int(length[1])) if length else reader.read())
        finally:
            writer.close()
        place = LOCATION.search(headers)
        return Answer(
            int(headers[9:12]), place[1].decode() if place else "", SAVED in headers, content.decode(errors="replace")
        )
