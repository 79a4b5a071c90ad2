"""What a doctor already has of a course, or has asked for: taken, a seat, another application. Worth a word, never a refusal."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.courses.models import (
    ApplicationRound,
    Course,
    CourseApplication,
    CourseAttendance,
    CourseRun,
    ExternalCertificate,
    SeatOffer,
)
from fagvei.courses.queries.catalogue import specialties_of
from fagvei.curriculum.models import ChoiceGroup
from fagvei.people.models import User
from fagvei.training.models import PlanActivity

State = CourseApplication.State
PENDING = frozenset({State.AWAITING, State.SENT, State.WAITING, State.OFFERED})


@dataclass(frozen=True)
class Known:
    """One thing that is known. `url` is the doctor's own page about it."""

    words: str
    url: str = ""


class SameNeed:
    """Asked when somebody looks: a form that is sent needs it not."""

    def __init__(self, doctor: User, found: ApplicationRound, *, is_own: bool):
        self.doctor, self.round, self.course, self.is_own = doctor, found, found.course, is_own

    @cached_property
    def lines(self) -> list[Known]:
        return [
            *_taken(self.doctor, self.course, is_own=self.is_own),
            *_seats(self.doctor, self.course, self.round),
            *(_pending(row) for row in self.others if row.round.course_id == self.course.pk),
            *_of_group(self.doctor, self.course, [row for row in self.others if row.round.course_id != self.course.pk]),
            *_not_meant(self.doctor, self.course),
        ]

    @cached_property
    def others(self) -> list[CourseApplication]:
        """Applications in other rounds that nobody has decided, of this course and of those one may take instead."""
        return pending_of(self.doctor, self.course, besides=self.round)


def pending_of(doctor: User, course: Course, *, besides: ApplicationRound) -> list[CourseApplication]:
    same = Q(round__course=course) | Q(round__course__activity__choice_groups__members=course.activity_id)
    rows = CourseApplication.objects.filter(same, doctor=doctor, state__in=PENDING).exclude(round=besides).distinct()
    return [row for row in rows.select_related("round__course__activity").order_by("round_id") if not row.has_lapsed]


def no_longer_needed(application: CourseApplication) -> list[CourseApplication]:
    """Once there is a seat: others of the same course, and of a choice group that has enough."""
    course = application.round.course
    others = pending_of(application.doctor, course, besides=application.round)
    enough = {row.round.course_id for row in others if row.round.course_id != course.pk}
    if enough:
        enough &= _in_full_groups(application.doctor, course)
    return [row for row in others if row.round.course_id == course.pk or row.round.course_id in enough]


def to_let_go(application: CourseApplication) -> list[CourseApplication]:
    """An offer whose time is out answers itself: nothing is asked of the doctor there any more."""
    rows = [row for row in no_longer_needed(application) if _can_be_let_go(row)]
    late = SeatOffer.objects.filter(
        application__in=rows, state=SeatOffer.State.OFFERED, answer_by_at__lte=clock.now()
    ).values_list("application", flat=True)
    too_late = set(late)
    return [row for row in rows if row.pk not in too_late]


def _can_be_let_go(row: CourseApplication) -> bool:
    """Between the deadline and the answer nothing is taken out: the receipts are in the lottery."""
    return row.round.is_open or row.state in {State.WAITING, State.OFFERED}


def _in_full_groups(doctor: User, course: Course) -> set[int]:
    groups = ChoiceGroup.objects.filter(members=course.activity_id).prefetch_related("members__run_as")
    has = _activities_with(doctor)
    found: set[int] = set()
    for group in groups:
        members = list(group.members.all())
        if sum(member.pk in has for member in members) >= group.choose:
            found |= {member.run_as.pk for member in members if hasattr(member, "run_as")}
    return found


def _activities_with(doctor: User) -> set[int]:
    """Taken, or with a seat that the doctor has said yes to."""
    attended = CourseAttendance.objects.standing().filter(doctor=doctor).values_list("run__course__activity", flat=True)
    recorded = PlanActivity.objects.counting().filter(doctor=doctor, activity__isnull=False)
    seats = SeatOffer.objects.filter(doctor=doctor, state=SeatOffer.State.ACCEPTED)
    standing = seats.filter(round_run__run__state__in=CourseRun.STANDING)
    return {
        *attended.order_by(),
        *recorded.order_by().values_list("activity", flat=True),
        *standing.order_by().values_list("round_run__run__course__activity", flat=True),
    }


