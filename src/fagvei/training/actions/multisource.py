"""A round of 360 degrees: proposed, approved, answered without a trace of who, closed, read by the mentor, given to the doctor."""

import datetime as dt
import secrets
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.models import content_digest
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import mentor_of
from fagvei.training import rules
from fagvei.training.actions.assessments import check_answers, check_form
from fagvei.training.actions.moves_of_assessments import move_round
from fagvei.training.actions.refusals import CommentMissing, MentorMissing, OwnCase
from fagvei.training.actions.refusals_of_assessments import (
    AlreadyAnswered,
    MentorReadsFirst,
    NotMentor,
    OwnLink,
    RoundNotClosed,
    RoundNotOpen,
    RoundNotProposed,
    RoundRunning,
    TooFewAnswers,
    TooFewRaters,
)
from fagvei.training.actions.standing import check_own_record, home_institution
from fagvei.training.letters import send_rater_link
from fagvei.training.models import (
    AssessmentFormVersion,
    MultisourceAnswer,
    MultisourceEvent,
    MultisourceRater,
    MultisourceRound,
)

Kind, State = MultisourceEvent.Kind, MultisourceRound.State
RUNNING = (State.PROPOSED, State.OPEN)


@transaction.atomic
def propose_round(
    *, doctor: User, version: AssessmentFormVersion, raters: Iterable[tuple[str, str]], by: User
) -> MultisourceRound:
    """The doctor proposes who may answer: (name, e-mail) of at least five. Nothing is sent before the mentor has approved."""
    check_own_record(by, doctor.pk)
    User.objects.select_for_update().get(pk=doctor.pk)
    if MultisourceRound.objects.filter(doctor=doctor, state__in=RUNNING).exists():
        raise RoundRunning
    mentor = mentor_of(doctor)
    if mentor is None:
        raise MentorMissing(_("Du har ingen veileder. Lederen eller administratoren kan registrere en."))
    chosen = _checked_raters(doctor, raters)
    row = MultisourceRound(doctor=doctor, institution=home_institution(doctor), version=version)
    check_form(version, row, multisource=True)
    row.save()
    MultisourceRater.objects.bulk_create(
        MultisourceRater(round=row, name=name, email=email) for email, name in chosen.items()
    )
    event = move_round(row, Kind.PROPOSED, to=State.PROPOSED, by=by, acting_as="doctor", waiting_on=mentor)
    _record("multisource_proposed", row, by, "doctor", event, details={"raters": len(chosen)})
    _tell(mentor, "multisource_to_approve", _("En 360-graders vurdering venter på deg som veileder."), row)
    return row


@transaction.atomic
def withdraw_round(*, round_: MultisourceRound, by: User) -> MultisourceRound:
    """The doctor's choice while it runs. What was answered is thrown away unread."""
    row = locked_round(round_)
    check_own_record(by, row.doctor_id)
    if row.state not in RUNNING:
        raise RoundNotOpen(_("Runden er avsluttet og kan ikke trekkes."))
    end_without_result(row, Kind.WITHDRAWN, by=by, acting_as="doctor")
    return row


@transaction.atomic
def return_round(*, round_: MultisourceRound, comment: str, by: User) -> MultisourceRound:
    """Other people should answer: the doctor proposes a new round."""
    row = _locked_for_mentor(round_, by)
    if row.state != State.PROPOSED:
        raise RoundNotProposed
    if not comment.strip():
        raise CommentMissing
    event = move_round(row, Kind.RETURNED, to=State.RETURNED, by=by, acting_as="mentor", comment=comment)
    _record("multisource_returned", row, by, "mentor", event)
    _tell(row.doctor, "multisource_returned", _("En 360-graders vurdering er returnert til deg."), row)
    return row


@transaction.atomic
def open_round(*, round_: MultisourceRound, by: User) -> MultisourceRound:
    """The mentor approves the raters; each gets a letter with a link."""
    row = _locked_for_mentor(round_, by)
    if row.state != State.PROPOSED:
        raise RoundNotProposed
    row.expires_at = clock.now() + dt.timedelta(days=settings.FAGVEI_ANSWER_DAYS)
    event = move_round(row, Kind.OPENED, to=State.OPEN, by=by, acting_as="mentor")
    for pk in row.raters.order_by("pk").values_list("pk", flat=True):
        send_rater_link.enqueue(pk)
    _record("multisource_opened", row, by, "mentor", event)
    _tell(row.doctor, "multisource_opened", _("Veilederen har åpnet 360-graders vurderingen din."), row)
    return row


@transaction.atomic
def answer_round(*, rater: MultisourceRater, answers: Mapping[str, str], by: None = None) -> MultisourceRound:
    """Once per link. The rater's row learns that an answer came; the answer's row learns nothing of the rater."""
    row = locked_round(rater.round)
    now = MultisourceRater.objects.select_for_update().get(pk=rater.pk)
    if now.has_answered or not now.token_hash or now.token_hash != rater.token_hash:
        raise AlreadyAnswered
    if row.state != State.OPEN or row.has_run_out(clock.now()):
        raise RoundNotOpen
    given = {key: value.strip() for key, value in answers.items() if value.strip()}
    check_answers(row.version, given)
    now.has_answered, now.token_hash = True, ""
    now.save(update_fields=["has_answered", "token_hash"])
    _rewrite(row, [*row.answers.values_list("answers", flat=True), given])
    audit.record("multisource_answered", target=row, by=by, controller=row.institution)
    return row


