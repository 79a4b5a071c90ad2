"""What the page of one run shows: facts, programme, fee, deviations, story."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.courses.models import CourseRun, FeeRate, PlanSlot, RankingCriterion, RoundRun, RunSession
from fagvei.courses.queries.answers import went
from fagvei.courses.queries.criteria import criteria_of_run
from fagvei.courses.queries.date_warnings import warnings_of_run
from fagvei.courses.queries.holders import people_with_seat, rows_in_rounds
from fagvei.courses.queries.openness import never_opened, state_words
from fagvei.courses.queries.reserves import Shares, shares_by_run
from fagvei.courses.rules.deadlines import Deviation
from fagvei.courses.rules.fees import Fee, fee_for


@dataclass(frozen=True)
class RunPage:
    run: CourseRun
    sessions: list[RunSession]
    fee: Fee
    steps: list[dict[str, Any]]
    deviations: list[Deviation]
    free_seats: int
    row: RoundRun | None
    shares: Shares | None
    warnings: list[str]
    criteria: list[RankingCriterion]

    @property
    def late_reason(self) -> str:
        return self.row.late_reason if self.row else ""

    @property
    def is_being_shared(self) -> bool:
        return self.row is not None and self.row.round.is_being_shared

    @property
    def waits_for_round(self) -> bool:
        """Announced, and nobody can apply until the host collects applications."""
        return self.row is None and self.run.is_before_deadline

    @property
    def never_opened(self) -> bool:
        return never_opened(self.run, self.row)

    @property
    def state_words(self) -> str:
        return state_words(self.run, self.row)

    @property
    def cancelled_because(self) -> str:
        """Whoever comes for the course reads it first, not at the end of the story."""
        return str(self.steps[-1]["text"]) if self.run.state == CourseRun.State.CANCELLED else ""

    @property
    def has_begun(self) -> bool:
        return self.run.starts_on <= clock.today()


def run_page(run: CourseRun, *, for_host: bool = False) -> RunPage:
    announced_on = run.announced_on or run.deadlines.announce_by_on
    rates = FeeRate.objects.filter(days=run.days)
    row = rows_in_rounds([run]).get(run.pk)
    return RunPage(
        run,
        list(run.sessions.all()),
        fee_for(rates, days=run.days, announced_on=announced_on, starts_on=run.starts_on),
        steps_of(run.events.all(), run.host_centre),
        run.deviations_with(went(run, row)),
        max(0, run.seats - people_with_seat(run).count()),
        row,
        shares_by_run([run]).get(run.pk),
        warnings_of_run(run) if for_host and run.is_standing else [],
        criteria_of_run(run),
    )


def slot_steps(slot: PlanSlot) -> list[dict[str, Any]]:
    return [
        {
            "at": event.at,
            "who": slot.course.centre if event.kind in LIAISON_STEPS else slot.host_centre,
            "what": _("%(step)s: %(half)s %(year)s")
            % {
                "step": event.get_kind_display().capitalize(),
                "half": event.get_half_after_display(),
                "year": event.year_after,
            }
            + (f", {event.host_centre_after}" if event.host_centre_after else ""),
            "text": event.reason,
            "url": "",
        }
        for event in slot.events.select_related("host_centre_after")
    ]


LIAISON_STEPS = frozenset({"planned", "paused", "resumed"})


def steps_of(events: Any, centre: Any) -> list[dict[str, Any]]:
    """The story as anybody may read it: the RegUt acted, whoever the officer was."""
    return [
        {
            "at": event.at,
            "who": centre,
            "what": event.get_kind_display().capitalize(),
            "text": event.reason,
            "url": "",
        }
        for event in events
    ]


def rates_to_choose() -> list[int]:
    """Every amount of the fee table; whether it fits the number of days, the action says."""
    return sorted(set(FeeRate.objects.values_list("kroner", flat=True).order_by("kroner")))
