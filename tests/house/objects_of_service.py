"""Service and time: positions, periods and absences in every state, and part 1 confirmed at the second try."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from everybody import AROUND, LONG_AGO, SINCE, YEAR, Specimen, World

from fagvei.common import clock
from fagvei.organisations import actions as organisations
from fagvei.organisations.models import Specialty
from fagvei.people import actions as people
from fagvei.training import actions
from fagvei.training.models import Absence, Employment, Placement
from fagvei.training.queries.certificates import workplaces_of
from fagvei.training.tests import service_factories as make

STATES = ("confirmed", "draft", "sent", "returned", "annulled")
DAY = dt.timedelta(days=1)


def add_objects(world: World) -> None:
    cast = world.cast
    wrong = make.confirm_part_1(cast, seen="Feil person slått opp.")
    actions.annul_part_1(confirmation=wrong, reason="Feil person.", by=cast.bo)
    for state, confirmation in (("annulled", wrong), ("standing", make.confirm_part_1(cast))):
        world.add("part1_confirmation", state, confirmation, near("anna"), f"anna's, {state}")
    employment = make.make_employment(cast)
    _add(world, "employment", employment)
    for number, state in enumerate(STATES[1:]):
        years = {"starts_on": dt.date(2010 + number, 1, 1), "ends_on": dt.date(2010 + number, 12, 31)}
        _add(world, "employment", make.make_employment(cast, to=state, employer="Lillevik kommune", **years))
    for number, state in enumerate(STATES):
        months = {"starts_on": dt.date(2024, 3 + number, 1), "ends_on": dt.date(2024, 4 + number, 1) - DAY}
        placement = make.make_placement(cast, employment, to=state, **months)
        _add(world, "placement", placement)
        if state == "confirmed":
            _add_absences(world, placement)
            _add_certificates(world)
            _add_certificate_of_one_who_left(world)
            _add_certificate_of_one_nobody_led(world)


def _add_absences(world: World, placement: Placement) -> None:
    for number, state in enumerate(STATES):
        day = placement.starts_on + number * DAY
        _add(world, "absence", make.make_absence(world.cast, placement, to=state, starts_on=day, ends_on=day))


def _add_certificates(world: World) -> None:
    """One for each state; the head of the hospital, and who is deputy for the head, see what the leader has signed."""
    cast = world.cast
    _deputise(cast.mari, cast.lars, cast.fjellheim)
    for to in ("annulled", "draft"):
        _certificate(world, make.make_certificate(cast, to=to), "anna")
    for username, to in (("nora", "signed"), ("per", "leader_signed")):
        doctor = getattr(cast, username)
        make.confirm_part_1(cast, doctor)
        employment = make.make_employment(cast, doctor=doctor)
        make.make_placement(cast, employment, ends_on=dt.date(2024, 12, 31))
        _certificate(world, make.make_certificate(cast, to=to, doctor=doctor), username)
        # In another specialty there is no certificate yet, so that one can be made.
        other, _new = Specialty.objects.get_or_create(slug="psykiatri", defaults={"name": "Psykiatri", "prefix": "PSY"})
        make.make_placement(cast, employment, specialty=other, starts_on=dt.date(2025, 1, 1))


def _add_certificate_of_one_who_left(world: World) -> None:
    """Kim served at Fjellheim under Hans, and is at Kystbyen now: Hans keeps the certificate and nothing else.

    So does who is deputy for Hans there.
    """
    cast = world.cast
    _deputise(cast.hans, cast.ines, cast.fjellheim)
    kim = cast.kim
    people.relate(
        doctor=kim,
        person=cast.hans,
        kind="leader",
        institution=cast.fjellheim,
        starts_at=LONG_AGO,
        ends_at=SINCE,
        by=None,
    )
    led_by_dag = SimpleNamespace(**{**vars(cast), "bo": cast.dag})
    make.confirm_part_1(led_by_dag, kim, completed_on=dt.date(2021, 1, 31))
    years = {"starts_on": dt.date(2021, 2, 1), "ends_on": dt.date(2023, 12, 31)}
    make.make_placement(led_by_dag, make.make_employment(led_by_dag, doctor=kim, **years))
    row = actions.prepare_certificate(doctor=kim, institution=cast.fjellheim, specialty=cast.specialty, by=kim)
    words = near("kim") | {"hans": "former_leader", "ines": "deputy_of_former_leader"}
    world.add("service_certificate", row.state, row, words, "kim's, who left, draft")


def _add_certificate_of_one_nobody_led(world: World) -> None:
    """Kim served at Elvedalen too, where nobody who led there is left: Hans, who leads there now, is asked."""
    cast = world.cast
    elsewhere = organisations.save_institution(
        code="elvedalen", name="Elvedalen rusklinikk", kind="private_institution", region=cast.fjellheim.region, by=None
    )
    for user, role in ((cast.hans, "leader"), (cast.ines, "supervisor")):
        people.assign_role(user=user, role=role, institution=elsewhere, starts_at=SINCE, by=None)
    _deputise(cast.hans, cast.ines, elsewhere)
    led_by_dag = SimpleNamespace(**{**vars(cast), "bo": cast.dag})
    months = {"institution": elsewhere, "starts_on": dt.date(2024, 1, 1), "ends_on": dt.date(2024, 6, 30)}
    make.make_placement(led_by_dag, make.make_employment(led_by_dag, doctor=cast.kim, **months))
    row = actions.prepare_certificate(doctor=cast.kim, institution=elsewhere, specialty=cast.specialty, by=cast.kim)
    words = near("kim") | {"hans": "leader_there_now", "ines": "deputy_there_now"}
    world.add("service_certificate", row.state, row, words, "kim's, of whom nobody is left, draft")


def _deputise(leader: Any, person: Any, institution: Any) -> None:
    now = clock.now()
    people.delegate(
        leader=leader,
        person=person,
        kind="deputy",
        institution=institution,
        starts_at=now - YEAR / 2,
        ends_at=now + YEAR / 2,
        by=leader,
    )


def _certificate(world: World, row: Any, doctor: str) -> None:
    words = near(doctor)
    if row.state in row.SEEN_BY_HEAD:
        words |= {"mari": "medical_head", "lars": "deputy_of_medical_head"}
    world.add("service_certificate", row.state, row, words, f"{doctor}'s, {row.state}")


def _add(world: World, kind: str, row: Any) -> None:
    world.add(kind, row.state, row, near("anna"), f"anna's, {row.state}")


def near(doctor: str) -> dict[str, Any]:
    """Who is who to this doctor's record: an administrator or a supervisor is nobody to it."""
    return {name: word for name, word in AROUND[doctor].items() if word not in {"supervisor", "hospital_admin"}}


