"""Assessments by people with an account: asked for, started, answered and signed, declined, withdrawn, annulled."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.models import Fact
from fagvei.curriculum.models import Level
from fagvei.organisations.models import LearningArena
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import deciding_capacity, mentor_of, supervisors_of
from fagvei.training import rules
from fagvei.training.actions.moves_of_assessments import move_assessment
from fagvei.training.actions.refusals import (
    DateTooOld,
    ForeignGoal,
    FutureDate,
    NoGoals,
    OwnCase,
    ReasonMissing,
    TitleMissing,
)
from fagvei.training.actions.refusals_of_assessments import (
    AnswerMissing,
    AssessmentCommentMissing,
    AssessmentNotOpen,
    AssessmentNotSigned,
    ForeignAnswer,
    FormNotOffered,
    FormRetired,
    NotAllowedToAnnulAssessment,
    NotAskedAssessor,
    NotAssessor,
    OwnLink,
)
from fagvei.training.actions.standing import check_own_record, check_plan_is_current, home_institution
from fagvei.training.letters import send_assessment_link
from fagvei.training.models import (
    Assessment,
    AssessmentAnswer,
    AssessmentEvent,
    AssessmentForm,
    AssessmentFormVersion,
    AssessmentInvitation,
    PlanGoal,
)

Kind, State = AssessmentEvent.Kind, Assessment.State


@transaction.atomic
def ask_assessment(
    *,
    doctor: User,
    by: User,
    version: AssessmentFormVersion,
    title: str,
    held_on: dt.date,
    goals: Iterable[PlanGoal],
    assessor: User | None = None,
    name: str = "",
    email: str = "",
    arena: LearningArena | None = None,
    place: str = "",
) -> Assessment:
    """The doctor asks a mentor, a supervisor or the leader; or somebody without an account, who gets a link by e-mail."""
    check_own_record(by, doctor.pk)
    if assessor is not None:
        assessing_capacity(assessor, doctor)
        name = email = ""
    elif email.strip().casefold() in {"", doctor.email.casefold()}:
        raise OwnLink
    assessment = Assessment(
        doctor=doctor, version=version, title=title, held_on=held_on, arena=arena, place=place,
        assessor=assessor, invited_name=name.strip(),
    )  # fmt: skip
    event = _begin(assessment, goals, Kind.ASKED, by=by, acting_as="doctor", waiting_on=assessor)
    events = [event]
    if assessor is None:
        invitation = AssessmentInvitation.objects.create(assessment=assessment, email=email.strip())
        events.append(_step(assessment, Kind.INVITED, to=assessment.state, by=by, acting_as="doctor"))
        send_assessment_link.enqueue(invitation.pk)
    else:
        tell(assessor, "assessment_asked", _("Du er bedt om en vurdering."), assessment)
    record("assessment_asked", assessment, by, "doctor", events)
    return assessment


@transaction.atomic
def start_assessment(
    *,
    doctor: User,
    by: User,
    version: AssessmentFormVersion,
    title: str,
    held_on: dt.date,
    goals: Iterable[PlanGoal],
    arena: LearningArena | None = None,
    place: str = "",
) -> Assessment:
    """A mentor, supervisor or leader has seen something and assesses it unasked."""
    capacity = assessing_capacity(by, doctor)
    assessment = Assessment(
        doctor=doctor, version=version, title=title, held_on=held_on, arena=arena, place=place, assessor=by
    )
    event = _begin(assessment, goals, Kind.STARTED, by=by, acting_as=capacity, waiting_on=by)
    record("assessment_started", assessment, by, capacity, [event])
    return assessment


@transaction.atomic
def answer_assessment(*, assessment: Assessment, answers: Mapping[str, str], by: User) -> Assessment:
    """Answer and sign in one: who is logged in is known."""
    row = locked(assessment)
    capacity = _check_asked(row, by)
    check_not_ahead(row)
    answer = add_answer(row, answers, by=by)
    answered = _step(row, Kind.ANSWERED, to=State.ANSWERED, by=by, acting_as=capacity, waiting_on=by)
    signed = _step(row, Kind.SIGNED, to=State.SIGNED, by=by, acting_as=capacity)
    record("assessment_signed", row, by, capacity, [answer, answered, signed])
    tell(row.doctor, "assessment_signed", _("En vurdering av deg er signert."), row)
    return row


@transaction.atomic
def decline_assessment(*, assessment: Assessment, comment: str, by: User) -> Assessment:
    row = locked(assessment)
    capacity = _check_asked(row, by)
    event = _step(row, Kind.DECLINED, to=State.DECLINED, by=by, acting_as=capacity, comment=comment)
    record("assessment_declined", row, by, capacity, [event])
    tell(row.doctor, "assessment_declined", _("En vurdering du ba om, er avslått."), row)
    return row


@transaction.atomic
def withdraw_assessment(*, assessment: Assessment, by: User) -> Assessment:
    """Only while nobody has answered: what was answered is not the doctor's to take away."""
    row = locked(assessment)
    check_own_record(by, row.doctor_id)
    if row.state != State.ASKED:
        raise AssessmentNotOpen(_("Vurderingen er besvart eller avsluttet og kan ikke trekkes."))
    end_link(row)
    event = _step(row, Kind.WITHDRAWN, to=State.WITHDRAWN, by=by, acting_as="doctor")
    record("assessment_withdrawn", row, by, "doctor", [event])
    return row


