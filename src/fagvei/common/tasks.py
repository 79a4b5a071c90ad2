"""The row of the one inbox: each room tells what waits for a user, `web` shows it."""

import datetime as dt
from dataclasses import dataclass

from fagvei.common import clock


@dataclass(frozen=True)
class Task:
    """Something that waits for one person.

    `title` is a whole phrase ("Signer 5 aktiviteter fra Anna Berg"), `act_label` the verb on the button, `url` where it is done.
    `due_on` is a deadline or None, `waiting_since` the instant the ball came to this person.
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

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()
