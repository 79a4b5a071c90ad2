"""A course planned, dated, announced, moved, held and cancelled, for tests that need a log worth reading."""

import datetime as dt

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.queries.versions import CourseContent
from fagvei.courses.tests import absence_factories as absence
from fagvei.courses.tests import criteria_factories as criteria
from fagvei.courses.tests import evaluation_factories as evaluation
from fagvei.courses.tests import external_factories as external
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import joint_factories as joint
from fagvei.courses.tests import proposal_factories as proposals
from fagvei.courses.tests import seat_factories as seats


def add_history(cast) -> None:
    course = make.make_course(cast, "HIST-GK1")
    appointment = actions.appoint(
        course=course,
        person=make.make_leader(cast),
        role="leader",
        from_on=make.in_days(-10),
        to_on=make.in_days(700),
        by=cast.eva,
    )
    actions.end_appointment(appointment=appointment, reason="Ny jobb.", by=cast.eva)
    content = CourseContent(name="Nytt navn", outcomes=(("kunne", "se tegnene tidlig"),))
    actions.revise_course(course=course, content=content, source="Møte i komiteen", reason="Tydeligere.", by=cast.eva)
    often = actions.Frequency((1, 0), make.in_days(700).year)
    where = {"source": "Møte i komiteen", "reason": "Færre søkere."}
    actions.set_frequency(course=course, centre=cast.centre, wanted=often, by=cast.eva, **where)
    _add_proposals(cast)
    slot = make.make_slot(cast, course)
    actions.pause_slot(slot=slot, reason="Venter på kursleder.", by=cast.eva)
    actions.resume_slot(slot=slot, by=cast.eva)
    run = actions.settle_run(slot=slot, details=make.details(), by=cast.eva)
    actions.announce_run(run=run, by=cast.eva)
    actions.cancel_run(run=run, reason="For få søkere.", by=cast.eva)
    attended = make.attend(cast, cast.anna)
    actions.withdraw_certificate(attendance=attended, reason="Feil navn på kurset.", by=cast.eva)
    actions.add_who_came(run=attended.run, doctor=seats.make_doctors(cast, 1)[0], reason="Vikar.", by=cast.eva)
    _add_seats(cast)
    _add_hosts(cast)
    _add_criteria(cast)
    _add_external(cast)
    absence.without_seat(cast, cast.anna)
    evaluation.answered(cast, [4, 4, 0], "Mer tid.", code="HIST-EV")


def _add_proposals(cast) -> None:
    """One taken back, one refused, one agreed to."""
    actions.withdraw_proposal(proposal=proposals.proposed_version(cast, "HIST-FELLES"), by=cast.eva)
    actions.refuse_proposal(
        proposal=proposals.proposed_version(cast, "HIST-FELLES"), reason="For langt.", by=joint.eli_of(cast)
    )
    actions.agree_to_proposal(proposal=proposals.asked_to_share(cast), by=cast.eli)


def _add_hosts(cast) -> None:
    """A run with seats for a region first; another host asked, who says yes, then no, and is asked again."""
    joint.eli_of(cast)
    course = joint.make_common_course(cast, "HIST-ADMLED")
    dated = joint.make_dated(cast, course, cast.eva, cast.centre)
    actions.set_reserves(run=dated, reserves={"helse-nord": 1}, reason="Nord mangler leger.", by=cast.eva)
    east, north = joint.make_pair(cast, course)
    asked = actions.join_round(invitation=joint.asked(cast, east, north), by=cast.eli)
    actions.refuse_joint_round(invitation=asked, reason="Egen runde.", by=cast.eli)
    joint.asked(cast, east, north)
    _add_leaving(cast, joint.make_common_course(cast, "HIST-ADMLED-2"))


def _add_leaving(cast, course) -> None:
    """Another pair is in a round, and a doctor has applied for both runs, when the host takes one of them out."""
    east, north = joint.make_pair(cast, course)
    actions.join_round(invitation=joint.asked(cast, east, north), by=cast.eli)
    found = actions.open_round(runs=[east, north], by=cast.eva)
    seats.apply(cast, found, seats.make_doctors(cast, 3)[-1], 1, 0)
    actions.leave_round(round_run=found.round_runs.get(run=north), reason="Lokalet er opptatt.", by=cast.eli)


def _add_seats(cast) -> None:
    """Two apply for one seat; it is declined, goes on, and a seat more is given by hand."""
    with clock.at(clock.now() - dt.timedelta(days=195)):
        found = seats.make_round(cast, 1, course=make.make_course(cast, "HIST-GK2"))
        rows = [seats.apply(cast, found, doctor) for doctor in seats.make_doctors(cast, 2)]
    seats.release(cast, found)
    first = next(row for row in rows if seats.offer_of(row))
    actions.decline_offer(offer=seats.offer_of(first), by=first.doctor)
    actions.change_seats(round_run=found.round_runs.get(), seats=2, reason="Større rom.", by=cast.eva)


def _add_criteria(cast) -> None:
    """One has said why, is judged, and judged anew: before the preview, and after it."""
    found, _rows = criteria.make_judged_round(cast, [cast.anna], code="HIST-EGNE")
    criteria.judge(cast, found, anna=True)
    criteria.judge(cast, found, anna=False)
    actions.preview_allocation(round=found, by=cast.eva)
    criteria.judge(cast, found, anna=True, public_reason="Avtalen om stillingen var lest feil.")


def _add_external(cast) -> None:
    """Sent, returned, sent anew with another file, accepted and annulled; and one that is taken back."""
    row = external.sent(cast, cast.anna)
    actions.return_external_certificate(certificate=row, reason="Datoen mangler.", by=cast.eva)
    actions.send_external_certificate_again(
        certificate=row, ended_on=row.ended_on, upload=external.another_file(), by=cast.anna
    )
    external.approve(cast, row)
    actions.annul_external_certificate(certificate=row, reason="Feil person.", by=cast.eva)
    withdrawn = external.sent(cast, cast.anna, code="HIST-EXT2")
    actions.withdraw_external_certificate(certificate=withdrawn, by=cast.anna)
