"""The doctor and the mentor agree to meet, how often, and in a group with whom."""

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import has_role, mentor_of
from fagvei.training import rules
from fagvei.training.actions.mentoring_refusals import (
    AlreadyMember,
    BadInterval,
    NoDoctorHere,
    NoMentorRole,
    NoMentorYet,
    NotInMentoring,
    NotMember,
    NotMentorOfSeries,
    NotTheMentor,
    SeriesExists,
    SeriesNotRunning,
    TextMissing,
)
from fagvei.training.actions.standing import home_institution
from fagvei.training.models import GroupMember, MentoringSeries

DOCTOR, MENTOR = "doctor", "mentor"


@transaction.atomic
def start_mentoring(*, doctor: User, interval_weeks: int, by: User) -> MentoringSeries:
    """With the doctor's mentor now. A series with an earlier mentor ends; what was written in it stays where it is."""
    User.objects.select_for_update().get(pk=doctor.pk)
    mentor = mentor_of(doctor)
    if by.pk != doctor.pk and by != mentor:
        raise NotTheMentor
    if mentor is None:
        raise NoMentorYet
    _check_interval(interval_weeks)
    earlier = MentoringSeries.objects.filter(doctor=doctor, ended_at__isnull=True)
    if earlier.filter(mentor=mentor).exists():
        raise SeriesExists
    for series in earlier.select_for_update().order_by("pk"):
        _end(series, by, "mentoring_ended")
    series = MentoringSeries.objects.create(
        doctor=doctor,
        mentor=mentor,
        institution=home_institution(doctor),
        interval_weeks=interval_weeks,
        started_by=by,
    )
    record_series("mentoring_started", series, by, details={"weeks": interval_weeks})
    tell_others(series, by, "mentoring_started", _("Veiledningen er satt i gang."))
    return series


@transaction.atomic
def start_group(
    *, institution: TrainingInstitution, name: str, by: User, interval_weeks: int | None = None
) -> MentoringSeries:
    if not has_role(by, "mentor", institution=institution):
        raise NoMentorRole
    if not name.strip():
        raise TextMissing(_("Skriv hva gruppen skal hete."))
    if interval_weeks is not None:
        _check_interval(interval_weeks)
    series = MentoringSeries.objects.create(
        kind=MentoringSeries.Kind.GROUP,
        mentor=by,
        institution=institution,
        name=name,
        interval_weeks=interval_weeks,
        started_by=by,
    )
    record_series("mentoring_group_started", series, by)
    return series


@transaction.atomic
def agree_interval(*, series: MentoringSeries, interval_weeks: int, by: User) -> MentoringSeries:
    """Either of the two writes down what they agreed on; the other is told. Of a group it is the mentor."""
    series = locked_series(series)
    standing_in(series, by, only_mentor=series.is_group)
    _check_interval(interval_weeks)
    series.interval_weeks = interval_weeks
    series.save(update_fields=["interval_weeks"])
    record_series("mentoring_interval_agreed", series, by, details={"weeks": interval_weeks})
    tell_others(series, by, "mentoring_interval_agreed", _("Avtalen om hvor ofte dere møtes, er endret."))
    return series


@transaction.atomic
def add_member(*, series: MentoringSeries, doctor: User, by: User) -> GroupMember:
    series = locked_series(series)
    standing_in(series, by, only_mentor=True)
    if not series.is_group or not has_role(doctor, "doctor", institution=series.institution) or doctor.pk == by.pk:
        raise NoDoctorHere
    if series.members.present().filter(doctor=doctor).exists():
        raise AlreadyMember
    member = GroupMember.objects.create(series=series, doctor=doctor, added_by=by)
    _record_member("mentoring_member_added", member, by)
    notify(
        user=doctor,
        kind="mentoring_member_added",
        text=_("Du er med i en gruppe for veiledning."),
        path=series.get_absolute_url(),
    )
    return member


