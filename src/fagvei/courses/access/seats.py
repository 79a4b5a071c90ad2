"""Doors of applications and seats. An application is the doctor's and the leader's; a round is the host's and the course leader's.

Nobody sees an application of an open round but those two: what nobody knows cannot be inferred.
"""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagvei.common.permissions import NotAllowed, Permission
from fagvei.common.prepared import prepared
from fagvei.courses.access.core import POLICIES, HostOnly, rows
from fagvei.courses.models import ApplicationRound, CourseApplication, CourseRun, RoundRun, SeatOffer, WaitingListEntry
from fagvei.courses.queries.seats import courses_led_by, is_course_leader
from fagvei.courses.queries.standing import centres_of_officer, has_own_application, is_host, is_joined_host
from fagvei.people.models import User
from fagvei.people.queries import deciding_capacity, has_role
from fagvei.training.access.core import log_reading

LEADS = frozenset({"leader", "deputy"})
# Of a round: its host leads it, with the course leader; other hosts have joined it with a run of their own.
GIVERS = frozenset({"host", "course_leader"})
# Of what lies in a run: its own host, the course leader, and the host that leads the round.
SEEN_BY = GIVERS | {"lead_host"}
SEAT_ROWS = (
    rows("course_run", Permission.CREATE, {"host"}, "open_round"),
    rows("application_round", Permission.SEE, GIVERS | {"joined_host"}, "round", "waiting_list"),
    rows("application_round", Permission.EXPORT, GIVERS, "transcript"),
    rows("application_round", Permission.EDIT, {"host"}, "preview_seats"),
    rows("application_round", Permission.SIGN_OFF, GIVERS, "release_seats"),
    rows("round_run", Permission.SEE, SEEN_BY),
    rows("round_run", Permission.EDIT, {"host"}, "change_seats"),
    rows("round_run", Permission.RECALL, {"host"}, "leave_round", note="while the seats are not released"),
    rows("course_application", Permission.SEE, {"doctor", *LEADS}, "application", "by_halfyear"),
    rows("course_application", Permission.EDIT, {"doctor"}, "change_application"),
    rows("course_application", Permission.RECALL, {"doctor"}, "withdraw_application", "let_others_go"),
    rows("course_application", Permission.SIGN, LEADS, "consent_to_application", "refuse_consent"),
    rows("seat_offer", Permission.SEE, {"doctor", *SEEN_BY}),
    rows("seat_offer", Permission.SIGN, {"doctor"}, "accept_offer", "decline_offer", "give_up_seat"),
    rows("seat_offer", Permission.ANNUL, {"host"}, "take_back_offer"),
    rows("waiting_list_entry", Permission.SEE, {"doctor", *SEEN_BY}),
    rows("waiting_list_entry", Permission.ANNUL, {"doctor"}, "leave_waiting_list"),
    rows("waiting_list_entry", Permission.ASSIGN, {"host"}, "give_seat"),
)


class OwnRound(NotAllowed):
    code = "own_case"
    message = gettext_lazy(
        "Du har selv søkt i runden, så du ser ikke svaret, vurderingene og protokollen før plassene er frigitt, og avgjør "
        "ikke noe i den. En annen medarbeider ved RegUt-en og kurslederen gjør det. Hvem det kan være, står på rundens side."
    )


class DoctorOrLeaderOnly(NotAllowed):
    message = gettext_lazy("Dette gjør legen selv, eller lederen når det gjelder samtykke.")


def _may_round(user: Any, permission: str, row: ApplicationRound) -> bool:
    """All of it: the host that leads and the course leader. A host that has joined sees its own part.

    Whoever of them has applied in it sees, until release, no more than the applicants do.
    """
    if permission != Permission.SEE and is_own_case(user, row):
        return False
    leads = is_host(user, row)
    if permission == Permission.EDIT:
        return leads
    if permission not in {Permission.SEE, Permission.EXPORT, Permission.SIGN_OFF}:
        return False
    gives = leads or is_course_leader(user, row.course)
    return gives or (permission == Permission.SEE and is_joined_host(user, row))


def is_own_case(user: Any, row: ApplicationRound) -> bool:
    return row.state not in ApplicationRound.DONE and has_own_application(user, row)


def _may_round_run(user: Any, permission: str, row: RoundRun) -> bool:
    if permission == Permission.SEE:
        return _sees(user, row)
    return permission in {Permission.EDIT, Permission.RECALL} and is_host(user, row.run)


def _sees(user: Any, row: RoundRun) -> bool:
    return is_host(user, row.run) or _may_round(user, Permission.EXPORT, row.round)


def _may_application(user: Any, permission: str, row: CourseApplication) -> bool:
    is_own = user.pk == row.doctor_id
    leads = not is_own and deciding_capacity(user, row.doctor) in LEADS
    return {
        Permission.SEE: is_own or leads,
        Permission.EDIT: is_own,
        Permission.RECALL: is_own,
        Permission.SIGN: leads,
    }.get(Permission(permission), False)


def _may_offer(user: Any, permission: str, row: SeatOffer) -> bool:
    is_own = user.pk == row.doctor_id
    return {
        Permission.SEE: is_own or _sees(user, row.round_run),
        Permission.SIGN: is_own,
        Permission.ANNUL: is_host(user, row.round_run.run),
    }.get(Permission(permission), False)


