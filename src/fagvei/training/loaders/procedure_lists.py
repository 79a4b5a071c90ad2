"""A doctor's own list of procedures: pasted, from a file or a calendar. Every line is judged before anything is logged."""

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from icalendar import Calendar

from fagvei.common import clock, text
from fagvei.common.forms import DateField
from fagvei.common.models import content_digest
from fagvei.common.patients import MAY_NAME_A_PATIENT, NATIONAL_ID
from fagvei.common.rows import Record, Row, RowRefused, read_rows, records
from fagvei.curriculum.models import LearningActivity
from fagvei.people.models import User
from fagvei.training import rules
from fagvei.training.actions.procedures import MOST_AT_ONCE, Entry
from fagvei.training.models import PlanActivity, PlanGoal
from fagvei.training.queries.log_page import LogPage, log_page

REQUIRED = ("prosedyre", "dato")
COLUMNS = (*REQUIRED, "antall", "sted", "selvstendighet", "mål", "supervisør")
MOST_TIMES = 500
MOST_GOALS = 6  # more goals than this from one procedure are not ticked unseen
LONGEST_CALENDAR = 2 * 1024 * 1024
LEVELS = {
    "": "",
    **{str(value): value for value, _label in PlanActivity.Independence.choices},
    "under supervisjon": PlanActivity.Independence.SUPERVISED,
    "supervisjon": PlanActivity.Independence.SUPERVISED,
    "selvstendig": PlanActivity.Independence.INDEPENDENT,
}


# --- From what the doctor has to rows of text ------------------------------------------------------------------------


def rows_of_text(typed: str) -> list[Row]:
    """Pasted cells. Without a line of column names, the columns stand in our order."""
    rows = read_rows("liste.csv", typed.encode())
    first = {value.casefold() for value in rows[0].values}
    if not first & set(COLUMNS):
        rows = [Row(0, COLUMNS[: max(len(row.values) for row in rows)]), *rows]
    if len(rows) > MOST_AT_ONCE + 1:
        raise RowRefused(rows[MOST_AT_ONCE + 1].line, _("Listen har flere enn 200 rader. Del den i flere."))
    return rows


def text_of_file(name: str, content: bytes, doctor: User) -> tuple[str, int]:
    """The file as text to look over and mend, and how many events of a calendar were left out."""
    if name.lower().endswith(".ics"):
        rows, left_out = _calendar_rows(content, doctor)
        return as_text([Row(1, COLUMNS), *rows]), left_out
    if name.lower().endswith(".json"):
        raise RowRefused(0, _("Filen må være CSV, XLSX eller en kalender (ICS)."))
    return as_text(read_rows(name, content)), 0


