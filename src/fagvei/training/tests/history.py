"""What happens in one doctor's record, for tests that need a log worth reading: every kind of fact at least once."""

import datetime as dt

from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.training import actions
from fagvei.training.models import SignOff
from fagvei.training.tests import factories
from fagvei.training.tests import factories_of_assessments as assessments
from fagvei.training.tests.halfyear_factories import make_halfyears
from fagvei.training.tests.mentoring_factories import make_mentoring_history
from fagvei.training.tests.rollover_factories import make_rollover
from fagvei.training.tests.service_factories import make_service
from fagvei.training.tests.teaching_factories import make_teaching_history
from fagvei.training.tests.transfer_factories import make_transfer


def add_history(cast) -> None:
    record = factories.make_record(cast, goals=2)
    procedure = factories.make_learning_activity("abstinens", min_repetitions=2)
    node = factories.require(record.goals["RUS-001"].goal, procedure, repetitions=2)
    signed = factories.make_activity(record, signed=True)
    factories.make_activity(record, fulfilled=True)
    factories.mark_on_behalf(record)
    draft = factories.make_activity(record, files=[factories.certificate()])
    actions.remove_attachment(attachment=draft.attachments.get(), by=record.anna)
    erased = factories.make_activity(record, files=[factories.certificate()])
    actions.erase_draft(plan_activity=erased, by=record.anna)
    goal = record.goals["RUS-001"]
    actions.raise_repetitions(
        plan_goal=goal,
        activity=procedure,
        repetitions=3,
        reason="Trenger mer øvelse.",
        by=record.cecilie,
        evidence=signed,
    )
    factories.log_list(record)
    actions.annul_list(plan_activity=factories.log_list(record, supervisor=record.siri)[0], by=record.anna)
    actions.accept_equivalent(plan_goal=goal, requirement=node, plan_activity=signed, reason="Like godt.", by=record.bo)
    _let_somebody_look(record)
    _hold_a_panel(record)
    _plan_changes(record)
    factories.bring_goal(record, "RUS-001", "approved")
    factories.bring_goal(record, "RUS-002", "approved")
    actions.annul_sign_off(
        sign_off=SignOff.objects.get(plan_goal=record.goals["RUS-002"]), reason="Feil mål.", by=record.bo
    )
    make_halfyears(record)
    make_service(record)
    make_mentoring_history(record)
    make_teaching_history(record)
    _assess(record)


def _assess(record) -> None:
    assessments.assess(record)
    signed = assessments.sign_outside(assessments.invite(record))
    actions.vouch_for_assessor(assessment=signed, by=record.bo)
    assessments.make_round(record, answered=5, released=True)
    make_transfer(record, "FKM-01")
    make_rollover(record)


def _let_somebody_look(record) -> None:
    keeper = people.add_user(username="kaia", full_name="Kaia Nygård", by=None)
    people.assign_role(user=keeper, role="education_lead", institution=record.fjellheim, by=None)
    actions.set_warning_threshold(institution=record.fjellheim, rule="undecided", threshold=21, by=keeper)
    actions.set_task_deadline(
        institution=record.fjellheim, kind="signing", days=7, valid_from=clock.today(), reason="Ledermøtet.", by=keeper
    )
    fields = {"doctors": [record.anna], "person": keeper, "purpose": "Planlegge rotasjon.", "by": record.bo}
    [grant] = actions.grant_record(**fields, ends_at=clock.now() + dt.timedelta(days=30))
    actions.end_record_grant(grant=grant, by=record.bo)


def _hold_a_panel(record) -> None:
    panel = actions.call_panel(
        doctor=record.anna,
        goals=[record.goals["RUS-001"]],
        members=[record.siri],
        meets_at=clock.now() + dt.timedelta(days=7),
        doctor_takes_part=False,
        by=record.bo,
    )
    panel = actions.tell_doctor_of_panel(panel=panel, comment="Fortalt på telefon.", by=record.cecilie)
    follow_up_on = clock.today() + dt.timedelta(days=60)
    outcomes = {panel.items.get(): actions.Outcome("follow_up", "Mer øvelse.", follow_up_on)}
    panel = factories.until_it_meets(panel)
    actions.hold_panel(panel=panel, minutes="Enige.", outcomes=outcomes, doctor_took_part=False, by=record.bo)


def _plan_changes(record) -> None:
    people.assign_role(user=record.cecilie, role="supervisor", institution=record.fjellheim, by=None)
    people.assign_role(user=record.eva, role="hospital_admin", institution=record.kystbyen, by=None)
    fields = {"doctor": record.anna, "takes_effect_at": clock.now() + dt.timedelta(days=7)}
    handover = actions.hand_over(
        **fields, kind="supervisor", former=record.stian, successor=record.cecilie, reason="Sluttet.", by=record.bo
    )
    actions.consent_to_handover(handover=handover, by=record.anna)
    actions.call_off_handover(handover=handover, reason="Likevel ikke.", by=record.bo)
    change = actions.ask_about_employer(**fields, institution=record.kystbyen, by=record.eva)
    actions.answer_employer(change=change, accepted=False, by=record.anna)
