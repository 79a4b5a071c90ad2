"""Service of a doctor, as far as a test wants it: registered by the doctor, confirmed by the leader, through actions."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.people.models import User
from fagvei.people.queries import has_role
from fagvei.training import actions
from fagvei.training.models import Absence, Employment, Part1Confirmation, Placement, ServiceCertificate
from fagvei.training.models.service import Service

HIRED_ON = dt.date(2024, 3, 1)


def make_employment(record: Any, *, to: str = "confirmed", **changes: Any) -> Employment:
    fields = {"institution": record.fjellheim, "percent": 100, "starts_on": HIRED_ON, **changes}
    if "employer" in fields:
        fields["institution"] = None
    doctor = fields.pop("doctor", record.anna)
    return bring(record, actions.register_employment(doctor=doctor, by=doctor, **fields), to)


def make_placement(record: Any, employment: Employment, *, to: str = "confirmed", **changes: Any) -> Placement:
    fields = {
        "institution": employment.institution,
        "place": employment.employer,
        "kind": "part_3",
        "specialty": record.specialty,
        "percent": employment.percent,
        "starts_on": employment.starts_on,
        "ends_on": employment.ends_on,
        **changes,
    }
    if fields["kind"] not in Placement.OF_A_SPECIALTY:
        fields["specialty"] = None
    row = actions.register_placement(employment=employment, by=employment.doctor, **fields)
    return bring(record, row, to)


def make_absence(record: Any, placement: Placement, *, to: str = "confirmed", **changes: Any) -> Absence:
    start = placement.starts_on + dt.timedelta(days=30)
    fields = {"kind": "sick_leave", "starts_on": start, "ends_on": start + dt.timedelta(days=13), **changes}
    return bring(record, actions.register_absence(placement=placement, by=placement.doctor, **fields), to)


def bring(record: Any, row: Any, to: str) -> Any:
    """A draft as far as `to`: draft, sent, returned, confirmed, annulled."""
    if to != "draft":
        row = actions.send_service(row=row, by=row.doctor)
    if to == "returned":
        row = actions.return_service(row=row, comment="Datoen stemmer ikke med avtalen.", by=record.bo)
    if to in {"confirmed", "annulled"}:
        row = actions.confirm_service(row=row, by=record.bo)
    if to == "annulled":
        row = actions.annul_service(row=row, reason="Registrert to ganger.", by=record.bo)
    return row


def confirm_part_1(record: Any, doctor: Any = None, **changes: Any) -> Part1Confirmation:
    fields = {"basis": "part_1", "completed_on": HIRED_ON, "seen": "Oppslag i HPR.", **changes}
    return actions.confirm_part_1(doctor=doctor or record.anna, by=record.bo, **fields)


def make_part_1(record: Any, starts_on: dt.date, doctor: Any = None) -> dt.date:
    """Twelve months at Fjellheim and six in a municipality, confirmed by the leader; the first day after them."""
    doctor = doctor or record.anna
    away, after = months_after(starts_on, 12), months_after(starts_on, 18)
    places = (
        (starts_on, away, "part_1_hospital", {}),
        (away, after, "part_1_municipality", {"employer": "Granli kommune (oppdiktet)"}),
    )
    for first, until, kind, where in places:
        fields = {"starts_on": first, "ends_on": until - dt.timedelta(days=1)}
        make_placement(record, make_employment(record, doctor=doctor, **fields, **where), kind=kind)
    return after


def months_after(day: dt.date, months: int) -> dt.date:
    """Of the first day of a month."""
    years, month = divmod(day.month - 1 + months, 12)
    return dt.date(day.year + years, month + 1, 1)


WRITTEN = {
    "content": "Utredning og behandling ved poliklinikk og døgnpost.",
    "supervision": "Daglig supervisjon, og veiledning hver uke.",
    "teaching": "Ukentlig internundervisning.",
    "duty": "Deltok i vaktordningen.",
    "satisfactory": "yes",
}


def make_head(record: Any) -> Any:
    """Mari Foss, medically responsible consultant at Fjellheim."""
    known = User.objects.filter(username="mari").first()
    mari = known or people.add_user(username="mari", full_name="Mari Foss", is_demo=True, by=None)
    if not has_role(mari, "medical_head", institution=record.fjellheim):
        people.assign_role(user=mari, role="medical_head", institution=record.fjellheim, by=None)
    return mari


def make_certificate(record: Any, *, to: str = "signed", doctor: Any = None) -> ServiceCertificate:
    """Of what is confirmed at Fjellheim: draft, written, leader_signed, signed, annulled."""
    doctor = doctor or record.anna
    row = actions.prepare_certificate(
        doctor=doctor, institution=record.fjellheim, specialty=record.specialty, by=doctor
    )
    if to != "draft":
        row = actions.write_certificate(certificate=row, by=record.bo, **WRITTEN)
    if to in {"leader_signed", "signed"}:
        row = actions.sign_certificate(certificate=row, by=record.bo)
    if to == "signed":
        row = actions.sign_certificate(certificate=row, by=make_head(record))
    if to == "annulled":
        row = actions.annul_certificate(certificate=row, reason="Feil periode.", by=record.bo)
    return row


def make_service(record: Any) -> SimpleNamespace:
    """Anna's service: part 1 confirmed at the second try, one position, a period with sick leave, and a draft."""
    wrong = confirm_part_1(record, seen="Feil person slått opp.")
    actions.annul_part_1(confirmation=wrong, reason="Feil person.", by=record.bo)
    part_1 = confirm_part_1(record)
    employment = make_employment(record)
    ends_on = dt.date(2025, 8, 31)
    placement = make_placement(record, employment, ends_on=ends_on)
    absence = make_absence(record, placement)
    make_head(record)
    make_certificate(record)
    draft = make_placement(record, employment, to="draft", starts_on=ends_on + dt.timedelta(days=1), ends_on=None)
    return SimpleNamespace(
        part_1=part_1, wrong_part_1=wrong, employment=employment, placement=placement, absence=absence, draft=draft
    )


def today_less(days: int) -> dt.date:
    return clock.today() - dt.timedelta(days=days)


def states(rows: list[Service]) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [str(row.state) for row in rows]
