"""A change that concerns others waits for their yes: a course for another RegUt's specialty, and a course that every RegUt answers for."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common.models import Fact
from fagvei.courses.actions.contents import FIRST, check_content, locked_course, write_version
from fagvei.courses.actions.proposal_refusals import (
    AlreadyShared,
    GoalNotOfSpecialty,
    GoalsWithoutLiaison,
    NotAddedHere,
    NotAsked,
    NotProposer,
    ProposalAnswered,
    ProposalReasonMissing,
    ProposalWaits,
)
from fagvei.courses.actions.refusals import CourseUnchanged, VersionReasonMissing
from fagvei.courses.actions.standing import LIAISON, liaison_capacity
from fagvei.courses.models import Course, CourseProposal, CourseProposalEvent
from fagvei.courses.queries.joint import officers_of
from fagvei.courses.queries.proposals import answering_centres, may_answer, officers_who_answer, proposals
from fagvei.courses.queries.standing import centres_of_officer
from fagvei.courses.queries.versions import content_from, content_of
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import LearningGoal
from fagvei.curriculum.queries.contributing import is_for
from fagvei.organisations.models import Specialty
from fagvei.people.actions import notify
from fagvei.people.models import User

State = CourseProposal.State


@transaction.atomic
def share_course(
    *, course: Course, specialty: Specialty, goals: Sequence[LearningGoal] = (), source: str, reason: str, by: User
) -> CourseProposal | None:
    """For one more specialty, or for more goals of one it is for already. None: the RegUt answers for that one too, and it is done."""
    row = locked_course(course)
    liaison_capacity(by, row)
    if not source.strip() or not reason.strip():
        raise VersionReasonMissing
    return share(row, specialty, goals, source=source, reason=reason, by=by)


def share(
    course: Course, specialty: Specialty, goals: Sequence[LearningGoal], *, source: str, reason: str, by: User
) -> CourseProposal | None:
    """The course is locked, and the liaison's."""
    if not course.versions.filter(number=FIRST).exists():
        raise NotAddedHere  # whom the others are for, the sources say
    if any(goal.goal_set.specialty_id != specialty.pk or goal.current is None for goal in goals):
        raise GoalNotOfSpecialty
    if is_for(course.activity, specialty) and not _new_goals(course, goals):
        raise AlreadyShared
    own = centres_of_officer(by)
    if specialty.liaison_centre_id in own:
        _let_in(course, specialty, goals, source=source, reason=reason, by=by)
        audit.record(
            "course_shared",
            target=course,
            by=by,
            acting_as=LIAISON,
            controller=specialty.liaison_centre,
            details={"course": course.code, "specialty": specialty.slug},
        )
        return None
    if goals and specialty.liaison_centre_id is None:
        raise GoalsWithoutLiaison
    proposing = min(own & {course.centre_id} or own)
    codes = [goal.code for goal in goals]
    return propose(course, proposing, specialty=specialty, goals=codes, source=source, reason=reason, by=by)


def propose(course: Course, centre: int, *, by: User, **fields: Any) -> CourseProposal:
    """The course is locked. What stands goes on until another RegUt has said yes."""
    waiting = course.proposals.filter(state=State.WAITING, specialty=fields.get("specialty"))
    if waiting.exists():
        raise ProposalWaits
    made = CourseProposal.objects.create(course=course, centre_id=centre, by=by, **fields)
    row = proposals().get(pk=made.pk)
    event = _move(row, State.WAITING, row.centre_id, by=by)
    _record("course_proposed", row, by, [event])
    text = _("En RegUt spør om å dele et kurs.") if row.specialty else _("En RegUt foreslår en ny versjon av et kurs.")
    _tell(officers_who_answer(row), row, "course_proposed", text)
    return row


