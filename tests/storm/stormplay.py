"""The play: all apply at once, some in the last second, leaders consent, RegUt releases, people answer.

At drawn moments somebody pulls the plug.

`play` returns what the client knows. Nothing in here looks into the database.
"""

import asyncio
import hashlib
import json
import random
import re
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from stormclient import Crowd, Note

ANSWERS = re.compile(r"/mine-kurs/(tilbud|venteplass)/[0-9a-f-]{36}/(ja|nei|meld-av|forlat)/")
PLACE = re.compile(r"Du er nr\. (\d+) på ventelisten")
SHOWN = re.compile(r'name="shown" value="(\w+)"')
VERBS = {"ja": "accept", "nei": "decline", "meld-av": "give_up", "forlat": "leave"}
IN_TURN = 40  # so many of the waiting look again in each wave


@dataclass
class Plan:
    """How the storm goes. `kills` is what is killed, in order; when is drawn by progress, since a clock hits nobody."""

    people: int
    seed: int
    kills: list[Callable[[], None]] = field(default_factory=list)
    waves: int = 2
    stretch: float = 1.0
    held_back: float = 0.1  # so many press in the last second, and the others when the round opens
    everybody_looks: bool = True
    acts: tuple[str, ...] = ("apply", "release", "answer")
    on_release: Callable[[], None] | None = None

    @property
    def kills_while_applying(self) -> int:
        return len(self.kills) if self.acts == ("apply",) else (len(self.kills) + 1) // 2


