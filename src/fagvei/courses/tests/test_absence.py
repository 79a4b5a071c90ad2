"""Not coming and withdrawing late: shown to the doctor, explained, in the basis of invoices, and nothing else."""

import csv
import io

import openpyxl
import pytest

from fagvei.audit.models import AccessLog, AuditEvent
from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import CourseRun, FeeRate, NoShow, OfferEvent, RunEvent
from fagvei.courses.queries.absence_page import absence_page, late_withdrawals
from fagvei.courses.queries.invoice_page import invoice_basis
from fagvei.courses.rules.absence import is_late
from fagvei.courses.rules.invoices import begun_quarters, leader_fee, lecture_fee
from fagvei.courses.tests import absence_factories as make
from fagvei.courses.tests import factories
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.people.models import Notification, User
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event


@pytest.fixture
def run(cast) -> CourseRun:
    """Lege 000 and 001 have a seat, Lege 002 withdrew late; the name of the first is a formula."""
    doctors = seats.make_doctors(cast, 3)
    User.objects.filter(pk=doctors[0].pk).update(full_name="=HYPERLINK(1)")
    cast.there, cast.gone = [User.objects.get(pk=each.pk) for each in doctors[:2]], doctors[2]
    found = make.make_seated(cast, cast.there, late=cast.gone)
    CourseRun.objects.filter(pk=found.pk).update(fee_kroner=7300)
    found.refresh_from_db()
    return found


def test_the_last_day_to_withdraw_is_in_time():
    day = factories.in_days(0)
    assert (is_late(day, day), is_late(day + factories.DAY, day)) == (False, True)


def test_teachers_are_paid_by_the_begun_quarter():
    assert [begun_quarters(minutes) for minutes in (1, 15, 16, 45)] == [1, 1, 2, 3]
    assert (lecture_fee(45), leader_fee(2)) == (3825, 14900)


def test_the_host_records_it_with_a_reason_and_the_doctor_is_told(run, cast):
    first, second = cast.there

    row = make.absent(cast, run, first)

    assert (row.state, row.has_valid_reason) == ("recorded", False)
    assert last_event() == ("no_show_recorded", "Eva Strand", "host")
    assert Notification.objects.filter(user=first, kind="no_show").count() == 1
    page = absence_page(run)
    assert ([each.doctor for each in page.absent], page.unaccounted) == ([first], [second])
    assert [(each.doctor, is_late(each.on, run.withdraw_by_on)) for each in page.late] == [(cast.gone, True)]


def test_a_run_that_moves_afterwards_judges_nobody_anew(run, cast):
    """Later: who was late stays late. Earlier: who was in time stays in time."""
    assert [each.doctor for each in late_withdrawals(run)] == [cast.gone]
    (line,) = invoice_basis(run).late
    for days in (60, -600):
        run.withdraw_by_on = factories.in_days(days)
        run.save()
        content = run.events.latest("at", "pk").content | {"withdraw_by_on": run.withdraw_by_on.isoformat()}
        moved = {"kind": RunEvent.Kind.MOVED, "state_after": run.state, "content": content, "reason": "Flyttet."}
        RunEvent.objects.create(run=run, by=cast.eva, **moved)
        assert [each.doctor for each in late_withdrawals(run)] == [cast.gone]
        assert [each.note for each in invoice_basis(run).late] == [line.note]
    with clock.at(OfferEvent.objects.get(state_after="given_up").at - factories.DAY):
        RunEvent.objects.create(
            run=run,
            by=cast.eva,
            kind="changed",
            state_after=run.state,
            content={"withdraw_by_on": factories.in_days(60).isoformat()},
        )
    assert late_withdrawals(run) == []


def test_what_the_rules_say_no_to(run, cast):
    first, second = cast.there

    def recording(doctor, by=None, reason="Kom ikke.", of=run):
        return refused(
            lambda: actions.record_no_show(
                run=of, doctor=doctor, has_valid_reason=False, reason=reason, by=by or cast.eva
            )
        )

    assert recording(first, reason=" ") == "reason_missing"
    assert recording(cast.anna) == "not_attending"
    assert recording(first, by=cast.geir) == "not_host"
    assert recording(first, of=factories.make_run(cast, announced=True)) == "not_last_day"
    actions.register_attendance(run=run, doctor=second, by=cast.eva)
    assert recording(second) == "has_come"
    row = make.absent(cast, run, first)
    assert recording(first) == "already_recorded"
    assert refused(lambda: actions.register_attendance(run=run, doctor=first, by=cast.eva)) == "has_not_come"
    assert refused(lambda: actions.explain_no_show(no_show=row, text="Nei.", by=second)) == "not_absent_doctor"
    actions.annul_no_show(no_show=row, reason="Kom likevel.", by=cast.eva)
    assert refused(lambda: actions.annul_no_show(no_show=row, reason="To.", by=cast.eva)) == "not_recorded"
    actions.register_attendance(run=run, doctor=first, by=cast.eva)