def _may_entry(user: Any, permission: str, row: WaitingListEntry) -> bool:
    is_own = user.pk == row.application.doctor_id
    return {
        Permission.SEE: is_own or _sees(user, row.round_run),
        Permission.ANNUL: is_own,
        Permission.ASSIGN: is_host(user, row.round_run.run),
    }.get(Permission(permission), False)


POLICIES.update(
    {
        ApplicationRound: _may_round,
        RoundRun: _may_round_run,
        CourseApplication: _may_application,
        SeatOffer: _may_offer,
        WaitingListEntry: _may_entry,
    }
)


# --- The doors ---


def get_round_for(user: Any, public_id: Any, permission: Permission = Permission.SEE) -> ApplicationRound:
    rounds = ApplicationRound.objects.select_related("course__activity", "host_centre__region")
    row = rounds.filter(public_id=public_id).first()
    is_own = row is not None and permission != Permission.SEE and is_own_case(user, row)
    return _opened(row, user, permission, OwnRound if is_own else HostOnly)


def get_round_run_for(user: Any, public_id: Any, permission: Permission = Permission.EDIT) -> RoundRun:
    found = RoundRun.objects.select_related(
        "round__course__activity", "round__host_centre", "run__host_centre", "run__course__activity"
    )
    return _opened(found.filter(public_id=public_id).first(), user, permission, HostOnly)


def get_application_for(user: Any, public_id: uuid.UUID, permission: Permission = Permission.SEE) -> CourseApplication:
    row = _opened(_application.first(public_id=public_id), user, permission, DoctorOrLeaderOnly)
    if user.pk != row.doctor_id:
        log_reading(user, row.doctor, frozenset({str(deciding_capacity(user, row.doctor))}), _("kurssøknad"))
    return row


@prepared
def _application(public_id: uuid.UUID) -> QuerySet[CourseApplication]:
    rows = CourseApplication.objects.select_related(
        "doctor", "waiting_on", "consent_by", "round__course__activity", "round__host_centre"
    )
    return rows.filter(public_id=public_id)


@prepared
def _round_of(run: uuid.UUID) -> QuerySet[ApplicationRound]:
    rounds = ApplicationRound.objects.select_related("course__activity", "host_centre")
    return rounds.filter(round_runs__in=RoundRun.objects.standing().filter(run__public_id=run))


def get_offer_for(user: Any, public_id: Any, permission: Permission) -> SeatOffer:
    offers = SeatOffer.objects.select_related(
        "application__round", "round_run__run", "round_run__round__course", "doctor"
    )
    return _opened(offers.filter(public_id=public_id).first(), user, permission, DoctorOrLeaderOnly)


def get_waiting_entry_for(user: Any, public_id: Any, permission: Permission) -> WaitingListEntry:
    entries = WaitingListEntry.objects.select_related(
        "application__doctor", "round_run__round__course", "round_run__run"
    )
    return _opened(entries.filter(public_id=public_id).first(), user, permission, DoctorOrLeaderOnly)


def round_to_apply_in(user: User, public_id: uuid.UUID) -> ApplicationRound:
    """The round of a run, which is what doctors know of it: there is none for others."""
    found = _round_of.first(run=public_id)
    if found is None or not has_role(user, "doctor"):
        raise Http404
    return found


def may_apply_for(user: Any, run: CourseRun) -> bool:
    """A doctor, while the round of the run is open."""
    if not user.is_authenticated or not run.is_before_deadline or not has_role(user, "doctor"):
        return False
    found = ApplicationRound.objects.filter(round_runs__in=RoundRun.objects.standing().filter(run=run)).first()
    return found is not None and found.is_open


def run_to_collect_for(user: User, public_id: Any) -> CourseRun:
    runs = CourseRun.objects.select_related("course__activity", "host_centre")
    row = runs.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    if not is_host(user, row):
        raise HostOnly
    return row


def doctor_of_courses(user: User) -> User:
    if not has_role(user, "doctor"):
        raise Http404
    return user


def doctor_with_courses(user: User, public_id: Any) -> User:
    """Whose courses by half-year are read: one's own, or those of a doctor one leads."""
    doctor = User.objects.filter(public_id=public_id).first()
    if doctor is None:
        raise Http404
    if doctor != user:
        if (capacity := deciding_capacity(user, doctor)) not in LEADS:
            raise Http404
        log_reading(user, doctor, frozenset({str(capacity)}), _("kurs i halvårene"))
    return doctor


def admissions_of(user: User) -> tuple[list[int], list[int]]:
    """(RegUts where the user is officer, courses the user leads); 404 when neither."""
    centres, courses = list(centres_of_officer(user)), courses_led_by(user)
    if not centres and not courses:
        raise Http404
    return centres, courses


def _opened(row: Any, user: Any, permission: Permission, refusal: type[NotAllowed]) -> Any:
    if row is None or not user.is_active:
        raise Http404
    may = POLICIES[type(row)]
    if not may(user, Permission.SEE, row):
        raise Http404
    if not may(user, permission, row):
        raise refusal
    return row