@transaction.atomic
def annul_assessment(*, assessment: Assessment, reason: str, by: User) -> Assessment:
    """Take back what was wrong. It stays readable and counts no more."""
    row = locked(assessment)
    capacity = _annulling_capacity(row, by)
    if row.state != State.SIGNED:
        raise AssessmentNotSigned
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor vurderingen annulleres."))
    event = _step(row, Kind.ANNULLED, to=State.ANNULLED, by=by, acting_as=capacity, comment=reason)
    record("assessment_annulled", row, by, capacity, [event])
    tell(row.doctor, "assessment_annulled", _("En vurdering av deg er annullert."), row)
    return row


# --- What the verbs share, also those of outside assessors and deadlines ---


def locked(assessment: Assessment) -> Assessment:
    rows = Assessment.objects.select_related("doctor", "institution", "version", "assessor", "outside_assessor")
    return rows.select_for_update(of=("self",)).get(pk=assessment.pk)


def assessing_capacity(person: User, doctor: User) -> str:
    """In which role the person assesses the doctor now."""
    if rules.is_own_case(person.pk, doctor.pk):
        raise OwnCase(_("Ingen vurderer seg selv. Velg en annen."))
    if person in supervisors_of(doctor):
        return "supervisor"
    if person == mentor_of(doctor):
        return "mentor"
    capacity = deciding_capacity(person, doctor)
    if capacity is None or not rules.may_assign(capacity):
        raise NotAssessor
    return capacity


def check_not_ahead(row: Assessment) -> None:
    if row.held_on > clock.today():
        raise FutureDate(_("Dagen for vurderingen er ikke kommet ennå. Svar når du har sett det som skal vurderes."))


def check_open(row: Assessment) -> None:
    if row.state not in Assessment.OPEN:
        raise AssessmentNotOpen
    if row.expires_at <= clock.now():
        raise AssessmentNotOpen(_("Fristen for å svare er ute. Legen kan be om en ny vurdering."))


def add_answer(row: Assessment, answers: Mapping[str, str], *, by: User | None) -> AssessmentAnswer:
    given = {key: value.strip() for key, value in answers.items() if value.strip()}
    check_answers(row.version, given)
    return AssessmentAnswer.objects.create(
        assessment=row, answers=given, wording_digest=row.version.wording_digest(), by=by
    )


def check_answers(version: AssessmentFormVersion, answers: Mapping[str, str]) -> None:
    fault = rules.answer_fault(version.asked, answers, Level.values)
    if fault:
        raise {
            "comment_missing": AssessmentCommentMissing,
            "answer_missing": AnswerMissing,
            "foreign_answer": ForeignAnswer,
        }[fault]


