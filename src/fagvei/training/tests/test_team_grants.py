"""The leader lets somebody look at named doctors, for a purpose and until an instant."""

import datetime as dt

import pytest

from fagvei.audit.models import AccessLog
from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.training import access, actions
from fagvei.training.models import RecordGrant
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused
from fagvei.training.tests.factories import make_activity

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def kaia(record):
    user = people.add_user(username="kaia", full_name="Kaia Nygård", by=None)
    people.assign_role(user=user, role="coordinator", institution=record.fjellheim, by=None)
    return user


def grant(record, kaia, **changes) -> RecordGrant:
    fields = {"doctors": [record.anna], "person": kaia, "purpose": "Planlegge rotasjon", "by": record.bo}
    fields |= {"ends_at": clock.now() + dt.timedelta(days=30), **changes}
    return actions.grant_record(**fields)[0]


def test_the_leader_gives_access_and_doctor_and_coordinator_are_told(record, kaia):
    answer = post(
        record.bo,
        "/innsyn/gi/",
        person=str(kaia.public_id),
        doctors=[str(record.anna.public_id)],
        purpose="Planlegge rotasjon",
        ends_on=f"{clock.today() + dt.timedelta(days=30):%Y-%m-%d}",
    )

    assert answer.status_code == 302
    row = RecordGrant.objects.get()
    assert (row.doctor, row.person, row.leader, row.purpose) == (record.anna, kaia, record.bo, "Planlegge rotasjon")
    assert last_event() == ("record_grant_given", "Bo Lund", "leader")
    assert notices(record.anna)[-1:] == notices(kaia) == ["record_grant_given"]
    assert_sound()


def test_the_appointed_reads_numbers_and_no_content_and_each_reading_is_logged(record, kaia):
    make_activity(record, sent=True, title="Hemmelig tittel", reflection="Bare for meg.")
    row = grant(record, kaia)

    read = words(as_(kaia).get(row.get_absolute_url()))

    assert "Fremdriften til Anna Berg" in read
    assert "Hemmelig" not in read
    assert "Bare for meg" not in read
    log = AccessLog.objects.get(subject_id=str(record.anna.public_id))
    assert (log.reader_name, log.reader_role) == ("Kaia Nygård", "gitt innsyn av lederen")
    assert "Anna Berg" in words(as_(kaia).get("/utdanning/tall/"))


def test_it_ends_to_the_second(record, kaia):
    ends_at = clock.now() + dt.timedelta(days=30)
    row = grant(record, kaia, ends_at=ends_at)

    seen = []
    for moment in (ends_at - SECOND, ends_at, ends_at + SECOND):
        with clock.at(moment):
            seen.append((access.can(kaia, "see", row), access.visible_to(kaia, RecordGrant).exists()))
    assert seen == [(True, True), (False, False), (False, False)]
    with clock.at(ends_at):
        assert as_(kaia).get(row.get_absolute_url()).status_code == 404
        assert "Planlegge rotasjon" in words(as_(record.anna).get("/min-utdanning/varsler/"))


def test_the_leader_ends_it_at_once(record, kaia):
    row = grant(record, kaia)

    post(record.bo, row.get_absolute_url() + "avslutt/")

    assert last_event() == ("record_grant_ended", "Bo Lund", "leader")
    assert as_(kaia).get(row.get_absolute_url()).status_code == 404
    assert notices(record.anna)[-2:] == ["record_grant_given", "record_grant_ended"]
    with refused(actions.GrantEnded):
        actions.end_record_grant(grant=row, by=record.bo)


def test_a_new_leader_takes_over_the_grants_and_the_old_one_loses_them(record, kaia):
    row = grant(record, kaia)
    people.assign_role(user=record.stian, role="leader", institution=record.fjellheim, by=None)
    people.relate(
        doctor=record.anna, person=record.stian, kind="leader", institution=record.fjellheim, by=record.trond,
        replace=True, reason="Ny seksjon.",
    )  # fmt: skip

    assert as_(record.bo).get(row.get_absolute_url()).status_code == 404
    assert as_(record.stian).get(row.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("who", "status"), [("cecilie", 404), ("siri", 404), ("dag", 404), ("trond", 404), ("anna", 403)]
)
def test_others_neither_read_nor_end_it(record, kaia, who, status):
    row = grant(record, kaia)

    assert post(getattr(record, who), row.get_absolute_url() + "avslutt/").status_code == status
    row.refresh_from_db()
    assert row.is_active()


def test_it_is_refused_without_purpose_to_others_and_by_others(record, kaia):
    with refused(actions.PurposeMissing):
        grant(record, kaia, purpose=" ")
    with refused(actions.NotGrantable):
        grant(record, record.siri)
    with refused(actions.GrantEndsBeforeStart):
        grant(record, kaia, ends_at=clock.now() - SECOND)
    with refused(actions.NotLeader):
        grant(record, kaia, by=record.dag)
    with refused(actions.OwnCase):
        grant(record, kaia, by=record.anna)


@pytest.fixture
def deputy(record):
    """Siri is education lead too, and deputy for Bo for ten days."""
    people.assign_role(user=record.siri, role="education_lead", institution=record.fjellheim, by=None)
    until = clock.now() + dt.timedelta(days=10)
    people.delegate(
        leader=record.bo, person=record.siri, kind="deputy", institution=record.fjellheim, by=record.bo, ends_at=until
    )
    return record.siri


def test_nobody_appoints_oneself(record, kaia, deputy):
    with refused(actions.OwnGrant):
        grant(record, deputy, by=deputy, ends_at=clock.now() + dt.timedelta(days=5))
    page = as_(deputy).get("/innsyn/gi/").content.decode()
    assert f'value="{kaia.public_id}"' in page
    assert f'value="{deputy.public_id}"' not in page
    assert not RecordGrant.objects.exists()


def test_what_a_deputy_gives_lasts_no_longer_than_the_deputy(record, kaia, deputy):
    with refused(actions.GrantOutlivesDeputy):
        grant(record, kaia, by=deputy, ends_at=clock.now() + dt.timedelta(days=11))
    assert grant(record, kaia, by=deputy, ends_at=clock.now() + dt.timedelta(days=9)).is_active()


def test_it_lasts_a_year_at_most(record, kaia):
    with refused(actions.GrantTooLong):
        grant(record, kaia, ends_at=clock.now() + dt.timedelta(days=368))


def test_it_does_not_outlive_the_role(record, kaia):
    """Also where she works on at the institution in another role."""
    row = grant(record, kaia)
    people.assign_role(user=kaia, role="supervisor", institution=record.fjellheim, by=None)
    people.end_role(assignment=kaia.role_assignments.get(role="coordinator"), by=record.trond)

    assert as_(kaia).get(row.get_absolute_url()).status_code == 404
    assert not access.can(kaia, "see", row)
    assert not access.visible_to(kaia, RecordGrant).exists()
    assert (actions.end_grants_without_role(True), actions.end_grants_without_role()) == (1, 1)
    assert actions.end_grants_without_role() == 0
    row.refresh_from_db()
    assert row.ends_at <= clock.now()
    assert last_event()[0] == "record_grant_ended"
    assert notices(record.anna)[-1] == "record_grant_ended"
    assert_sound()


def test_the_doctor_sees_who_has_been_let_in_and_for_what(record, kaia):
    row = grant(record, kaia)

    read = words(as_(record.anna).get("/min-utdanning/varsler/"))

    assert "Kaia Nygård" in read
    assert "Planlegge rotasjon" in read
    assert as_(record.anna).get(row.get_absolute_url()).status_code == 200
    assert not AccessLog.objects.exists()
