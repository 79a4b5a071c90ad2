"""A doctor changes employer: the record stays whole, relations at the former end, the new employer answers for it from then on."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.organisations.models import TrainingInstitution
from fagvei.people import actions as people
from fagvei.people.models import Period, Relation, User
from fagvei.people.queries import has_role, institution_of
from fagvei.training.actions.handover import JUST_NOW
from fagvei.training.actions.refusals import NoInstitution, NotOwnRecord
from fagvei.training.actions.refusals_of_handover import (
    ChangeAnswered,
    ChangeWaits,
    HandoverInThePast,
    NotNewEmployer,
    SameEmployer,
)
from fagvei.training.models import EducationPlan, EmployerAnswer, EmployerChange, RecordGrant


@transaction.atomic
def ask_about_employer(
    *, doctor: User, institution: TrainingInstitution, takes_effect_at: dt.datetime, by: User
) -> EmployerChange:
    """The administrator of the new employer asks. Nothing is shown to them of the record, and nothing changes yet."""
    if not has_role(by, "hospital_admin", institution=institution):
        raise NotNewEmployer
    former = institution_of(doctor)
    if former is None:
        raise NoInstitution
    if former == institution:
        raise SameEmployer
    now = clock.now()
    if takes_effect_at < now - JUST_NOW:
        raise HandoverInThePast
    takes_effect_at = max(takes_effect_at, now)
    User.objects.select_for_update().get(pk=doctor.pk)
    if EmployerChange.objects.filter(doctor=doctor, given_answer__isnull=True).exists():
        raise ChangeWaits
    change = EmployerChange.objects.create(
        doctor=doctor, former=former, institution=institution, takes_effect_at=takes_effect_at, by=by
    )
    _record("employer_change_asked", change, by, "hospital_admin", [change])
    people.notify(
        user=doctor,
        kind="employer_change",
        text=_("Du er spurt om bytte av arbeidsgiver."),
        path=change.get_absolute_url(),
    )
    return change


@transaction.atomic
def answer_employer(*, change: EmployerChange, accepted: bool, by: User) -> EmployerAnswer:
    """Accepted: role and relations at the former end at the instant, and the role at the new begins."""
    if by.pk != change.doctor_id:
        raise NotOwnRecord
    User.objects.select_for_update().get(pk=by.pk)
    if EmployerAnswer.objects.filter(change=change).exists():
        raise ChangeAnswered
    answer = EmployerAnswer.objects.create(change=change, accepted=accepted, by=by)
    _record("employer_change_answered", change, by, "doctor", [answer], {"accepted": accepted})
    if accepted:
        at = max(change.takes_effect_at, clock.now())
        _leave(change, at, by)
        people.assign_role(user=by, role="doctor", by=None, institution=change.institution, starts_at=at)
        move_records()
    people.notify(
        user=change.by,
        kind="employer_change",
        text=_("En lege har svart på bytte av arbeidsgiver."),
        path=change.get_absolute_url(),
    )
    return answer


def _leave(change: EmployerChange, at: dt.datetime, by: User) -> None:
    still_open = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    for role in by.role_assignments.filter(still_open, role="doctor", institution=change.former).order_by("pk"):
        people.end_role(assignment=role, by=None, at=_not_before(role, at))
    for relation in Relation.objects.filter(still_open, doctor=by, institution=change.former).order_by("pk"):
        people.end_relation(relation=relation, by=by, at=_not_before(relation, at))
    for grant in RecordGrant.objects.filter(still_open, doctor=by).order_by("pk"):
        grant.ends_at = _not_before(grant, at)
        grant.save(update_fields=["ends_at"])
        _record("record_grant_ended", change, by, "doctor", [grant])


def _not_before(period: Period, at: dt.datetime) -> dt.datetime:
    return max(at, period.starts_at + dt.timedelta(microseconds=1))


@transaction.atomic
def move_records(dry_run: bool = False) -> int:
    """For `run_due`, and at once when the change holds now: the new employer becomes controller of the current plans."""
    moved = 0
    due = EmployerChange.objects.filter(given_answer__accepted=True, takes_effect_at__lte=clock.now())
    for change in due.select_related("doctor", "institution").order_by("pk"):
        plans = EducationPlan.objects.current().filter(doctor=change.doctor, institution=change.former_id)
        if institution_of(change.doctor) != change.institution:
            continue
        for plan in plans if dry_run else plans.select_for_update():
            moved += 1
            if not dry_run:
                plan.institution = change.institution
                plan.save(update_fields=["institution"])
                _record("record_moved", change, change.doctor, "doctor", [plan])
    return moved


def _record(
    name: str, change: EmployerChange, by: User, acting_as: str, facts: list, details: dict | None = None
) -> None:
    audit.record(
        name,
        target=change,
        by=by,
        acting_as=acting_as,
        subject=change.doctor,
        controller=change.institution,
        details=details,
        facts=facts,
    )
