"""What the stories about one doctor share."""

import datetime as dt
from typing import Any

from fagvei.people.models import User
from fagvei.workshop.bulk import BulkWriter
from fagvei.workshop.nation.people import Post
from fagvei.workshop.nation.places import Places
from fagvei.workshop.nation.wish import Wish


class Record:
    """Who, where, the clock, and one way to write an event down."""

    def __init__(self, post: Post, wish: Wish, places: Places, writer: BulkWriter):
        self.post, self.wish, self.places, self.writer = post, wish, places, writer
        self.draw = writer.draw
        self.now = wish.now
        self.doctor: User = post.doctor

    def write_down(self, name: str, *, at: dt.datetime, **what: Any) -> None:
        self.writer.record(name, happened_at=at, subject=self.doctor, controller=self.post.place.institution, **what)

    def between(self, earliest: dt.datetime, latest: dt.datetime) -> dt.datetime:
        """An instant, drawn to the minute."""
        minutes = max(int((latest - earliest).total_seconds() // 60), 1)
        return earliest + dt.timedelta(minutes=self.draw.randrange(minutes))
