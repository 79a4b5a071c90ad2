"""What a doctor has on the days of a run already: worth a warning, not a refusal. Asked when somebody looks."""

import datetime as dt
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fagvei.courses.models import ApplicationRound, CourseApplication, CourseRun, SeatOffer
from fagvei.people.models import User
from fagvei.training.models import Absence

PENDING = frozenset({CourseApplication.State.AWAITING, CourseApplication.State.SENT, CourseApplication.State.WAITING})


class Clashes:
    """Seats, applications in other rounds, and absence in the record. Four questions for all runs together."""

    def __init__(self, doctor: User, runs: list[CourseRun], *, besides: ApplicationRound | None = None):
        self.doctor, self.runs, self.besides = doctor, runs, besides

    def of(self, run: CourseRun) -> list[str]:
        return [
            *(_("Fravær: %(kind)s") % {"kind": row.get_kind_display()} for row in self._away if _meets(run, row)),
            *(_("Plass: %(course)s") % {"course": other} for other in self._seats if _meets(run, other)),
            *(_("Søkt: %(course)s") % {"course": other} for other in self._applied if _meets(run, other)),
        ]

    @cached_property
    def _away(self) -> list[Absence]:
        """Absence for a course is the course itself."""
        rows = self.doctor.absences.standing().exclude(kind=Absence.Kind.COURSE)
        return list(rows.filter(starts_on__lte=self._last, ends_on__gte=self._first).order_by("starts_on", "pk"))

    @cached_property
    def _seats(self) -> list[CourseRun]:
        """Confirmed, and offered."""
        held = SeatOffer.objects.filter(doctor=self.doctor, state__in=SeatOffer.HOLDING)
        return self._near(CourseRun.objects.filter(in_round__in=held.values("round_run_id")))

    @cached_property
    def _applied(self) -> list[CourseRun]:
        """Wishes of applications that are not decided, or wait; not those of the round one looks at."""
        rows = CourseApplication.objects.filter(doctor=self.doctor, state__in=PENDING)
        if self.besides is not None:
            rows = rows.exclude(round=self.besides)
        wished = {key for wishes in rows.values_list("wishes", flat=True) for key in wishes}
        found = self._near(CourseRun.objects.filter(in_round__public_id__in=wished)) if wished else []
        return [run for run in found if run not in self._seats]

    def _near(self, runs: QuerySet[CourseRun]) -> list[CourseRun]:
        near = runs.filter(state__in=CourseRun.STANDING, starts_on__lte=self._last, ends_on__gte=self._first)
        return list(near.select_related("course__activity").order_by("starts_on", "pk"))

    @property
    def _first(self) -> dt.date:
        return min(run.starts_on for run in self.runs)

    @property
    def _last(self) -> dt.date:
        return max(run.ends_on for run in self.runs)


def _meets(run: CourseRun, other: CourseRun | Absence) -> bool:
    is_same = isinstance(other, CourseRun) and other.pk == run.pk
    ends_on = other.ends_on or other.starts_on
    return not is_same and other.starts_on <= run.ends_on and ends_on >= run.starts_on
