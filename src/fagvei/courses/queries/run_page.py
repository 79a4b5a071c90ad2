"""What the page of one run shows: facts, programme, fee, deviations, story."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fagvei.courses.models import CourseRun, FeeRate, PlanSlot, RunSession
from fagvei.courses.rules.fees import Fee, fee_for


@dataclass(frozen=True)
class RunPage:
    run: CourseRun
    sessions: list[RunSession]
    fee: Fee
    steps: list[dict[str, Any]]


def run_page(run: CourseRun) -> RunPage:
    announced_on = run.announced_on or run.deadlines.announce_by_on
    rates = FeeRate.objects.filter(days=run.days)
    return RunPage(
        run,
        list(run.sessions.all()),
        fee_for(rates, days=run.days, announced_on=announced_on, starts_on=run.starts_on),
        steps_of(run.events.all(), run.host_centre),
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
            },
            "text": event.reason,
            "url": "",
        }
        for event in slot.events.all()
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
