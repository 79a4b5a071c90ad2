"""Applications that wait for the leader's consent, each with what is wished for: it can be given from the row."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.addresses import address_of
from fagvei.common.prepared import prepared
from fagvei.common.tasks import Act, Task
from fagvei.courses.models import CourseApplication, CourseRun
from fagvei.courses.models.applications import print_of_wishes
from fagvei.courses.rules.deadlines import last_day_before
from fagvei.people.models import User
from fagvei.people.queries import circle_of

RUN = "round__round_runs__run__"


class ConsentLine(NamedTuple):
    """One application and one run of its round."""

    public_id: uuid.UUID
    since: dt.datetime
    wishes: list[str]
    doctor: str
    waiting_on_id: int | None
    waiting_on: str | None
    deadline_at: dt.datetime
    course: str
    key: uuid.UUID
    starts_on: dt.date
    ends_on: dt.date
    place: str

    @property
    def run(self) -> CourseRun:
        return CourseRun(starts_on=self.starts_on, ends_on=self.ends_on, place=self.place)


def consents_to_give(user: User) -> Iterator[Task]:
    """For a leader or a deputy. One question."""
    if not (led := circle_of(user).leads):
        return
    by_application: dict[uuid.UUID, list[ConsentLine]] = {}
    for row in _awaiting(led=led, now=clock.now()):
        line = ConsentLine(*row)
        by_application.setdefault(line.public_id, []).append(line)
    yield from (_consent(lines, user) for lines in by_application.values())


def _consent(lines: list[ConsentLine], user: User) -> Task:
    each = lines[0]
    runs = {str(line.key): line.run for line in lines}
    shown = (("shown", print_of_wishes(each.wishes)),)
    wishes = [f"{runs[key].dates}, {runs[key].where}" for key in each.wishes if key in runs]
    # The consent covers every wish, so all of them stand in the row.
    return Task(
        "course_consent",
        _("Samtykke til kurs for %(name)s: %(course)s") % {"name": each.doctor, "course": each.course},
        address_of("courses:application", each.public_id),
        _("Svar på søknaden"),
        each.since,
        due_on=last_day_before(each.deadline_at),
        for_whom=each.waiting_on or "" if each.waiting_on_id != user.pk else "",
        said=_(" eller ").join(wishes),
        act=Act(address_of("courses:consent_to_application", each.public_id), _("Samtykk"), shown) if wishes else None,
    )


@prepared
def _awaiting(led: Collection[int], now: dt.datetime) -> QuerySet:
    rows = CourseApplication.objects.filter(
        doctor_id__in=led, state=CourseApplication.State.AWAITING, round__deadline_at__gt=now
    )
    return rows.order_by("since", "pk").values_list(
        "public_id", "since", "wishes", "doctor__full_name", "waiting_on_id", "waiting_on__full_name",
        "round__deadline_at", "round__course__activity__name", "round__round_runs__public_id", f"{RUN}starts_on",
        f"{RUN}ends_on", f"{RUN}place",
    )  # fmt: skip
