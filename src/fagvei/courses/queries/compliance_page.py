"""For a RegUt: its runs, and which of the rules on deadlines each does not keep."""

from dataclasses import dataclass

from fagvei.common import clock
from fagvei.courses.models import CourseRun
from fagvei.courses.rules import DEADLINE_RULES, Deviation, Rule


@dataclass(frozen=True)
class RunLine:
    run: CourseRun
    deviations: list[Deviation]


@dataclass(frozen=True)
class RuleLine:
    """One rule, and how many runs keep it."""

    rule: Rule
    kept: int
    total: int


@dataclass(frozen=True)
class CompliancePage:
    lines: list[RunLine]
    rules: list[RuleLine]

    @property
    def deviating(self) -> list[RunLine]:
        return [line for line in self.lines if line.deviations]


def compliance_page(centres: set[int]) -> CompliancePage:
    """Runs of the present and the last year, cancelled ones apart."""
    runs = CourseRun.objects.filter(host_centre_id__in=centres, starts_on__year__gte=clock.today().year - 1)
    runs = runs.exclude(state=CourseRun.State.CANCELLED).select_related("course__activity", "host_centre")
    lines = [RunLine(run, run.deviations) for run in runs.order_by("starts_on", "pk")]
    rules = [
        RuleLine(rule, sum(all(each.rule is not rule for each in line.deviations) for line in lines), len(lines))
        for rule in DEADLINE_RULES
    ]
    return CompliancePage(lines, rules)
