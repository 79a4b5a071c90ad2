"""For a RegUt: its runs, and which of the rules on deadlines each does not keep."""

from dataclasses import dataclass

from fagvei.common import clock
from fagvei.courses.models import Course, CourseRun
from fagvei.courses.queries.answers import went_of
from fagvei.courses.rules import DEADLINE_RULES, Deviation, Rule


@dataclass(frozen=True)
class Choice:
    """What one looks at. Empty means everything."""

    year: str = ""
    course: str = ""
    rule: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Choice()


@dataclass(frozen=True)
class RunLine:
    run: CourseRun
    deviations: list[Deviation]
    late_reason: str


@dataclass(frozen=True)
class RuleLine:
    """One rule, and how many runs keep it."""

    rule: Rule
    kept: int
    total: int


@dataclass(frozen=True)
class CompliancePage:
    """`deviating` break the rule that was chosen, or any."""

    choice: Choice
    years: list[str]
    courses: list[Course]
    lines: list[RunLine]
    rules: list[RuleLine]
    deviating: list[RunLine]
    has_any: bool


def compliance_page(centres: set[int], choice: Choice) -> CompliancePage:
    """Runs of the present and the last year and what is ahead, cancelled ones apart."""
    runs = CourseRun.objects.filter(host_centre_id__in=centres, starts_on__year__gte=clock.today().year - 1)
    runs = runs.exclude(state=CourseRun.State.CANCELLED).select_related("course__activity", "host_centre")
    every = list(runs.order_by("starts_on", "pk"))
    chosen = [run for run in every if _is_chosen(run, choice)]
    wents = went_of(chosen)
    lines = [RunLine(run, run.deviations_with(wents[run.pk]), wents[run.pk].late_reason) for run in chosen]
    rules = [
        RuleLine(rule, sum(all(each.rule is not rule for each in line.deviations) for line in lines), len(lines))
        for rule in DEADLINE_RULES
    ]
    return CompliancePage(
        choice,
        sorted({str(run.starts_on.year) for run in every}),
        sorted({run.course for run in every}, key=lambda course: (course.activity.position, course.code)),
        lines,
        rules,
        [line for line in lines if any(choice.rule in {"", each.rule.code} for each in line.deviations)],
        bool(every),
    )


def _is_chosen(run: CourseRun, choice: Choice) -> bool:
    return choice.year in {"", str(run.starts_on.year)} and choice.course in {"", run.course.code}