@transaction.atomic
def close_round(*, round_: MultisourceRound, by: User) -> MultisourceRound:
    """The mentor ends it before the time is out, when at least five have answered."""
    row = _locked_for_mentor(round_, by)
    if row.state != State.OPEN:
        raise RoundNotOpen
    if not rules.may_close(row.answers.count()):
        raise TooFewAnswers
    return close_with(row, by=by, acting_as="mentor")


@transaction.atomic
def read_result(*, round_: MultisourceRound, by: User) -> MultisourceRound:
    """The mentor opens the result, before the doctor."""
    row = _locked_for_mentor(round_, by)
    if row.state != State.CLOSED:
        raise RoundNotClosed
    if not has_been_read(row):
        event = move_round(row, Kind.READ_BY_MENTOR, to=State.CLOSED, by=by, acting_as="mentor", waiting_on=by)
        _record("multisource_read_by_mentor", row, by, "mentor", event)
    return row


@transaction.atomic
def release_result(*, round_: MultisourceRound, by: User, comment: str = "") -> MultisourceRound:
    """Given to the doctor in a talk. From now on the doctor reads it too."""
    row = _locked_for_mentor(round_, by)
    if row.state != State.CLOSED:
        raise RoundNotClosed
    if not has_been_read(row):
        raise MentorReadsFirst
    event = move_round(row, Kind.RELEASED, to=State.RELEASED, by=by, acting_as="mentor", comment=comment)
    _record("multisource_released", row, by, "mentor", event)
    _tell(row.doctor, "multisource_released", _("Resultatet av 360-graders vurderingen kan leses."), row)
    return row


# --- What the verbs share, also those of deadlines ---


def locked_round(round_: MultisourceRound) -> MultisourceRound:
    rows = MultisourceRound.objects.select_related("doctor", "institution", "version__form", "waiting_on")
    return rows.select_for_update(of=("self",)).get(pk=round_.pk)


def has_been_read(row: MultisourceRound) -> bool:
    return row.events.filter(kind=Kind.READ_BY_MENTOR).exists()


def close_with(row: MultisourceRound, *, by: User | None, acting_as: str) -> MultisourceRound:
    """All links end, and the answers are sealed as a whole."""
    _end_links(row)
    row.answers_digest = content_digest({"answers": sorted(map(str, _canonical(row)))})
    mentor = mentor_of(row.doctor)
    event = move_round(row, Kind.CLOSED, to=State.CLOSED, by=by, acting_as=acting_as, waiting_on=mentor)
    _record("multisource_closed", row, by, acting_as, event)
    if mentor is not None:
        _tell(mentor, "multisource_to_read", _("En 360-graders vurdering er lukket. Du leser resultatet først."), row)
    return row


def end_without_result(row: MultisourceRound, kind: Any, *, by: User | None, acting_as: str) -> None:
    _end_links(row)
    row.answers.all().delete()
    to = State.TOO_FEW if kind == Kind.TOO_FEW else State.WITHDRAWN
    event = move_round(row, kind, to=to, by=by, acting_as=acting_as)
    _record(f"multisource_{to}", row, by, acting_as, event)


def _end_links(row: MultisourceRound) -> None:
    row.raters.update(token_hash="")


def _canonical(row: MultisourceRound) -> list[str]:
    return [content_digest(answers) for answers in row.answers.values_list("answers", flat=True)]


def _rewrite(row: MultisourceRound, all_answers: list[Mapping[str, str]]) -> None:
    """All answers anew, with new keys and in random order: the place in the file must not tell who came last."""
    shuffle(all_answers)
    row.answers.all().delete()
    MultisourceAnswer.objects.bulk_create(
        MultisourceAnswer(pk=uuid.uuid4(), round=row, answers=answers) for answers in all_answers
    )


def shuffle(rows: list) -> None:
    secrets.SystemRandom().shuffle(rows)


def _checked_raters(doctor: User, raters: Iterable[tuple[str, str]]) -> dict[str, str]:
    """{e-mail: name}; the doctor is none of them."""
    chosen = {email.strip().casefold(): name.strip() for name, email in raters if email.strip() and name.strip()}
    if doctor.email.casefold() in chosen:
        raise OwnLink(_("Du kan ikke svare om deg selv. Ta bort din egen e-post."))
    if len(chosen) < rules.FEWEST_RATERS:
        raise TooFewRaters
    return chosen


def _locked_for_mentor(round_: MultisourceRound, by: User) -> MultisourceRound:
    row = locked_round(round_)
    if rules.is_own_case(by.pk, row.doctor_id):
        raise OwnCase
    if by != mentor_of(row.doctor):
        raise NotMentor
    return row


def _record(
    name: str,
    row: MultisourceRound,
    by: User | None,
    acting_as: str,
    event: MultisourceEvent,
    details: dict[str, Any] | None = None,
) -> None:
    audit.record(
        name,
        target=row,
        by=by,
        acting_as=acting_as,
        subject=row.doctor,
        controller=row.institution,
        details=details,
        facts=[row, event],
    )


def _tell(user: User, kind: str, text: str, row: MultisourceRound) -> None:
    notify(user=user, kind=kind, text=text, path=row.get_absolute_url())
