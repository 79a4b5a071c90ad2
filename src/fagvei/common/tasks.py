"""The row of the one inbox: each room tells what waits for a user, `web` shows it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from fagvei.common import clock


@dataclass(frozen=True)
class Act:
    """The act itself as a form of one button: for a task whose whole matter its row says.

    The addresses are those of the rooms: the same door, key, refusal and audit as the button on the page. What must be seen
    before one answers for it stays a link: a signature, an opinion, a decision, a text, a list that the row does not show.
    """

    url: str
    label: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Task:
    """Something that waits for one person.

    `title` is a whole phrase ("Signer 5 aktiviteter fra Anna Berg"), `act_label` the verb on the button, `url` where it is done.
    `due_on` is a deadline or None, `waiting_since` the instant the ball came to this person.
    `act` is done in the row, and `said` is what one must know to do it; `url` then shows the rest.
    `instants` is when each of several things in the line came, where that decides when the first of them is due.
    `due_set_by` is whose deadline it is, when no rule gives one; `about` is for the room itself: whose matter it is.
    `for_whom` is the leader whose task it is, when this person acts as deputy or delegate.
    """

    kind: str
    title: str
    url: str
    act_label: str
    waiting_since: dt.datetime
    due_on: dt.date | None = None
    count: int = 1
    for_whom: str = ""
    said: str = ""
    due_set_by: str = ""
    about: Any = None
    act: Act | None = None
    instants: tuple[dt.datetime, ...] = ()

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()