def test_the_doctor_explains_and_the_host_judges_anew(run, cast):
    first = cast.there[0]
    fields = {"doctor": str(first.public_id), "verdict": "invalid", "reason": "Ga ikke beskjed."}
    post(cast.eva, f"{run.get_absolute_url()}ikke-mott/", **fields)
    row = NoShow.objects.get()
    address = row.get_absolute_url()
    assert "Ikke møtt, uten gyldig grunn" in words(as_(first).get(address))
    assert "Ikke møtt, uten gyldig grunn" in words(as_(first).get("/mine-kurs/"))

    post(first, f"{address}forklar/", text="Toget sto i snøen.")
    told = words(as_(cast.eva).get(address))
    post(cast.eva, f"{address}vurder/", verdict="valid", reason="Toget sto.")

    assert "Toget sto i snøen." in told
    assert "Ikke møtt, med gyldig grunn" in words(as_(first).get(address))
    assert "Eva Strand" not in words(as_(first).get(address))
    assert AccessLog.objects.filter(subject_id=str(first.public_id), what="ikke møtt på kurs").exists()
    for person in (cast.bo, cast.geir, cast.there[1]):
        assert as_(person).get(address).status_code == 404
        assert as_(person).get(f"{run.get_absolute_url()}ikke-mott/").status_code == 403


def test_the_basis_of_invoices_names_who_pays_what_and_why(run, cast):
    make.absent(cast, run, cast.there[0])
    actions.register_attendance(run=run, doctor=cast.there[1], by=cast.eva)

    basis = invoice_basis(run)

    assert [(line.what, line.name, line.payer, line.kroner, line.note) for line in basis.participants] == [
        ("deltaker", "=HYPERLINK(1)", "Fjellheim sykehus HF", 7300, "møtte ikke, uten gyldig grunn"),
        ("deltaker", "Lege 001", "Fjellheim sykehus HF", 7300, "møtte"),
    ]
    assert [(line.what, line.name, line.kroner) for line in basis.late] == [("sen avmelding", "Lege 002", 7300)]
    assert [(line.what, line.name, line.kroner) for line in basis.teachers] == [
        ("honorar, kursleder", "Geir Sand", 5 * 7450)
    ]
    assert basis.total == 3 * 7300


def test_the_files_say_the_same_cannot_run_and_are_in_the_log(run, cast):
    address = f"{run.get_absolute_url()}fakturagrunnlag/"
    assert "Kursavgifter i alt: 21900 kr" in words(as_(cast.eva).get(address))

    text = post(cast.eva, address, kind="csv")
    book = post(cast.eva, address, kind="xlsx")

    lines = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig")), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert [line[1] for line in lines] == ["Navn", "'=HYPERLINK(1)", "Lege 001", "Lege 002", "Geir Sand"]
    assert [(cell.value, cell.data_type) for cell in sheet["B"]][1] == ("=HYPERLINK(1)", "s")
    assert [cell.value for cell in sheet["D"]][1:] == [7300, 7300, 7300, 37250]
    events = AuditEvent.objects.filter(name="invoice_basis_fetched").order_by("pk")
    assert [(each.actor_name, each.details["kind"]) for each in events] == [
        ("Eva Strand", "csv"),
        ("Eva Strand", "xlsx"),
    ]
    assert text["Content-Disposition"] == f'attachment; filename="fakturagrunnlag-{run.starts_on}.csv"'
    assert post(cast.eva, address, kind="pdf").status_code == 422
    for person in (cast.bo, cast.geir, factories.make_officer_elsewhere(cast)):
        assert post(person, address, kind="csv").status_code == 403
    assert FeeRate.objects.count() == 0  # the fee is the run's own, settled from the table when it was announced
