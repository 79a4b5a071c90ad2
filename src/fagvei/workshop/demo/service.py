"""The service of the demo people: Nora's six and a half years, of which the last part waits for Bo, and Anna's three."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from fagvei.common import clock
from fagvei.organisations.models import LearningArena, Specialty, TrainingInstitution
from fagvei.people import actions as people
from fagvei.training import actions
from fagvei.training.models import Placement

MUNICIPALITY = "Granli kommune (oppdiktet)"
Kind = Placement.Kind


class Service:
    """One doctor's service, told in months before the day of the demo. Registered when it had begun, confirmed a week after."""

    def __init__(self, cast: SimpleNamespace, doctor_name: str, today: dt.datetime):
        self.cast, self.doctor, self.today = cast, getattr(cast, doctor_name), today
        self.home = TrainingInstitution.objects.get(code="fjellheim")
        self.rus = Specialty.objects.get(slug="rus")

    def first(self, months_ago: int) -> dt.date:
        """The first day of the month so many months ago."""
        months = self.today.year * 12 + self.today.month - 1 - months_ago
        return dt.date(months // 12, months % 12 + 1, 1)

    def last(self, months_ago: int) -> dt.date:
        """The last day of the month before that."""
        return self.first(months_ago) - dt.timedelta(days=1)

    def told(self, days_ago: int, act: Any, **fields: Any) -> Any:
        """Registered by the doctor and sent on that day."""
        with clock.at(self.today - dt.timedelta(days=days_ago)):
            row = act(by=self.doctor, **fields)
            return actions.send_service(row=row, by=self.doctor)

    def confirmed(self, days_ago: int, act: Any, **fields: Any) -> Any:
        row = self.told(days_ago, act, **fields)
        with clock.at(self.today - dt.timedelta(days=days_ago - 7)):
            return actions.confirm_service(row=row, by=self.cast.bo)

    def position(self, days_ago: int, **fields: Any) -> Any:
        return self.confirmed(days_ago, actions.register_employment, doctor=self.doctor, percent=100, **fields)

    def period(self, days_ago: int, employment: Any, kind: str, arena: str = "", **fields: Any) -> Any:
        found = LearningArena.objects.get(institution=self.home, name=arena) if arena else None
        specialty = self.rus if kind in Placement.OF_A_SPECIALTY else None
        fields = {"percent": 100, "institution": employment.institution, "place": employment.employer, **fields}
        return self.confirmed(
            days_ago,
            actions.register_placement,
            employment=employment,
            kind=kind,
            arena=found,
            specialty=specialty,
            **fields,
        )

    def away(self, days_ago: int, placement: Any, kind: str, start: dt.date, days: int) -> Any:
        end = start + dt.timedelta(days=days - 1)
        return self.confirmed(
            days_ago, actions.register_absence, placement=placement, kind=kind, starts_on=start, ends_on=end
        )

    def part_1(self, days_ago: int, completed_on: dt.date, basis: str = "part_1") -> None:
        with clock.at(self.today - dt.timedelta(days=days_ago)):
            actions.confirm_part_1(
                doctor=self.doctor,
                basis=basis,
                completed_on=completed_on,
                seen="Oppslag i HPR (demo).",
                by=self.cast.bo,
            )


def tell_service(cast: SimpleNamespace, today: dt.datetime) -> None:
    _tell_nora(Service(cast, "nora", today))
    _tell_anna(Service(cast, "anna", today))


def _tell_nora(story: Service) -> None:
    """Part 1, then five years in three periods; the last one was sent four days ago."""
    hospital = story.position(1_990, institution=story.home, starts_on=story.first(82), ends_on=story.last(70))
    story.period(
        1_990,
        hospital,
        Kind.PART_1_HOSPITAL,
        starts_on=story.first(82),
        ends_on=story.last(70),
        arena="Medisinsk avdeling",
    )
    town = story.position(1_989, employer=MUNICIPALITY, starts_on=story.first(70), ends_on=story.last(64))
    story.period(1_989, town, Kind.PART_1_MUNICIPALITY, starts_on=story.first(70), ends_on=story.last(64))
    story.part_1(1_930, story.last(64))
    position = story.position(1_900, institution=story.home, starts_on=story.first(64))
    ward = story.period(
        1_900, position, Kind.PART_3, starts_on=story.first(64), ends_on=story.last(40), arena="Avrusning døgn"
    )
    story.away(900, ward, "sick_leave", story.first(50), 42)
    clinic = story.period(
        1_000, position, Kind.PART_3, starts_on=story.first(40), ends_on=story.last(8), arena="Poliklinikk rus"
    )
    story.away(300, clinic, "course", story.first(12), 5)
    story.away(200, clinic, "holiday", story.first(10), 35)
    story.told(
        4,
        actions.register_placement,
        employment=position,
        kind=Kind.PART_3,
        institution=story.home,
        arena=LearningArena.objects.get(institution=story.home, name="LAR-poliklinikk"),
        specialty=story.rus,
        percent=100,
        starts_on=story.first(8),
    )


def _tell_anna(story: Service) -> None:
    """Internship of the old scheme, other service that Bo lets count, then part 3, at four fifths since last year.

    Now at the ward again; the next period came back.
    """
    story.part_1(780, story.last(30), basis="old_turnus")
    before = story.position(770, institution=story.home, starts_on=story.first(30), ends_on=story.last(26))
    other = story.period(
        770, before, Kind.OTHER, starts_on=story.first(30), ends_on=story.last(26), arena="Medisinsk avdeling"
    )
    with clock.at(story.today - dt.timedelta(days=762)):
        actions.set_counting(placement=other, counts=True, reason="Vurdert som relevant (demo).", by=story.cast.bo)
    position = story.position(760, institution=story.home, starts_on=story.first(26))
    ward = story.period(
        760, position, Kind.PART_3, starts_on=story.first(26), ends_on=story.last(12), arena="Avrusning døgn"
    )
    story.away(500, ward, "leave", story.first(18), 90)
    story.period(
        350,
        position,
        Kind.PART_3,
        starts_on=story.first(12),
        ends_on=story.last(3),
        arena="Poliklinikk rus",
        percent=80,
    )
    story.period(
        80,
        position,
        Kind.PART_3,
        starts_on=story.first(3),
        ends_on=story.last(-6),
        arena="Avrusning døgn",
        percent=80,
    )
    row = story.told(
        20,
        actions.register_placement,
        employment=position,
        kind=Kind.PART_3,
        institution=story.home,
        specialty=story.rus,
        percent=80,
        starts_on=story.first(-6),
    )
    with clock.at(story.today - dt.timedelta(days=15)):
        actions.return_service(row=row, comment="Hvilken arena skal du til? Legg den inn.", by=story.cast.bo)


def tell_certificates(cast: SimpleNamespace, today: dt.datetime) -> None:
    """Nora has asked; Bo has begun to write and has left the duty open. Mari is away, and Stian signs for her meanwhile."""
    nora = Service(cast, "nora", today)
    with clock.at(today - dt.timedelta(days=2)):
        people.delegate(
            leader=cast.mari,
            person=cast.stian,
            kind="deputy",
            institution=nora.home,
            ends_at=today + dt.timedelta(days=21),
            by=cast.mari,
        )
    with clock.at(today - dt.timedelta(days=3)):
        certificate = actions.prepare_certificate(
            doctor=cast.nora, institution=nora.home, specialty=nora.rus, by=cast.nora
        )
    with clock.at(today - dt.timedelta(days=2)):
        actions.write_certificate(
            certificate=certificate,
            by=cast.bo,
            content="Utredning og behandling ved avrusning døgn, poliklinikk og LAR-poliklinikk.",
            supervision="Daglig supervisjon, og veiledning med fast veileder.",
            teaching="Internundervisning og egen undervisning for avdelingen.",
            duty="",
            satisfactory="yes",
        )