@transaction.atomic
def agree_to_proposal(*, proposal: CourseProposal, by: User) -> CourseProposal:
    """From now on it holds. A version is its proposer's; the goals of a specialty are said by the liaison that says yes."""
    row, centre = _locked_to_answer(proposal, by)
    event = _move(row, State.AGREED, centre, by=by)
    facts: list[Fact] = [event]
    if row.specialty is not None:
        goals = LearningGoal.objects.filter(code__in=row.goals).with_revision().order_by("code")
        _let_in(row.course, row.specialty, list(goals), source=row.source, reason=row.reason, by=by)
    else:
        content = content_from(row.content or {})
        check_content(content, row.course)
        if content == content_of(row.course):
            raise CourseUnchanged
        facts.append(write_version(row.course, content, source=row.source, reason=row.reason, author=row.by, by=by))
    _record("course_proposal_agreed", row, by, facts)
    _tell_proposer(row)
    return row


@transaction.atomic
def refuse_proposal(*, proposal: CourseProposal, reason: str, by: User) -> CourseProposal:
    row, centre = _locked_to_answer(proposal, by)
    if not reason.strip():
        raise ProposalReasonMissing
    event = _move(row, State.REFUSED, centre, by=by, reason=reason)
    _record("course_proposal_refused", row, by, [event])
    _tell_proposer(row)
    return row


@transaction.atomic
def withdraw_proposal(*, proposal: CourseProposal, by: User) -> CourseProposal:
    """By whoever is an officer of the RegUt that proposed it: people change work."""
    row = _locked(proposal)
    if row.centre_id not in centres_of_officer(by):
        raise NotProposer
    event = _move(row, State.WITHDRAWN, row.centre_id, by=by)
    _record("course_proposal_withdrawn", row, by, [event])
    return row


def _locked(proposal: CourseProposal) -> CourseProposal:
    """The course first, as whoever proposes or revises locks it."""
    course = locked_course(proposal.course)
    row = proposals().select_for_update(of=("self",)).get(pk=proposal.pk)
    row.course = course
    if not row.is_waiting:
        raise ProposalAnswered
    return row


def _locked_to_answer(proposal: CourseProposal, by: User) -> tuple[CourseProposal, int]:
    row, own = _locked(proposal), centres_of_officer(by)
    if not may_answer(by, own, row):
        raise NotAsked
    return row, min(answering_centres(own, row))


def _let_in(
    course: Course, specialty: Specialty, goals: Sequence[LearningGoal], *, source: str, reason: str, by: User
) -> None:
    """By an officer of the specialty's liaison, where it has one."""
    if not is_for(course.activity, specialty):
        curriculum.share_activity(activity=course.activity, specialty=specialty, by=by)
    for goal in _new_goals(course, goals):
        curriculum.add_contributing_goal(goal=goal, activity=course.activity, source=source, reason=reason, by=by)


def _new_goals(course: Course, goals: Sequence[LearningGoal]) -> list[LearningGoal]:
    there = set(course.activity.coverages.current().filter(goal__in=goals).values_list("goal", flat=True))
    return [goal for goal in goals if goal.pk not in there]


def _move(row: CourseProposal, to: str, centre_id: int, *, by: User, reason: str = "") -> CourseProposalEvent:
    """The only place that writes the state."""
    if to != row.state and to not in CourseProposal.MOVES[row.state]:
        raise AssertionError(f"A proposal cannot go from {row.state} to {to}.")
    event = CourseProposalEvent.objects.create(proposal=row, centre_id=centre_id, state_after=to, reason=reason, by=by)
    row.state, row.since = to, event.at
    row.save()
    return event


def _record(name: str, row: CourseProposal, by: User, facts: list[Fact]) -> None:
    audit.record(
        name,
        target=row,
        by=by,
        acting_as=LIAISON,
        controller=row.centre,
        details={"course": row.course.code, "specialty": row.specialty.slug if row.specialty else ""},
        facts=[row, *facts],
    )


def _tell_proposer(row: CourseProposal) -> None:
    text = _("En RegUt har svart på et forslag om et kurs.")
    _tell(officers_of(row.centre_id), row, "course_proposal_answered", text)


def _tell(officers: list[User], row: CourseProposal, kind: str, text: str) -> None:
    for officer in officers:
        notify(user=officer, kind=kind, text=text, path=row.get_absolute_url())