def end_link(row: Assessment) -> None:
    AssessmentInvitation.objects.filter(assessment=row).update(token_hash="")


def record(
    name: str, row: Assessment, by: User | None, acting_as: str, facts: Iterable[Fact], details: dict | None = None
) -> None:
    audit.record(
        name,
        target=row,
        by=by,
        acting_as=acting_as,
        subject=row.doctor,
        controller=row.institution,
        details=details,
        facts=[row, *facts],
    )


def tell(user: User, kind: str, text: str, row: Assessment) -> None:
    notify(user=user, kind=kind, text=text, path=row.get_absolute_url())


def _step(row: Assessment, kind: AssessmentEvent.Kind, **fields: Any) -> AssessmentEvent:
    return move_assessment(row, kind, **fields)


def _begin(
    row: Assessment, goals: Iterable[PlanGoal], kind: AssessmentEvent.Kind, *, by: User, acting_as: str, waiting_on: Any
) -> AssessmentEvent:
    row.institution = home_institution(row.doctor)
    row.expires_at = clock.now() + dt.timedelta(days=settings.FAGVEI_ANSWER_DAYS)
    row.title = row.title.strip()
    if not row.title:
        raise TitleMissing(_("Skriv kort hva som skal vurderes."))
    fault = rules.date_fault(row.held_on, today=clock.today(), is_done=kind == Kind.STARTED)
    if fault:
        raise FutureDate(_("Dagen er ikke kommet ennå. Rett datoen.")) if fault == "future" else DateTooOld
    check_form(row.version, row)
    if row.held_on > clock.today():  # time to answer is counted from the day itself
        row.expires_at += dt.timedelta(days=(row.held_on - clock.today()).days)
    chosen = _own_goals(row.doctor, goals)
    row.save()
    row.goals.set(chosen)
    return _step(row, kind, to=State.ASKED, by=by, acting_as=acting_as, waiting_on=waiting_on)


def check_form(version: AssessmentFormVersion, row: Any, *, multisource: bool = False) -> None:
    """The newest version of a form that is offered where the doctor is employed, of the right kind."""
    form = version.form
    if form.retired_at is not None:
        raise FormRetired
    is_multisource = form.kind == AssessmentForm.Kind.MULTISOURCE
    if form.institution_id not in (None, row.institution.pk) or is_multisource != multisource:
        raise FormNotOffered
    if version.number < form.versions.count():
        raise FormNotOffered(_("Skjemaet har fått en nyere versjon. Åpne siden på nytt og velg den."))


def _own_goals(doctor: User, goals: Iterable[PlanGoal]) -> list[PlanGoal]:
    ids = {goal.pk for goal in goals}
    if not ids:
        raise NoGoals(_("Velg minst ett læringsmål som vurderingen hører til."))
    rows = list(PlanGoal.objects.filter(pk__in=ids, doctor=doctor).order_by("pk"))
    if len(rows) < len(ids):
        raise ForeignGoal
    check_plan_is_current(rows)
    return rows


def _check_asked(row: Assessment, by: User) -> str:
    if rules.is_own_case(by.pk, row.doctor_id):
        raise OwnCase(_("Ingen vurderer seg selv."))
    if row.assessor_id != by.pk:
        raise NotAskedAssessor
    check_open(row)
    return assessing_capacity(by, row.doctor)


def _annulling_capacity(row: Assessment, by: User) -> str:
    """Who signed takes back the own signature while still standing near the doctor; the leader what is wrong."""
    if rules.is_own_case(by.pk, row.doctor_id):
        raise NotAllowedToAnnulAssessment
    capacity = deciding_capacity(by, row.doctor)
    if capacity is not None and rules.may_assign(capacity):
        return capacity
    if row.assessor_id == by.pk:
        return assessing_capacity(by, row.doctor)
    raise NotAllowedToAnnulAssessment
