"""The full official set from a table: read, judged line by line, compared with what stands. Nothing is changed here.

The format is described in docs/import-format.md; an example lies in content/examples/.
"""

import datetime as dt
import hashlib
import re
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.common import text
from fagvei.common.forms import EARLIEST_DATE, LATEST_DATE
from fagvei.common.models import content_digest
from fagvei.common.refusal import Refusal
from fagvei.common.rows import Record, RowRefused, read_rows, records
from fagvei.curriculum import actions
from fagvei.curriculum.models import GoalImport, GoalRevision, GoalSet, LearningGoal, Level

REQUIRED = ("code", "set", "name", "valid_from", "legal_basis", "source")
OPTIONAL = ("category", "official_text", "knowledge_level", "skill_level", "valid_to", "part")
COLUMNS = (
    "code",
    "set",
    "category",
    "name",
    "official_text",
    "knowledge_level",
    "skill_level",
    "valid_from",
    "valid_to",
    "legal_basis",
    "source",
    "part",
)
LEVELS = {
    "": "",
    "laveste": Level.LOWEST,
    "mellomste": Level.MIDDLE,
    "høyeste": Level.HIGHEST,
    **{level.value: level for level in Level},
}
PARTS = ("", "1", "2", "3", "2/3")
LONGEST = {
    "name": 500,
    "category": 200,
    "legal_basis": 300,
    "source": 500,
}
MOST_PROBLEMS = 100
EXAMPLE = Path(__file__).resolve().parents[2] / "content/examples/learning-goals.csv"

_CODE = re.compile(r"([A-ZÆØÅ]{2,8})-(\d{2,4})")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})\.(\d{1,2})\.(\d{4})")


@cache
def example() -> str:
    """The example as the page shows it."""
    return EXAMPLE.read_text(encoding="utf-8-sig")


@dataclass(frozen=True)
class Fault:
    line: int
    sentence: str

    def __str__(self) -> str:
        return _("Linje %(line)s: %(sentence)s") % {"line": self.line, "sentence": self.sentence}


class TableRefused(Refusal):
    """The table cannot be imported; every fault with its line, up to a hundred."""

    code = "table_refused"

    def __init__(self, faults: list[Fault]):
        self.faults = faults[:MOST_PROBLEMS]
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class GoalRow:
    """One line of the table, judged. Dates as text, so that it can be kept as JSON."""

    line: int
    code: str
    set: str
    category: str
    name: str
    official_text: str
    knowledge_level: str
    skill_level: str
    valid_from: str
    valid_to: str
    legal_basis: str
    source: str
    part: str

    @property
    def valid_from_on(self) -> dt.date:
        return dt.date.fromisoformat(self.valid_from)

    @property
    def valid_to_on(self) -> dt.date | None:
        return dt.date.fromisoformat(self.valid_to) if self.valid_to else None

    @property
    def content(self) -> dict[str, Any]:
        """The fields of the revision it asks for."""
        return {
            "name": self.name,
            "official_text": self.official_text,
            "knowledge_level": self.knowledge_level,
            "skill_level": self.skill_level,
            "valid_from_on": self.valid_from_on,
            "valid_to_on": self.valid_to_on,
            "legal_basis": self.legal_basis,
            "source": self.source,
        }


@dataclass(frozen=True)
class RowChange:
    """What confirming would do with one line."""

    row: GoalRow
    is_new: bool
    differences: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    place: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def state(self) -> str:
        if self.is_new:
            return "added"
        return "changed" if self.differences or self.place else "unchanged"

    @property
    def shown(self) -> list[tuple[str, Any, Any]]:
        """The differences under the names people know."""
        models: Any = ((LearningGoal, self.place), (GoalRevision, self.differences))
        return [
            (str(model._meta.get_field(name).verbose_name), _in_norwegian(before), _in_norwegian(after))
            for model, changes in models
            for name, (before, after) in changes.items()
        ]


