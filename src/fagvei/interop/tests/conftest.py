"""Anna's record in every phase, and another doctor's beside it that must never show."""

import copy
import datetime as dt
import json
import shutil
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import override_settings

from fagvei.audit.actions import record_reading
from fagvei.common import clock
from fagvei.courses.tests import absence_factories as absence
from fagvei.courses.tests import criteria_factories as criteria
from fagvei.courses.tests import external_factories as external
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.factories import attend
from fagvei.interop import verify_export
from fagvei.interop.export import export_record
from fagvei.people import actions as people
from fagvei.people.tests.cast import make_cast
from fagvei.training import actions as training
from fagvei.training.tests.factories import (
    bring_goal,
    make_activity,
    make_learning_activity,
    make_record,
    mark_on_behalf,
    require,
    until_it_meets,
)
from fagvei.training.tests.factories_of_assessments import assess, invite, make_round, sign_outside
from fagvei.training.tests.halfyear_factories import make_halfyears
from fagvei.training.tests.mentoring_factories import make_mentoring_history, make_series, make_session
from fagvei.training.tests.rollover_factories import make_rollover
from fagvei.training.tests.service_factories import make_service
from fagvei.training.tests.teaching_factories import make_teaching_history
from fagvei.training.tests.transfer_factories import make_transfer