@transaction.atomic
def end_membership(*, member: GroupMember, by: User) -> GroupMember:
    """By the mentor, or by the doctor who leaves. What one has been part of stays readable to one."""
    member = GroupMember.objects.select_for_update().select_related("series__institution", "doctor").get(pk=member.pk)
    if by.pk not in (member.doctor_id, member.series.mentor_id):
        raise NotInMentoring
    if member.left_at is not None:
        raise NotMember
    member.left_at, member.ended_by = clock.now(), by
    member.save(update_fields=["left_at", "ended_by"])
    _record_member("mentoring_member_left", member, by)
    return member


@transaction.atomic
def end_group(*, series: MentoringSeries, by: User) -> MentoringSeries:
    series = locked_series(series)
    standing_in(series, by, only_mentor=True)
    if not series.is_group:
        raise NotMentorOfSeries(_("Veiledning av én lege avsluttes når legen får en ny veileder."))
    tell_others(series, by, "mentoring_ended", _("En gruppe for veiledning er avsluttet."))
    return _end(series, by, "mentoring_group_ended")


def locked_series(series: MentoringSeries) -> MentoringSeries:
    rows = MentoringSeries.objects.select_related("doctor", "mentor", "institution")
    return rows.select_for_update(of=("self",)).get(pk=series.pk)


def standing_in(series: MentoringSeries, by: User, *, only_mentor: bool = False) -> str:
    """ "mentor" or "doctor" in a series that is running; else a refusal that says who could do it."""
    is_mentor = series.mentor_id == by.pk
    if not is_mentor and not _is_doctor_in(series, by):
        raise NotInMentoring
    if not series.is_running():
        raise SeriesNotRunning
    if only_mentor and not is_mentor:
        raise NotMentorOfSeries
    return MENTOR if is_mentor else DOCTOR


def doctors_in(series: MentoringSeries) -> list[User]:
    """Of a group, those who are members now."""
    if series.doctor is not None:
        return [series.doctor]
    members = GroupMember.objects.present().filter(series=series).values("doctor_id")
    return list(User.objects.filter(pk__in=members, is_active=True))


def tell_others(series: MentoringSeries, by: User, kind: str, text: str) -> None:
    for user in {series.mentor, *doctors_in(series)} - {by}:
        notify(user=user, kind=kind, text=text, path=series.get_absolute_url())


def record_series(name: str, series: MentoringSeries, by: User, *, details: dict | None = None) -> None:
    """One event for each doctor it is or was about, so that each one's own log is whole."""
    acting_as = MENTOR if series.mentor_id == by.pk else DOCTOR
    members = User.objects.filter(pk__in=series.members.values("doctor_id"))
    doctors: list[User | None] = [series.doctor] if series.doctor else [*members]
    for doctor in doctors or [None]:
        audit.record(
            name,
            target=series,
            by=by,
            acting_as=acting_as,
            subject=doctor,
            controller=series.institution,
            details=details,
            facts=[series],
        )


def _record_member(name: str, member: GroupMember, by: User) -> None:
    """The series is told of too: the doctor's own log then knows the group it is about."""
    audit.record(
        name,
        target=member,
        by=by,
        acting_as=DOCTOR if member.doctor_id == by.pk else MENTOR,
        subject=member.doctor,
        controller=member.series.institution,
        facts=[member, member.series],
    )


def _end(series: MentoringSeries, by: User, name: str) -> MentoringSeries:
    series.ended_at, series.ended_by = clock.now(), by
    series.save(update_fields=["ended_at", "ended_by"])
    record_series(name, series, by)
    return series


def _is_doctor_in(series: MentoringSeries, by: User) -> bool:
    return series.doctor_id == by.pk or series.members.present().filter(doctor=by).exists()


def _check_interval(weeks: int) -> None:
    if not rules.SHORTEST_INTERVAL_WEEKS <= weeks <= rules.LONGEST_INTERVAL_WEEKS:
        raise BadInterval