def _in_norwegian(value: Any) -> Any:
    return Level(value).label if value in Level.values else value


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_table(name: str, content: bytes) -> list[GoalRow]:
    """The rows of the file, or TableRefused with every fault. Asks the database only which sets there are."""
    try:
        found = records(read_rows(name, content), required=REQUIRED, optional=OPTIONAL)
    except RowRefused as refusal:
        raise TableRefused([Fault(refusal.line, refusal.sentence)]) from refusal
    if not found:
        raise TableRefused([Fault(1, _("Filen har kolonner, men ingen rader."))])
    judge = _Judge()
    rows = [judge.judged(record) for record in found]
    if judge.faults:
        raise TableRefused(judge.faults)
    return rows


def plan_import(rows: list[GoalRow]) -> list[RowChange]:
    """Compare with what stands. TableRefused when a row would take something away without saying so."""
    goals = {
        goal.code: goal
        for goal in LearningGoal.objects.filter(code__in=[row.code for row in rows]).select_related(
            "goal_set", "category"
        )
    }
    latest: dict[int, GoalRevision] = {}
    standing = GoalRevision.objects.filter(goal__in=goals.values(), replaced_on__isnull=True)
    for revision in standing.order_by("valid_from_on", "number"):
        latest[revision.goal_id] = revision
    faults: list[Fault] = []
    changes = []
    for row in rows:
        goal = goals.get(row.code)
        standing_now = latest.get(goal.pk) if goal else None
        faults += _losses(row, goal, standing_now)
        changes.append(_change(row, goal, standing_now))
    if faults:
        raise TableRefused(faults)
    return changes


def _change(row: GoalRow, goal: LearningGoal | None, revision: GoalRevision | None) -> RowChange:
    if goal is None:
        return RowChange(row, is_new=True)
    differences = {
        name: (getattr(revision, name, None), value)
        for name, value in row.content.items()
        if revision is None or (getattr(revision, name) or "") != (value or "")
    }
    place = {}
    category = goal.category.name if goal.category else ""
    if row.category and (row.category != category or goal.category_is_inferred):
        place["category"] = (category, row.category)
    if row.part and row.part != goal.part:
        place["part"] = (goal.part, row.part)
    return RowChange(row, is_new=False, differences=differences, place=place)


def _losses(row: GoalRow, goal: LearningGoal | None, revision: GoalRevision | None) -> list[Fault]:
    if goal is None:
        return []
    sentences = []
    if goal.goal_set.code != row.set:
        sentences.append(_("Målet står i settet %s og kan ikke flyttes ved import.") % goal.goal_set.code)
    if revision is not None:
        if row.valid_from_on < revision.valid_from_on:
            sentence = _("Gyldig fra er før revisjonen som gjelder fra %s. Eldre innhold kan ikke erstatte nyere.")
            sentences.append(sentence % revision.valid_from_on.isoformat())
        for name in ("official_text", "knowledge_level", "skill_level"):
            if getattr(revision, name) and not getattr(row, name):
                sentences.append(_("Målet har verdi i «%s» i dag, raden har ingen. Fyll den inn.") % name)
    return [Fault(row.line, sentence) for sentence in sentences]