def content(world: World, specimen: Specimen) -> dict[str, Any]:
    """What the doctor posts to change the row: all as it is, but for the percent."""
    row = specimen.obj
    dates = {"starts_on": f"{row.starts_on:%Y-%m-%d}", "ends_on": f"{row.ends_on:%Y-%m-%d}" if row.ends_on else ""}
    if isinstance(row, Employment):
        institution = str(row.institution.public_id) if row.institution else ""
        return {**dates, "institution": institution, "employer": row.employer, "percent": "90", "then": "draft"}
    if isinstance(row, Placement):
        ids = {"employment": str(row.employment.public_id), "specialty": str(row.specialty.public_id)}
        return {**dates, **ids, "kind": row.kind, "percent": "90", "then": "draft"}
    assert isinstance(row, Absence)
    return {**dates, "kind": row.kind, "percent": "90", "then": "draft"}


def absence_of_a_day(world: World, specimen: Specimen) -> dict[str, Any]:
    day = f"{specimen.obj.ends_on:%Y-%m-%d}"
    return {"kind": "leave", "percent": "100", "starts_on": day, "ends_on": day, "then": "draft"}


def last_day(world: World, specimen: Specimen) -> dict[str, Any]:
    return {"ends_on": f"{specimen.obj.ends_on or dt.date(2026, 1, 1):%Y-%m-%d}", "reason": "Avtalt slik."}


def part_1(world: World, specimen: Specimen) -> dict[str, Any]:
    return {"basis": "part_1", "completed_on": "2023-08-31", "seen": "Oppslag i HPR."}


def written(world: World, specimen: Specimen) -> dict[str, Any]:
    return make.WRITTEN


def shown(world: World, specimen: Specimen) -> dict[str, Any]:
    return {"seen_digest": specimen.obj.content_digest(), "basis": "Tjenesteplanene."}


def workplace(world: World, specimen: Specimen) -> dict[str, Any]:
    """One that has no certificate yet, if the doctor has such."""
    due = sorted(workplaces_of(specimen.fields["doctor"]), key=lambda place: place.certificate is not None)
    return {"workplace": due[0].public_id if due else ""}