def as_text(rows: list[Row]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(row.values for row in rows)
    return out.getvalue()


def _calendar_rows(content: bytes, doctor: User) -> tuple[list[Row], int]:
    """Events that are called what a procedure is called. Descriptions and guests are not read: they may name a patient."""
    if len(content) > LONGEST_CALENDAR:
        raise RowRefused(0, _("Kalenderen er større enn 2 MB. Eksporter et kortere tidsrom."))
    names = _known_names(log_page(doctor))
    events = _events(content)
    rows = [row for event in events if (row := _row_of_event(event, names)) is not None]
    if not rows:
        raise RowRefused(
            0, _("Ingen hendelse i kalenderen heter det samme som en prosedyre du har i planen eller har logget.")
        )
    return sorted(rows, key=lambda row: row.values[1])[:MOST_AT_ONCE], len(events) - len(rows)


def _events(content: bytes) -> list[Any]:
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        return [part for calendar in calendars for part in calendar.walk("VEVENT")]
    except (ValueError, IndexError, KeyError, RecursionError) as error:
        raise RowRefused(0, _("Filen kan ikke leses som en kalender.")) from error


def _row_of_event(event: Any, names: dict[str, str]) -> Row | None:
    """Held, not called off, and called what a procedure is called. Of a repeated event, its first day."""
    summary, start = str(event.get("SUMMARY", "")).casefold(), event.get("DTSTART")
    name = next((names[known] for known in names if known in summary), None)
    day = _day(getattr(start, "dt", None))
    if name is None or day is None or day > clock.today() or str(event.get("STATUS", "")) == "CANCELLED":
        return None
    return Row(0, (name, day.isoformat(), "1", str(event.get("LOCATION", ""))[: text.MAX_SHORT], "", "", ""))


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return (value if value.tzinfo is None else value.astimezone(clock.OSLO)).date()
    return value if isinstance(value, dt.date) else None


def _known_names(page: LogPage) -> dict[str, str]:
    """Procedures of the plan and titles used before, the longest first, so that the closest name is taken."""
    names = [each.name for each in page.learning_activities if each.kind == LearningActivity.Kind.PROCEDURE]
    names += [each.title for each in page.history if each.kind == LearningActivity.Kind.PROCEDURE]
    return {name.casefold(): name for name in sorted(dict.fromkeys(names), key=len, reverse=True)}


# --- Judging ---------------------------------------------------------------------------------------------------------


@dataclass
class Judged:
    """One line. With an `entry` it can be logged; `fault` says why not; a double of what is logged is left out."""

    line: int
    title: str
    done_on: dt.date | None = None
    entry: Entry | None = None
    fault: str = ""
    note: str = ""
    is_double: bool = False
    asks: bool = False


@dataclass
class Listing:
    lines: list[Judged] = field(default_factory=list)
    says_no_patient: bool = False

    @property
    def accepted(self) -> list[Judged]:
        return [each for each in self.lines if each.entry is not None and not each.is_double]

    @property
    def doubles(self) -> list[Judged]:
        return [each for each in self.lines if each.is_double]

    @property
    def faulty(self) -> list[Judged]:
        return [each for each in self.lines if each.fault]

    @property
    def asks(self) -> bool:
        return not self.says_no_patient and any(each.asks for each in self.accepted)

    @property
    def is_ready(self) -> bool:
        return bool(self.accepted) and not self.faulty and not self.asks

    @property
    def times(self) -> int:
        return sum(each.entry.repetitions for each in self.accepted if each.entry)

    @property
    def digest(self) -> str:
        """Of what is shown, so that nothing else than that is logged."""
        return content_digest({"lines": [[each.line, repr(each.entry)] for each in self.accepted]})


def judge(
    doctor: User, rows: list[Row], *, supervisor: User | None, independence: str, says_no_patient: bool
) -> Listing:
    judge_of = _Judge(log_page(doctor), supervisor, independence)
    lines = [judge_of.line(record) for record in records(rows, required=REQUIRED, optional=COLUMNS)]
    return Listing(lines, says_no_patient)


class _Fault(Exception):
    """The sentence of one line."""


class _Judge:
    def __init__(self, page: LogPage, supervisor: User | None, independence: str):
        self.page, self.supervisor, self.independence = page, supervisor, independence
        procedures = [each for each in page.learning_activities if each.kind == LearningActivity.Kind.PROCEDURE]
        self.procedures = {each.name.casefold(): each for each in procedures}
        self.goals = {each.goal.code.casefold(): each for each in page.plan_goals}
        self.arenas = {each.name.casefold(): each for each in page.arenas}
        self.supervisors = {each.full_name.casefold(): each for each in page.supervisors}
        self.goals_of_name: dict[str, list[PlanGoal]] = {}
        self.logged = _logged(page.doctor)
        self.seen: Counter[tuple[str, dt.date]] = Counter()

    def line(self, record: Record) -> Judged:
        judged = Judged(record.line, record.values["prosedyre"][: text.MAX_SHORT])
        try:
            judged.entry = self._entry(record, judged)
        except _Fault as fault:
            judged.fault = str(fault)
            return judged
        self._look_for_double(judged)
        return judged

    def _entry(self, record: Record, judged: Judged) -> Entry:
        values = record.values
        if any(text.holds_national_id(value) for value in values.values()):
            raise _Fault(NATIONAL_ID)
        title = self._text(values["prosedyre"], _("Skriv hvilken prosedyre det var."))
        activity = self.procedures.get(title.casefold())
        judged.done_on = self._date(values["dato"])
        judged.asks = text.may_name_a_patient(title) or text.may_name_a_patient(f"{values['sted']} {values['dato']}")
        judged.note = str(MAY_NAME_A_PATIENT) if judged.asks else ""
        place = self._text(values["sted"])
        arena = self.arenas.get(place.casefold())
        return Entry(
            title=activity.name[: text.MAX_SHORT] if activity else title,
            activity=activity,
            done_on=judged.done_on,
            goals=self._goals(values["mål"], title, activity),
            arena=arena,
            place="" if arena else place,
            repetitions=self._times(values["antall"]),
            independence=self._level(values["selvstendighet"]),
            supervisor=self._supervisor(values["supervisør"]),
        )

    def _text(self, value: str, missing: str = "") -> str:
        if not value and missing:
            raise _Fault(missing)
        if len(value) > text.MAX_SHORT:
            raise _Fault(_("Teksten er lengre enn 200 tegn."))
        return text.tidy(value)

    def _date(self, value: str) -> dt.date:
        try:
            day = DateField(required=True).clean(value)
        except ValidationError as error:
            raise _Fault(_("Skriv datoen som 24.12.2026.")) from error
        if rules.date_fault(day, today=clock.today(), is_done=True):
            raise _Fault(_("Datoen er ikke kommet ennå."))
        return day

    def _times(self, value: str) -> int:
        if not value:
            return 1
        if not value.isascii() or not value.isdigit() or not 1 <= int(value[:6]) <= MOST_TIMES:
            raise _Fault(_("Antallet må være et helt tall mellom 1 og 500."))
        return int(value)

    def _level(self, value: str) -> str:
        if value.casefold() not in LEVELS:
            raise _Fault(_("Selvstendighet må være «under supervisjon» eller «selvstendig», eller stå tomt."))
        return LEVELS[value.casefold()] or self.independence

    def _supervisor(self, value: str) -> User | None:
        if not value:
            return self.supervisor
        if value.casefold() not in self.supervisors:
            raise _Fault(_("%(name)s er ikke supervisøren din nå.") % {"name": value[:60]})
        return self.supervisors[value.casefold()]

    def _goals(self, value: str, title: str, activity: LearningActivity | None) -> list[PlanGoal]:
        codes = value.replace(",", " ").replace(";", " ").replace("|", " ").split()
        for code in codes:
            if code.casefold() not in self.goals:
                raise _Fault(_("Målet %(code)s står ikke i planen din.") % {"code": code[:20]})
        if codes:
            return [self.goals[code.casefold()] for code in dict.fromkeys(codes)]
        goals = self._usual_goals(title, activity)
        if not 1 <= len(goals) <= MOST_GOALS:
            raise _Fault(_("Skriv målene i kolonnen «mål». Fagvei vet ikke hvilke mål prosedyren hører til."))
        return goals

    def _usual_goals(self, title: str, activity: LearningActivity | None) -> list[PlanGoal]:
        """Those of the last time, else those the procedure is said to belong to."""
        key = title.casefold()
        if key not in self.goals_of_name:
            mine = {each.pk: each for each in self.page.plan_goals}
            last = next((each for each in self.page.history if each.title.casefold() == key), None)
            used = [mine[goal.pk] for goal in last.goals.all() if goal.pk in mine] if last else []
            self.goals_of_name[key] = used or self.page.goals_of(activity)
        return self.goals_of_name[key]

    def _look_for_double(self, judged: Judged) -> None:
        """The same procedure on the same day: as many as are logged already are left out, further ones are new."""
        if judged.entry is None:
            return
        key = (judged.entry.title.casefold(), judged.entry.done_on)
        self.seen[key] += 1
        if self.seen[key] <= self.logged[key]:
            judged.is_double = True
            judged.note = _("Er logget fra før på denne datoen og tas ikke med.")
        elif self.seen[key] > 1 and not judged.note:
            judged.note = _("Samme prosedyre og dato som en tidligere linje. Tas med som en ny.")


def _logged(doctor: User) -> Counter[tuple[str, dt.date]]:
    rows = PlanActivity.objects.filter(doctor=doctor, kind=LearningActivity.Kind.PROCEDURE)
    rows = rows.exclude(state__in=[*PlanActivity.GONE, PlanActivity.State.PLANNED])
    return Counter(_keys(rows.values_list("title", "done_on").order_by("pk")))


def _keys(rows: Any) -> Iterator[tuple[str, dt.date]]:
    return ((title.casefold(), day) for title, day in rows)
