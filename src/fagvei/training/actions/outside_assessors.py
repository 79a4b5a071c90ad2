"""Assessors who were sent a link. The link lets them answer; only an identified person signs; a leader vouches the first time."""

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.people.identity import IdentifiedPerson
from fagvei.people.models import User
from fagvei.people.queries import leader_of
from fagvei.training.actions.assessments import add_answer, check_not_ahead, check_open, end_link, locked, record, tell
from fagvei.training.actions.moves_of_assessments import move_assessment
from fagvei.training.actions.refusals import OwnCase, ReasonMissing
from fagvei.training.actions.refusals_of_assessments import (
    AnswerChanged,
    AssessmentNotOpen,
    NotAwaitingVouching,
    NotIdentified,
)
from fagvei.training.actions.standing import check_own_record, leading_capacity
from fagvei.training.letters import send_assessment_link
from fagvei.training.models import (
    Assessment,
    AssessmentEvent,
    AssessmentInvitation,
    OutsideAssessor,
    OutsideIdentification,
)

Kind, State = AssessmentEvent.Kind, Assessment.State
OUTSIDE = "outside_assessor"


@transaction.atomic
def answer_by_link(*, invitation: AssessmentInvitation, answers: Mapping[str, str], by: None = None) -> Assessment:
    """Stored unsigned: it counts for nothing until somebody whose identity is known has signed it. May be answered again."""
    row = _locked_for_link(invitation)
    check_not_ahead(row)
    answer = add_answer(row, answers, by=None)
    event = move_assessment(row, Kind.ANSWERED, to=State.ANSWERED, by=by, acting_as=OUTSIDE)
    record("assessment_answered_by_link", row, by, OUTSIDE, [answer, event])
    return row


@transaction.atomic
def decline_by_link(*, invitation: AssessmentInvitation, comment: str, by: None = None) -> Assessment:
    row = _locked_for_link(invitation)
    end_link(row)
    event = move_assessment(row, Kind.DECLINED, to=State.DECLINED, by=by, acting_as=OUTSIDE, comment=comment)
    record("assessment_declined_by_link", row, by, OUTSIDE, [event])
    tell(row.doctor, "assessment_declined", _("En vurdering du ba om, er avslått."), row)
    return row


@transaction.atomic
def sign_by_link(
    *, invitation: AssessmentInvitation, person: IdentifiedPerson | None, seen_digest: str, by: None = None
) -> Assessment:
    """`person` is whom the identity interface vouches for now; `seen_digest` the digest of the answer that was shown."""
    row = _locked_for_link(invitation)
    answer = row.given_answers.last()
    if row.state != State.ANSWERED or answer is None:
        raise AssessmentNotOpen(_("Svar på skjemaet før du signerer."))
    if person is None or not person.hpr_number:
        raise NotIdentified
    if _may_be_the_doctor(person, row.doctor):
        raise OwnCase(_("Ingen vurderer seg selv. Lenken er til en annen."))
    if answer.digest() != seen_digest:
        raise AnswerChanged
    identification = _identify(row, person)
    known = _known(person, row)
    end_link(row)
    leader = None if known else leader_of(row.doctor)
    events = [move_assessment(row, Kind.IDENTIFIED, to=State.IDENTIFIED, by=by, acting_as=OUTSIDE, waiting_on=leader)]
    if known is not None:
        events.append(_sign(row, known, by=by, acting_as=OUTSIDE))
    record("assessment_signed_by_link", row, by, OUTSIDE, [identification, answer, *events])
    if leader is not None:
        tell(leader, "assessor_to_vouch_for", _("En ekstern vurderer venter på at du bekrefter hvem det er."), row)
    return row


def _may_be_the_doctor(person: IdentifiedPerson, doctor: User) -> bool:
    """By number; where the doctor's account has none, by name."""
    if doctor.hpr_number:
        return person.hpr_number == doctor.hpr_number
    return person.name.casefold().split() == doctor.full_name.casefold().split()