CANARY = "kanarifugl-7f3a"
PANEL_SECRET = "ikke-fortalt-ennaa-51c2"


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """A record and its files, made once for a test file: it takes a second and a half."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield _make_record(make_cast()), media
        transaction.set_rollback(True)


@pytest.fixture
def record(built, db, settings, own_media) -> SimpleNamespace:
    """Every test leaves the rows as they were, and has its own copy of what is in memory and of the files."""
    made, media = built
    shutil.copytree(media, settings.MEDIA_ROOT)
    return copy.deepcopy(made)


def _make_record(cast) -> SimpleNamespace:
    record = make_record(cast, goals=6)
    _of_anna(record)
    attend(cast, record.anna)
    external.approved(cast, record.anna)
    absence.without_seat(cast, record.anna)
    _apply_for_a_seat(cast)
    _of_another(cast)
    return record


def _apply_for_a_seat(cast) -> None:
    """The deadline is out; Anna is judged, and the seats are released now."""
    found, _rows = criteria.make_judged_round(cast, [cast.anna])
    criteria.judge(cast, found, anna=True)
    seats.release(cast, found)


def _of_anna(record) -> None:
    make_activity(record, reflection="Ærlig talt: gikk bedre på Øst enn sist.")
    make_activity(record, sent=True)
    make_activity(record, signed=True)
    make_activity(record, returned=True)
    make_activity(record, fulfilled=True)
    mark_on_behalf(record)
    requirement = require(record.goals["RUS-001"].goal, make_learning_activity("tilsyn"))
    bring_goal(record, "RUS-001", "sent")
    training.accept_equivalent(
        plan_goal=record.goals["RUS-001"],
        requirement=requirement,
        plan_activity=make_activity(record, signed=True),
        reason="Like godt.",
        by=record.bo,
    )
    training.raise_repetitions(
        plan_goal=record.goals["RUS-001"],
        activity=requirement.activity,
        repetitions=2,
        reason="Trenger mer øvelse.",
        by=record.cecilie,
        evidence=training.log_procedures(
            doctor=record.anna,
            entries=[
                training.Entry(
                    title="Samtale",
                    done_on=clock.today(),
                    goals=[record.goals["RUS-001"]],
                    independence="independent",
                    supervisor=record.siri,
                )
            ],
            by=record.anna,
        )[0],
    )
    training.sign_off_goal(plan_goal=record.goals["RUS-001"], by=record.bo, reason="Nådd.")
    people.delegate(
        leader=record.bo,
        person=record.anna,
        kind="delegate",
        institution=record.fjellheim,
        starts_at=clock.now(),
        ends_at=clock.now() + dt.timedelta(days=5),
        by=record.bo,
    )
    _let_somebody_look(record)
    _hold_panels(record)
    _hand_over(record)
    bring_goal(record, "RUS-002", "mentor")
    bring_goal(record, "RUS-003", "approved")
    sign_off = record.goals["RUS-003"].sign_offs.get()
    training.annul_sign_off(sign_off=sign_off, reason="Feil mål.", by=record.bo)
    bring_goal(record, "RUS-004", "sent")
    training.return_goal(plan_goal=record.goals["RUS-004"], comment="Vent litt.", by=record.bo)
    make_halfyears(record)
    make_service(record)
    make_mentoring_history(record)
    assess(record)
    training.vouch_for_assessor(assessment=sign_outside(invite(record)), by=record.bo)
    make_round(record, answered=6, released=True)
    make_teaching_history(record)
    make_transfer(record, "FKM-01")
    make_rollover(record)
    record_reading(by=record.bo, subject=record.anna, role="leder", what="utdanningsplanen")


def _let_somebody_look(record) -> None:
    people.assign_role(user=record.stian, role="coordinator", institution=record.fjellheim, by=None)
    training.grant_record(
        doctors=[record.anna],
        person=record.stian,
        purpose="Planlegge rotasjon.",
        ends_at=clock.now() + dt.timedelta(days=5),
        by=record.bo,
    )


def _hand_over(record) -> None:
    people.assign_role(user=record.cecilie, role="supervisor", institution=record.fjellheim, by=None)
    people.assign_role(user=record.eva, role="hospital_admin", institution=record.kystbyen, by=None)
    fields = {"doctor": record.anna, "takes_effect_at": clock.now() + dt.timedelta(days=7)}
    handover = training.hand_over(
        **fields, kind="supervisor", former=record.stian, successor=record.cecilie, reason="Sluttet.", by=record.bo
    )
    training.consent_to_handover(handover=handover, by=record.anna)
    training.call_off_handover(handover=handover, reason="Likevel ikke.", by=record.bo)
    change = training.ask_about_employer(**fields, institution=record.kystbyen, by=record.eva)
    training.answer_employer(change=change, accepted=False, by=record.anna)


def _hold_panels(record) -> None:
    """One that the doctor took part in, and one whose minutes the mentor has yet to tell of."""
    goal = bring_goal(record, "RUS-006", "completed")
    for takes_part in (True, False):
        panel = training.call_panel(
            doctor=record.anna,
            goals=[goal],
            members=[record.siri],
            meets_at=clock.now() + dt.timedelta(days=7),
            doctor_takes_part=takes_part,
            doubt="Lite sett i akuttarbeid.",
            by=record.bo,
        )
        if not takes_part:
            training.tell_doctor_of_panel(panel=panel, by=record.cecilie)
        outcomes = {panel.items.get(): training.Outcome("not_yet", PANEL_SECRET if not takes_part else "Ikke ennå.")}
        training.hold_panel(
            panel=until_it_meets(panel),
            minutes=PANEL_SECRET if not takes_part else "Enige.",
            outcomes=outcomes,
            doctor_took_part=takes_part,
            by=record.bo,
        )


def _of_another(cast) -> None:
    other = people.add_user(username="nina", full_name=f"Nina {CANARY}", by=None)
    people.assign_role(user=other, role="doctor", institution=cast.fjellheim, by=None)
    for person, kind in ((cast.bo, "leader"), (cast.cecilie, "mentor"), (cast.siri, "supervisor")):
        people.relate(doctor=other, person=person, kind=kind, institution=cast.fjellheim, by=None)
    make_session(make_series(cast, doctor=other), "minuted", minutes=CANARY)
    theirs = make_record(cast, doctor=other)
    assess(theirs, title=CANARY)
    make_activity(theirs, signed=True, title=CANARY, reflection=CANARY)
    bring_goal(theirs, "RUS-001", "approved", reason="Nådd.")
    record_reading(by=cast.bo, subject=other, role="leder", what=CANARY)


def taken(record, kind: str = "json") -> bytes:
    with export_record(doctor=record.anna, kind=kind, by=record.anna).file as file:
        return file.read()


@pytest.fixture
def document(record):
    return json.loads(taken(record))


@pytest.fixture
def archive(record, tmp_path):
    path = tmp_path / "mappe.zip"
    path.write_bytes(taken(record, "zip"))
    return path


def wrong(findings) -> list[str]:
    return [finding.code for finding in findings if not finding.is_notice]


def judged(document, files=None, head=None, keys=()) -> list[str]:
    return wrong(verify_export.verify(document, files, head, keys))