def _taken(doctor: User, course: Course, *, is_own: bool) -> Iterable[Known]:
    """Said once, by what says most. A proof that is not decided is between the doctor and the liaison."""
    attended = CourseAttendance.objects.standing().filter(doctor=doctor, run__course=course)
    row = attended.select_related("run").order_by("-run__starts_on", "-pk").first()
    if row is not None:
        return [Known(_("Kurset er tatt: %(days)s.") % {"days": row.run.dates}, row.get_absolute_url())]
    told = ExternalCertificate.STANDING if is_own else {ExternalCertificate.State.APPROVED}
    sent = ExternalCertificate.objects.filter(doctor=doctor, course=course, state__in=told)
    outside = sent.order_by("-ended_on", "-pk").first()
    if outside is not None:
        words = (
            _("Kurset er tatt hos en annen arrangør, og beviset er godtatt.")
            if outside.state == ExternalCertificate.State.APPROVED
            else _("Et kursbevis for kurset er sendt inn, og er ikke avgjort.")
        )
        return [Known(words, outside.get_absolute_url())]
    if PlanActivity.objects.counting().filter(doctor=doctor, activity=course.activity_id).exists():
        return [Known(_("Mappen sier at kurset er gjennomført."))]
    return []


def _seats(doctor: User, course: Course, besides: ApplicationRound) -> list[Known]:
    """In another round: the own one tells its seats itself. Whoever has been there has taken it."""
    held = SeatOffer.objects.filter(
        doctor=doctor,
        state=SeatOffer.State.ACCEPTED,
        round_run__run__course=course,
        round_run__run__state__in=CourseRun.STANDING,
    ).exclude(round_run__round=besides)
    been = CourseAttendance.objects.standing().filter(doctor=doctor).values("run_id")
    rows = held.exclude(round_run__run__in=been).select_related("round_run__run", "application").order_by("pk")
    return [
        Known(
            _("Plass på kurset: %(days)s.") % {"days": row.round_run.run.dates},
            row.application.get_absolute_url(),
        )
        for row in rows
    ]


def _pending(row: CourseApplication) -> Known:
    words = _("En annen søknad om kurset, med søknadsfrist %(day)s: %(state)s.")
    return Known(
        words % {"day": norwegian_date(row.round.deadline_on), "state": row.get_state_display()}, row.get_absolute_url()
    )


def _of_group(doctor: User, course: Course, others: list[CourseApplication]) -> Iterable[Known]:
    """Of a choice group: that it has enough already, and what else is applied for in it."""
    groups = list(ChoiceGroup.objects.filter(members=course.activity_id).prefetch_related("members"))
    if not groups:
        return
    has = _activities_with(doctor)
    for group in groups:
        own = [member for member in group.members.all() if member.pk in has and member.pk != course.activity_id]
        if len(own) >= group.choose:
            yield Known(
                _("Den valgfrie gruppen har det som kreves: %(courses)s.")
                % {"courses": ", ".join(member.name for member in own)}
            )
    for row in others:
        words = _("%(course)s er søkt, og er i samme valgfrie gruppe. Søknadsfrist %(day)s: %(state)s.")
        told = {
            "course": row.round.course,
            "day": norwegian_date(row.round.deadline_on),
            "state": row.get_state_display(),
        }
        yield Known(words % told, row.get_absolute_url())


def _not_meant(doctor: User, course: Course) -> Iterable[Known]:
    """Only where the doctor has plans, and the course is for none of them."""
    mine = {each.pk for each in specialties_of(doctor)}
    if not mine:
        return []
    activity = course.activity
    if activity.is_for_all_specialties:
        excepted = set(activity.for_all_specialties_but.values_list("pk", flat=True))
        is_meant = bool(mine - excepted)
    else:
        is_meant = bool(mine & set(activity.specialties.values_list("pk", flat=True)))
    return [] if is_meant else [Known(_("Kurset er ikke anbefalt for spesialiteten planen gjelder."))]