def _known(person: IdentifiedPerson, row: Assessment) -> OutsideAssessor | None:
    """Whom a leader here has vouched for. Of a doctor without a number nobody knows who it is not: the leader says so each time."""
    if not row.doctor.hpr_number:
        return None
    return OutsideAssessor.objects.filter(institution=row.institution, hpr_number=person.hpr_number).first()


@transaction.atomic
def vouch_for_assessor(*, assessment: Assessment, by: User) -> Assessment:
    """The leader confirms who this is: the first time at the institution. From now on the assessment counts."""
    row = locked(assessment)
    capacity = leading_capacity(by, row.doctor)
    _check_awaits_vouching(row)
    told = row.identification
    assessor, is_new = OutsideAssessor.objects.get_or_create(
        institution=row.institution,
        hpr_number=told.hpr_number,
        defaults={"name": told.name, "email": row.invitation.email, "vouched_by": by, "acting_as": capacity},
    )
    event = _sign(row, assessor, by=by, acting_as=capacity)
    record("outside_assessor_vouched_for", row, by, capacity, [event, *([assessor] if is_new else [])])
    return row


@transaction.atomic
def refuse_assessor(*, assessment: Assessment, reason: str, by: User) -> Assessment:
    """The leader does not know the person, or not as somebody who can assess: the answer never counts."""
    row = locked(assessment)
    capacity = leading_capacity(by, row.doctor)
    _check_awaits_vouching(row)
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor vurdereren ikke kan bekreftes."))
    event = move_assessment(row, Kind.REFUSED, to=State.REFUSED, by=by, acting_as=capacity, comment=reason)
    record("outside_assessor_refused", row, by, capacity, [event])
    tell(row.doctor, "outside_assessor_refused", _("En ekstern vurderer ble ikke bekreftet."), row)
    return row


@transaction.atomic
def invite_again(*, assessment: Assessment, by: User) -> Assessment:
    """A new letter with a new link and a new deadline; the old link ends when the letter is written."""
    row = locked(assessment)
    check_own_record(by, row.doctor_id)
    if not row.is_by_link or row.state not in Assessment.OPEN:
        raise AssessmentNotOpen
    row.expires_at = max(row.expires_at, clock.now() + dt.timedelta(days=settings.FAGVEI_ANSWER_DAYS))
    event = move_assessment(row, Kind.INVITED_AGAIN, to=row.state, by=by, acting_as="doctor")
    record("assessor_invited_again", row, by, "doctor", [event])
    send_assessment_link.enqueue(row.invitation.pk)
    return row


def _locked_for_link(invitation: AssessmentInvitation) -> Assessment:
    """The invitation as it is now: a link that was used or withdrawn meanwhile opens nothing."""
    row = locked(invitation.assessment)
    now = AssessmentInvitation.objects.get(pk=invitation.pk)
    if not now.token_hash or now.token_hash != invitation.token_hash:
        raise AssessmentNotOpen(_("Lenken virker ikke lenger. Be legen sende en ny."))
    check_open(row)
    return row


def _identify(row: Assessment, person: IdentifiedPerson) -> OutsideIdentification:
    return OutsideIdentification.objects.create(
        assessment=row,
        provider=person.identity.provider,
        hpr_number=person.hpr_number,
        name=person.name[:200],
        assurance=int(person.identity.assurance),
    )


def _sign(row: Assessment, assessor: OutsideAssessor, *, by: User | None, acting_as: str) -> AssessmentEvent:
    row.outside_assessor = assessor
    event = move_assessment(row, Kind.SIGNED, to=State.SIGNED, by=by, acting_as=acting_as)
    tell(row.doctor, "assessment_signed", _("En vurdering av deg er signert."), row)
    return event


def _check_awaits_vouching(row: Assessment) -> None:
    if row.state != State.IDENTIFIED:
        raise NotAwaitingVouching