class Play:
    def __init__(self, crowd: Crowd, world: dict[str, Any], plan: Plan):
        self.crowd, self.world, self.plan = crowd, world, plan
        self.draw = random.Random(plan.seed)
        self.places: dict[str, str] = {}  # who applied: address of the application
        self.rank: dict[str, int] = {}
        self.seconds: dict[str, float] = {}
        self._thresholds: list[int] = []
        self._killing: list[asyncio.Task] = []
        self._one_at_a_time = asyncio.Lock()
        crowd.on_answer = self._progress

    # --- Kills by progress ---

    def _draw_kills(self, number: int, among: int) -> None:
        """At so many of the next `among` answers, which must come."""
        now, number = self.crowd.answered, min(number, len(self.plan.kills))
        self._thresholds = sorted(
            now + self.draw.randint(1 + among // 20, 1 + among * 8 // 10) for _each in range(number)
        )

    def _progress(self, answered: int) -> None:
        if self._thresholds and answered >= self._thresholds[0]:
            self._thresholds.pop(0)
            self._killing.append(asyncio.ensure_future(self._kill(self.plan.kills.pop(0))))

    async def _kill(self, kill: Callable[[], None]) -> None:
        """In a thread, so that people go on knocking while the server comes up again."""
        async with self._one_at_a_time:
            await asyncio.to_thread(kill)

    # --- Acts ---

    async def all(self) -> None:
        for name in self.plan.acts:
            began = time.monotonic()
            await getattr(self, name)()
            self.seconds[name] = time.monotonic() - began
        await asyncio.gather(*self._killing)

    async def apply(self) -> None:
        doctors = self.world["doctors"]
        self._draw_kills(self.plan.kills_while_applying, len(doctors))
        held_back = [self.draw.random() < self.plan.held_back for _each in doctors]
        asked = [
            self._apply_late(doctor) if late else self._apply_and_be_consented(doctor)
            for doctor, late in zip(doctors, held_back, strict=True)
        ]
        last = [self._in_the_last_second(doctor) for doctor in doctors]
        await asyncio.gather(*asked, *last)
        await asyncio.sleep(max(0.0, self.world["deadline"] + 0.05 - time.time()))

    async def _apply_late(self, doctor: dict[str, str]) -> None:
        """So late that the database's clock decides: some are in, and some are told that they came too late."""
        await self._until_the_last_second()
        await self._apply_and_be_consented(doctor)

    async def _until_the_last_second(self) -> None:
        moment = self.world["deadline"] - self.draw.uniform(0.0, 1.0)
        await asyncio.sleep(max(0.0, moment - time.time()))

    async def _apply_and_be_consented(self, doctor: dict[str, str]) -> None:
        who, found = doctor["name"], self._round()
        wishes = self._wishes(found)
        note = await self._send(who, "apply", found, **wishes)
        if not note.done:
            return
        self.places[who] = note.location
        await self._consent(doctor, note.location, wishes)
        if self.draw.random() > 0.05:
            return
        if (await self._button(who, "withdraw", note.location, "trekk/")).done:  # a change of mind, and another
            wishes = self._wishes(found)
            again = await self._send(who, "apply", found, **wishes)
            if again.done:
                await self._consent(doctor, note.location, wishes)

    async def _consent(self, doctor: dict[str, str], place: str, wishes: dict[str, str]) -> None:
        twice = self.draw.random() < 0.1  # pressed twice: the same form, at the same time
        key = self.crowd.new_key()
        sent = {"key": key, "shown": print_of(wishes)}
        presses = [self._button(doctor["leader"], "consent", place, "samtykk/", **sent) for _each in range(1 + twice)]
        await asyncio.gather(*presses)

    async def _in_the_last_second(self, doctor: dict[str, str]) -> None:
        """A third of all change their wishes around the deadline: some just before, some just after, all at once."""
        if self.draw.random() > 0.33:
            return
        await self._until_the_last_second()
        who, found = doctor["name"], self._round()
        if place := self.places.get(who):
            path = f"{place}endre/"
            await self.crowd.submit(who, "change", path, place, **self._wishes(found, turned=True))

    def _round(self) -> dict[str, Any]:
        return self.world["rounds"][0]

    def _wishes(self, found: dict[str, Any], turned: bool = False) -> dict[str, str]:
        """Everybody wants one or both, in one order or the other."""
        keys = list(found["keys"])
        if turned or self.draw.random() < 0.3:
            keys.reverse()
        if self.draw.random() < 0.2:
            keys = keys[:1]
        return {f"wish_{number}": key for number, key in enumerate(keys, 1)}

    async def _send(self, who: str, verb: str, found: dict[str, Any], **fields: str) -> Note:
        return await self.crowd.submit(who, verb, f"/mine-kurs/sok/{found['run']}/", found["round"], **fields)

    async def _button(self, who: str, verb: str, place: str, last: str, key: str = "", **fields: str) -> Note:
        return await self.crowd.submit(who, verb, f"{place}{last}", place, key=key, **fields)

    async def release(self) -> None:
        """Previewed, made outdated by another number of seats, previewed again by two at once, released by both, each twice."""
        for found in self.world["rounds"]:
            page = f"/kursopptak/{found['round']}/"
            await self._button("eva", "preview", page, "forhandsvis/")
            await self._change_seats(found, 0, +1)
            shown = shown_on(await self.crowd.look("eva", page))
            await self._button("eva", "release", page, "frigi/", shown=shown)  # refused: it was outdated
            await asyncio.gather(*[self._button("eva", "preview", page, "forhandsvis/") for _each in range(2)])
            shown = shown_on(await self.crowd.look("eva", page))
            twice = [who for who in ("eva", "geir") for _each in range(2)]
            presses = [self._button(who, "release", page, "frigi/", shown=shown) for who in twice]
            kill = self._kill_soon() if self.plan.on_release else asyncio.sleep(0)
            await asyncio.gather(*presses, kill)

    async def _kill_soon(self) -> None:
        await asyncio.sleep(self.draw.uniform(0.02, 0.25))
        await self._kill(self.plan.on_release)

    async def _change_seats(self, found: dict[str, Any], which: int, change: int) -> None:
        found["seats"][which] += change
        row = f"/kursopptak/gjennomforing/{found['keys'][which]}/"
        fields = {"seats": str(found["seats"][which]), "reason": "Rommet er byttet."}
        await self._button("eva", "seats", row, "plasser/", **fields)

    async def answer(self) -> None:
        """Waves: who has something to answer answers, some leave, the officer changes the seats, and the next in line look again."""
        found, applied = self._round(), sorted(self.places)
        if not self.plan.everybody_looks:
            applied = self.draw.sample(applied, min(len(applied), 12 * sum(found["seats"])))
        verbs = await self._look(applied, leaving=0.05)
        self._draw_kills(len(self.plan.kills), len(verbs))
        for wave in range(self.plan.waves):
            await asyncio.gather(*verbs, self._change_seats(found, wave % 2, (2, -1, 3)[wave % 3]))
            verbs = await self._look(self._next_in_turn(), leaving=0.02)
        await asyncio.gather(*verbs)

    async def _look(self, people: list[str], leaving: float) -> list[Coroutine]:
        pages = await asyncio.gather(*[self.crowd.look(who, self.places[who]) for who in people])
        verbs = []
        for who, page in zip(people, pages, strict=True):
            if place := PLACE.search(page):
                self.rank[who] = int(place[1])
            verbs += self._what_to_do(who, page, leaving)
        self.draw.shuffle(verbs)
        return verbs

    def _what_to_do(self, who: str, page: str, leaving: float) -> list[Coroutine]:
        buttons = {match[2]: match[0] for match in ANSWERS.finditer(page)}
        if "ja" in buttons:
            chosen = self.draw.choices((["ja"], ["nei"], ["ja", "nei"], []), (50, 35, 10, 5))[0]
        elif "meld-av" in buttons:
            chosen = ["meld-av"] if self.draw.random() < 0.3 else []
        elif "forlat" in buttons:
            chosen = ["forlat"] if self.draw.random() < leaving else []
        else:
            chosen = []
        return [self.crowd.submit(who, VERBS[each], buttons[each], buttons[each]) for each in chosen]

    def _next_in_turn(self) -> list[str]:
        """Those who had an offer or a seat, and the first of the waiting."""
        held = [note.who for note in self.crowd.notes if note.verb in {"accept", "decline"}]
        waiting = sorted((rank, who) for who, rank in self.rank.items())[:IN_TURN]
        return sorted({*held, *(who for _rank, who in waiting)})


def print_of(wishes: dict[str, str]) -> str:
    """What the leader's page says: computed, since a page for each consent would make it another storm."""
    listed = json.dumps({"wishes": [wishes[name] for name in sorted(wishes)]}, separators=(",", ":"))
    return hashlib.sha256(listed.encode()).hexdigest()


def shown_on(page: str) -> str:
    """What the form says that its reader has seen."""
    found = SHOWN.search(page)
    return found[1] if found else ""


async def press_at_once(crowd: Crowd, world: dict[str, Any]) -> None:
    """In each of many small rounds the officer and the course leader release in the same instant."""
    for doctor, found in zip(world["doctors"], world["rounds"], strict=False):
        wishes = {"wish_1": found["keys"][0]}
        note = await crowd.submit(doctor["name"], "apply", f"/mine-kurs/sok/{found['run']}/", found["round"], **wishes)
        seen = {"shown": print_of(wishes)}
        await crowd.submit(doctor["leader"], "consent", f"{note.location}samtykk/", note.location, **seen)
    await asyncio.sleep(max(0.0, world["deadline"] + 0.05 - time.time()))
    for found in world["rounds"]:
        page = f"/kursopptak/{found['round']}/"
        await crowd.submit("eva", "preview", f"{page}forhandsvis/", page)
        seen = {"shown": shown_on(await crowd.look("eva", page))}
        await asyncio.gather(*[crowd.submit(who, "release", f"{page}frigi/", page, **seen) for who in ("eva", "geir")])
