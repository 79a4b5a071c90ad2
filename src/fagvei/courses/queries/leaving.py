"""Runs that are out of a round: taken out by their hosts, or cancelled. When, and why."""

from collections.abc import Iterable

from fagvei.courses.models import ApplicationRound, ManualChange, RoundRun

LEFT = ManualChange.Kind.RUN_LEFT


def left_in(found: ApplicationRound) -> list[ManualChange]:
    """The newest first."""
    rows = ManualChange.objects.filter(kind__in=[LEFT, ManualChange.Kind.CANCELLED], round_run__round=found)
    return list(rows.select_related("round_run__run__host_centre", "round_run__run__course").order_by("-at", "-pk"))


def left_by(centres: Iterable[int]) -> list[ManualChange]:
    """Of what these RegUts arrange; a run that has come into another round stands there."""
    rows = ManualChange.objects.filter(kind=LEFT, round_run__run__host_centre__in=centres)
    rows = rows.exclude(round_run__run__in=RoundRun.objects.standing().values("run"))
    return list(rows.select_related("round_run__run__course__activity").order_by("-at", "-pk"))


def leaving_of(row: RoundRun) -> ManualChange | None:
    return row.manual_changes.filter(kind=LEFT).first()