class _Judge:
    """Says what is wrong with each row; remembers which codes it has seen."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.seen: dict[str, int] = {}
        self.prefixes = {goal_set.code: prefix_of(goal_set) for goal_set in GoalSet.objects.select_related("specialty")}

    def judged(self, record: Record) -> GoalRow:
        values = {name: text.tidy(value) for name, value in record.values.items()}
        values = {name: values.get(name, "") for name in COLUMNS}
        problems: list[str] = []
        for name in REQUIRED:
            if not values[name]:
                problems.append(_("Feltet «%s» er tomt.") % name)
        for name, longest in LONGEST.items():
            if len(values[name]) > longest:
                problems.append(
                    _("Feltet «%(name)s» er lengre enn %(longest)s tegn.") % {"name": name, "longest": longest}
                )
        problems += self._code(record.line, values)
        problems += _levels(values)
        problems += _dates(values)
        if values["part"] not in PARTS:
            problems.append(_("Feltet «part» må være 1, 2, 3 eller 2/3."))
        self.faults += [Fault(record.line, problem) for problem in problems]
        return GoalRow(line=record.line, **values)

    def _code(self, line: int, values: dict[str, str]) -> list[str]:
        code, goal_set = values["code"], values["set"]
        if not code or not goal_set:
            return []
        match = _CODE.fullmatch(code)
        if match is None:
            return [_("Koden «%s» må være bokstaver, bindestrek og 2–4 sifre, som RUS-001.") % code[:30]]
        if goal_set not in self.prefixes:
            known = ", ".join(sorted(self.prefixes))
            return [_("Settet «%(set)s» finnes ikke. Kjente sett: %(known)s.") % {"set": goal_set[:30], "known": known}]
        problems = []
        prefix = self.prefixes[goal_set]
        taken = {p for name, p in self.prefixes.items() if p and name != goal_set}
        if (prefix and match[1] != prefix) or (not prefix and match[1] in taken):
            problems.append(_("Koden «%(code)s» hører ikke til settet %(set)s.") % {"code": code, "set": goal_set})
        if code in self.seen:
            problems.append(_("Koden «%(code)s» står også i linje %(line)s.") % {"code": code, "line": self.seen[code]})
        self.seen.setdefault(code, line)
        return problems


def prefix_of(goal_set: GoalSet) -> str:
    """The letters of the set's codes. Those of part 1 are not known from any public source."""
    if goal_set.kind == GoalSet.Kind.PART_1:
        return ""
    return (goal_set.specialty.prefix if goal_set.specialty else "") or goal_set.code


def _levels(values: dict[str, str]) -> list[str]:
    problems = []
    for name in ("knowledge_level", "skill_level"):
        level = LEVELS.get(values[name].lower())
        if level is None:
            sentence = _("Nivået «%(value)s» i «%(name)s» er ukjent. Bruk laveste, mellomste eller høyeste.")
            problems.append(sentence % {"value": values[name][:30], "name": name})
        values[name] = str(level or "")
    return problems


def _dates(values: dict[str, str]) -> list[str]:
    problems = []
    found: dict[str, dt.date] = {}
    for name in ("valid_from", "valid_to"):
        if not values[name]:
            continue
        day = _date(values[name])
        if day is None:
            sentence = _("Datoen «%(value)s» i «%(name)s» kan ikke leses. Skriv 2019-03-01 eller 01.03.2019.")
            problems.append(sentence % {"value": values[name][:30], "name": name})
        else:
            found[name], values[name] = day, day.isoformat()
    if len(found) == 2 and found["valid_to"] < found["valid_from"]:
        problems.append(_("Gyldig til er før gyldig fra."))
    return problems


def _date(value: str) -> dt.date | None:
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if EARLIEST_DATE <= found <= LATEST_DATE else None


def as_json(rows: list[GoalRow]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]


def from_json(rows: list[dict[str, Any]]) -> list[GoalRow]:
    return [GoalRow(**row) for row in rows]


def digest_of_changes(changes: list[RowChange]) -> str:
    """The same for two looks that show the same, and only then."""
    shown = [[c.row.code, c.state, sorted(_texts(c.differences)), sorted(_texts(c.place))] for c in changes]
    return content_digest({"changes": shown, "rows": as_json([change.row for change in changes])})


def _texts(differences: dict[str, tuple[Any, Any]]) -> list[list[str]]:
    return [[name, str(before or ""), str(after or "")] for name, (before, after) in differences.items()]


@transaction.atomic
def confirm(*, goal_import: GoalImport, shown: str, by: Any) -> GoalImport:
    """Compare once more, and do it when it is still what was shown. One import of a set at a time."""
    rows = from_json(goal_import.rows)
    list(GoalSet.objects.select_for_update(of=("self",)).filter(code__in={row.set for row in rows}).order_by("pk"))
    goal_import = GoalImport.objects.get(pk=goal_import.pk)
    if goal_import.confirmed_at is not None:
        return goal_import
    changes = plan_import(rows)
    return actions.confirm_goal_import(
        goal_import=goal_import, changes=changes, shown=shown, planned=digest_of_changes(changes), by=by
    )
