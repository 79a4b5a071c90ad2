"""In which role the acting person stands to the doctor now, or a refusal that says who could do it."""

from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import User
from fagvei.people.queries import deciding_capacity, institution_of, supervisors_of
from fagvei.training import rules
from fagvei.training.actions.refusals import (
    NoInstitution,
    NotDecider,
    NotLeader,
    NotOwnRecord,
    NotSupervisor,
    OwnCase,
    OwnSupervisor,
    PlanArchived,
)
from fagvei.training.models import PlanGoal


def deciding(by: User, doctor: User) -> str:
    """ "leader", "deputy" or "delegate" (R4), at the instant of the clock."""
    if rules.is_own_case(by.pk, doctor.pk):
        raise OwnCase
    capacity = deciding_capacity(by, doctor)
    if capacity is None or not rules.may_decide(capacity):
        raise NotDecider
    return capacity


def leading_capacity(by: User, doctor: User) -> str:
    """ "leader" or "deputy"."""
    if rules.is_own_case(by.pk, doctor.pk):
        raise OwnCase
    capacity = deciding_capacity(by, doctor)
    if capacity is None or not rules.may_assign(capacity):
        raise NotLeader
    return capacity


def check_own_record(by: User, doctor_id: int) -> None:
    if by.pk != doctor_id:
        raise NotOwnRecord


def check_supervisor(person: User, doctor: User) -> None:
    """The person supervises the doctor now, and is not the doctor."""
    if person.pk == doctor.pk:
        raise OwnSupervisor
    if person not in supervisors_of(doctor):
        raise NotSupervisor


def check_plan_is_current(plan_goals: list[PlanGoal]) -> None:
    """Nothing more is done in an archived plan, unless another plan of the doctor has the goal too."""
    ids = [plan_goal.pk for plan_goal in plan_goals]
    if PlanGoal.objects.filter(pk__in=ids).in_current_plan().count() < len(ids):
        raise PlanArchived


def home_institution(doctor: User) -> TrainingInstitution:
    institution = institution_of(doctor)
    if institution is None:
        raise NoInstitution
    return institution
