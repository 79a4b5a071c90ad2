"""Pages of applications and seats: who does what where, what a page says, and what it never says."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from fagvei.audit.models import AccessLog
from fagvei.common import clock
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.courses import actions
from fagvei.courses.models import AllocationApproval, CourseApplication, CourseAttendance, SeatOffer
from fagvei.courses.queries import tasks_for
from fagvei.courses.queries.application_page import application_page, my_courses
from fagvei.courses.queries.halfyear_courses import courses_by_halfyear
from fagvei.courses.queries.rounds_page import round_page, waiting_page
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.test_seats_actions import released, soon, state
from fagvei.organisations import actions as organisations
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.factories import make_record


@pytest.fixture
def doctors(cast):
    return seats.make_doctors(cast, 7)


def page(user, name, *args) -> str:
    return words(as_(user).get(reverse(f"courses:{name}", args=args)))


def send(user, name, row, **fields):
    return post(user, reverse(f"courses:{name}", args=[row.public_id]), **fields)


def press(user, name, row, **fields):
    """Send, and go where it leads."""
    address = reverse(f"courses:{name}", args=[row.public_id])
    return as_(user).post(address, {"idempotency_key": str(uuid.uuid4()), **fields}, follow=True)


def shown_to(user, row) -> str:
    """What the form on the page says that the person has seen."""
    return re.search(r'name="shown" value="(\w+)"', as_(user).get(row.get_absolute_url()).content.decode())[1]


def run_of(found):
    return found.round_runs.order_by("run__starts_on").first().run


def titles(user) -> list[str]:
    return [each.title for each in tasks_for(user)]


def test_a_doctor_applies_and_the_leader_consents_from_the_inbox(cast):
    found = seats.make_round(cast, 1, 1)
    a, b = seats.keys(found)
    assert "Kurs RUS-GK1" in page(cast.anna, "my_courses")
    assert "Søk plass" in page(cast.anna, "run", run_of(found).public_id)
    assert "Søk plass" not in page(cast.bo, "run", run_of(found).public_id)
    assert "Søk plass" in page(cast.anna, "apply", run_of(found).public_id)
    send(cast.anna, "apply", run_of(found), wish_1=b, wish_2=a)
    row = CourseApplication.objects.get()
    assert (row.wishes, row.state) == ([b, a], "awaiting")
    assert "Venter på samtykke fra Bo Lund" in page(cast.anna, "application", row.public_id)

    assert titles(cast.bo) == ["Samtykke til kurs for Anna Berg: Kurs RUS-GK1"]
    assert "Samtykker du?" in page(cast.bo, "application", row.public_id)
    assert "Skjemaet sier ikke hva du har sett." in words(press(cast.bo, "consent_to_application", row))
    assert state(row) == "awaiting"
    send(cast.bo, "consent_to_application", row, shown=shown_to(cast.bo, row))
    assert (state(row), titles(cast.bo)) == ("sent", [])


def test_the_plan_by_halfyear_shows_seats_and_applications_to_the_doctor_and_the_leader(cast):
    found = seats.make_round(cast, 1, 1)
    assert "Ingen kursplasser eller søknader ennå." in page(cast.anna, "by_halfyear", cast.anna.public_id)
    row = seats.apply(cast, found, cast.anna, consent=False)
    for reader in (cast.anna, cast.bo):
        text = page(reader, "by_halfyear", cast.anna.public_id)
        assert "Kurs RUS-GK1 venter på samtykke fra leder" in text
        assert (
            row.get_absolute_url()
            in as_(reader).get(reverse("courses:by_halfyear", args=[cast.anna.public_id])).content.decode()
        )
    assert AccessLog.objects.filter(subject_id=cast.anna.public_id, reader_name="Bo Lund").exists()
    for stranger in (cast.cecilie, cast.siri, cast.dag):
        assert as_(stranger).get(reverse("courses:by_halfyear", args=[cast.anna.public_id])).status_code == 404


def test_a_taken_course_stands_once_and_an_offer_says_until_when(cast, doctors):
    found, _rows = released(cast, doctors[:1], 1, days=[400])
    offer = SeatOffer.objects.get(state="offered")
    text = page(offer.doctor, "by_halfyear", offer.doctor.public_id)
    assert "tilbudt plass, svar innen" in text
    actions.accept_offer(offer=offer, by=offer.doctor)
    assert page(offer.doctor, "by_halfyear", offer.doctor.public_id).count("har plass") == 1
    run = run_of(found)
    CourseAttendance.objects.create(run=run, doctor=offer.doctor, how="by_hand", by=cast.eva, at=clock.now())
    text = page(offer.doctor, "by_halfyear", offer.doctor.public_id)
    assert ("gjennomført" in text, "har plass" in text) == (True, False)


def test_one_application_and_three_take_as_many_queries(cast, django_assert_num_queries):
    for number, code in enumerate(("RUS-GK1", "RUS-GK2", "RUS-GK3"), 1):
        seats.apply(cast, seats.make_round(cast, 1, course=make.make_course(cast, code)), cast.anna)
        with django_assert_num_queries(4):
            halves = courses_by_halfyear(cast.anna)
            assert len([line for each in halves for line in each.lines]) == number


def test_the_same_run_twice_is_said_beside_the_form(cast):
    found = seats.make_round(cast, 1, 1)
    a, _b = seats.keys(found)
    answer = send(cast.anna, "apply", run_of(found), wish_1=a, wish_2=a)
    assert "Samme gjennomføring er valgt to ganger." in words(answer)
    assert CourseApplication.objects.count() == 0


def test_officer_and_course_leader_preview_and_release(cast, doctors):
    found = seats.make_round(cast, 1)
    rows = [seats.apply(cast, found, doctor) for doctor in doctors[:2]]
    with seats.after_deadline(found):
        assert titles(cast.eva) == ["Fordel plassene på Kurs RUS-GK1"]
        assert titles(cast.geir) == []
        send(cast.eva, "preview_seats", found)
        shown = page(cast.eva, "round", found.public_id)
        assert all(doctor.full_name in shown for doctor in doctors[:2])
        assert titles(cast.eva) == titles(cast.geir) == ["Frigi plassene på Kurs RUS-GK1"]
        assert "Plassene er ikke frigitt ennå. Se gjennom listen først." in shown
        answer = words(press(cast.eva, "release_seats", found, shown=shown_to(cast.eva, found)))
        assert "Plassene frigis når begge har gjort det." in answer
        assert "Du har frigitt. Den andre må være en annen person" in answer
        assert (titles(cast.eva), titles(cast.geir)) == ([], ["Frigi plassene på Kurs RUS-GK1"])
        answer = words(press(cast.geir, "release_seats", found, shown=shown_to(cast.geir, found)))
        assert "Plassene er frigitt, og søkerne får beskjed." in answer
        assert "når begge har gjort det" not in answer
    assert sorted(map(state, rows)) == ["offered", "waiting"]


def test_a_preview_that_was_made_after_the_page_was_opened_is_not_released(cast, doctors):
    found = seats.make_round(cast, 1)
    seats.apply(cast, found, doctors[0])
    with seats.after_deadline(found):
        send(cast.eva, "preview_seats", found)
        before = shown_to(cast.geir, found)
        actions.change_seats(round_run=found.round_runs.get(), seats=2, reason="Større rom.", by=cast.eva)
        send(cast.eva, "preview_seats", found)
        for shown, sentence in ((before, "Se gjennom den nye listen"), ("", "Skjemaet sier ikke hva du har sett.")):
            assert sentence in words(press(cast.geir, "release_seats", found, shown=shown))
        assert not AllocationApproval.objects.exists()
        press(cast.geir, "release_seats", found, shown=shown_to(cast.geir, found))
        assert AllocationApproval.objects.get().by == cast.geir


def test_the_list_says_lottery_only_where_it_gave_or_took_a_seat(cast, doctors):
    """Two equals with a seat each owe the lottery nothing; of two equals for the last seat both do."""
    found, _rows = released(cast, doctors[:4], 3, days=(400, 400, 100, 100))
    with soon(found):
        part = round_page(found).parts[0]
    assert [line.by_lottery for line in part.seated] == [False, False, True]
    assert [line.by_lottery for line in part.waiting] == [True]


def test_the_page_of_an_announced_run_leads_its_host_to_the_round(cast):
    run = make.make_run(cast, make.make_course(cast, "RUS-GK9"), announced=True)
    said = "Ingen kan søke ennå: Kurset er ikke med i noen søknadsrunde."
    address = reverse("courses:open_round", args=[run.public_id])
    shown = as_(cast.eva).get(run.get_absolute_url())
    assert said in words(shown)
    assert address in shown.content.decode()
    assert said not in page(cast.anna, "run", run.public_id)

    found = actions.open_round(runs=[run], by=cast.eva)
    shown = as_(cast.eva).get(run.get_absolute_url())
    assert said not in words(shown)
    assert f'href="{found.get_absolute_url()}"' in shown.content.decode()


def test_no_seat_is_said_to_be_free_while_they_are_being_shared(cast, doctors):
    found = seats.make_round(cast, 1)
    seats.apply(cast, found, doctors[0])
    run = run_of(found)

    def shown():
        return page(None, "run", run.public_id), page(None, "catalogue")

    assert all("ledige" in text for text in shown())
    with seats.after_deadline(found):
        assert all("plassene fordeles nå" in text for text in shown())
        seats.release(cast, found)
        assert all("0 ledige" in text and "fordeles" not in text for text in shown())


def test_a_seat_can_be_given_by_hand_only_while_one_is_free_and_the_page_says_how_long(cast, doctors):
    found, rows = released(cast, doctors[:2], 1, days=(200, 100))
    with soon(found):
        full = page(cast.eva, "waiting_list", found.public_id)
        assert "Gi plass utenom rekken" not in full
        assert "holdes den av i ett døgn" not in full
        actions.take_back_offer(offer=seats.offer_of(rows[0]), reason="Dobbelt søknad.", by=cast.eva)
        free = page(cast.eva, "waiting_list", found.public_id)
        assert "Gi plass utenom rekken" in free
        assert "holdes den av i ett døgn" in free


def test_the_log_tells_why_seats_were_given_and_who_left_without_a_name(cast, doctors):
    found, rows = released(cast, doctors[:4], 1, 1, days=(400, 300, 200, 100), wishes=(0, 1))
    with soon(found):
        send(doctors[2], "leave_waiting_list", rows[2].waiting.get(round_run__run=run_of(found)))
        actions.decline_offer(offer=seats.offer_of(rows[0]), by=doctors[0])
        first, second = (part.log for part in waiting_page(found))
        shown = page(cast.eva, "waiting_list", found.public_id)
    given, by_the_rule = "Plass etter regelen da plassene ble frigitt.", "Ledig plass gikk til den første i rekken."
    assert [step["text"] for step in first] == [by_the_rule, "", "", given]
    assert ([step["text"] for step in second], second[0]["what"]) == ([given], f"{doctors[1]}: tilbudt")
    (left,) = (step for step in first if step["what"] == "Forlot ventelisten")
    assert (left["who"], left["text"]) == ("En som ventet", "")
    assert all(told in shown for told in (given, by_the_rule, "Forlot ventelisten"))


def test_the_doctor_answers_and_the_next_is_asked(cast, doctors):
    found, rows = released(cast, doctors[:2], 1, days=(200, 100))
    with soon(found):
        assert titles(doctors[0]) == ["Svar på tilbud om plass på Kurs RUS-GK1"]
        assert "Du er nr. 1 på ventelisten." in page(doctors[1], "application", rows[1].public_id)
        send(doctors[0], "decline_offer", seats.offer_of(rows[0]))
        send(doctors[1], "accept_offer", seats.offer_of(rows[1]))
        assert "Har plass" in page(doctors[1], "application", rows[1].public_id)
    assert [state(row) for row in rows] == ["ended", "placed"]


def test_the_cut_off_is_told_in_whole_months_where_five_applied(cast, doctors):
    found, rows = released(cast, doctors[:5], 1, days=(500, 400, 300, 200, 100))
    text = page(doctors[2], "application", rows[2].public_id)
    assert "Plassene gikk til søkere med minst 16 måneders tjeneste ved kursstart. Du har 9." in text
    assert "Med minst 17 måneders tjeneste hadde du fått plass." in text
    assert "Du var nr. 3 av 5 som søkte denne." in text
    assert "Med 2 plasser til hadde du fått plass." in text
    assert "Frigitt av Eva Strand" in text
    assert "Frigitt av Geir Sand" in text


def test_whoever_has_a_seat_is_told_what_it_took_where_somebody_had_none(cast, doctors):
    _found, rows = released(cast, doctors[:5], 2, days=(500, 400, 300, 200, 100))
    assert "Alle som fikk plass, hadde minst 13 måneders tjeneste ved kursstart." in page(
        doctors[0], "application", rows[0].public_id
    )


@pytest.mark.parametrize(("applicants", "places"), [(5, 5), (4, 2)])
def test_it_is_not_told_where_all_had_a_seat_or_under_five_applied(cast, doctors, applicants, places):
    _found, rows = released(cast, doctors[:applicants], places, days=(500, 400, 300, 200, 100)[:applicants])
    assert "Alle som fikk plass" not in page(doctors[0], "application", rows[0].public_id)


def test_the_receipt_says_when_to_the_second(cast, doctors):
    found = seats.make_round(cast, 1)
    moment = found.opens_at + dt.timedelta(hours=40, minutes=3, seconds=7)
    with clock.at(moment):
        row = seats.apply(cast, found, doctors[0])
        local = moment.astimezone(clock.OSLO)
        assert f"{local:%H.%M.%S}" in page(doctors[0], "application", row.public_id)


def test_the_inbox_says_when_the_applicants_are_to_have_their_answer(cast, doctors):
    found = seats.make_round(cast, 1)
    seats.apply(cast, found, doctors[0])
    with seats.after_deadline(found):
        (task,) = tasks_for(cast.eva)
        assert (task.kind, task.due_on) == ("seats_preview", found.deadline_on + dt.timedelta(days=14))
        actions.preview_allocation(round=found, by=cast.eva)
        assert [each.due_on for each in tasks_for(cast.geir)] == [found.deadline_on + dt.timedelta(days=14)]


def test_courses_for_other_specialties_stand_by_themselves(cast):
    """Anna has a plan in addiction medicine; the other course is for another specialty."""
    make_record(cast)
    seats.make_round(cast, 1)
    other = make.make_course(cast, "AMM-1")
    other.activity.specialties.set([organisations.save_specialty(slug="amm", name="Akuttmedisin", by=None)])
    seats.make_round(cast, 1, course=other)
    mine = my_courses(cast.anna)
    assert [[each.course.code for each in found] for found in (mine.open_rounds, mine.other_rounds)] == [
        ["RUS-GK1"], ["AMM-1"],
    ]  # fmt: skip
    assert "Kurs for andre spesialiteter (1)" in page(cast.anna, "my_courses")


def test_a_round_that_nobody_can_release_says_so(cast):
    found = seats.make_round(cast, 1)
    wanting = "Kurset har ingen kursleder nå"
    assert wanting not in page(cast.eva, "round", found.public_id)
    actions.end_appointment(appointment=found.course.appointments.get(), reason="Sluttet.", by=cast.eva)
    with clock.at(clock.now() + dt.timedelta(days=1)):
        assert wanting in page(cast.eva, "round", found.public_id)


def test_under_five_no_cut_off_is_told(cast, doctors):
    found, rows = released(cast, doctors[:4], 1, days=(400, 300, 200, 100))
    text = page(doctors[1], "application", rows[1].public_id)
    assert "måneders tjeneste" not in text
    assert "Plassene gikk til søkere som sto foran deg etter regelen." in text


def test_nothing_of_an_open_round_can_be_inferred(cast, doctors):
    """Every page of applicant, leader, officer and course leader is the same with one application as with seven."""

    def shown(row):
        pages = [
            page(doctors[0], "application", row.public_id),
            page(doctors[0], "my_courses"),
            page(cast.bo, "application", row.public_id),
            page(cast.eva, "round", found.public_id),
            page(cast.eva, "waiting_list", found.public_id),
            page(cast.eva, "transcript", found.public_id),
            page(cast.geir, "round", found.public_id),
        ]
        return pages

    found = seats.make_round(cast, 1)
    row = seats.apply(cast, found, doctors[0])
    with clock.at(found.deadline_at - seats.SECOND):
        before = shown(row)
    for doctor in doctors[1:]:
        seats.apply(cast, found, doctor)
    with clock.at(found.deadline_at - seats.SECOND):
        after = shown(row)
    assert after == before


def test_before_release_the_applicant_sees_nothing_of_a_preview(cast, doctors):
    found = seats.make_round(cast, 1)
    rows = [seats.apply(cast, found, doctor) for doctor in doctors[:2]]
    with seats.after_deadline(found):
        before = [page(doctor, "application", row.public_id) for doctor, row in zip(doctors, rows, strict=False)]
        actions.preview_allocation(round=found, by=cast.eva)
        after = [page(doctor, "application", row.public_id) for doctor, row in zip(doctors, rows, strict=False)]
    assert after == before


def test_changes_by_hand_are_seen_by_all_without_names(cast, doctors):
    found, rows = released(cast, doctors[:3], 1, days=(300, 200, 100))
    with soon(found):
        page(cast.eva, "waiting_list", found.public_id)
        row = found.round_runs.get()
        send(cast.eva, "change_seats", row, seats="2", reason="Større rom.")
        text = page(doctors[2], "application", rows[2].public_id)
    assert "antall plasser endret (1 → 2). Større rom." in text
    assert doctors[1].full_name not in text
    assert SeatOffer.objects.count() == 2


def test_strangers_get_nothing(cast, doctors):
    found = seats.make_round(cast, 1)
    row = seats.apply(cast, found, doctors[0])
    for user, name, public_id, status in (
        (cast.dag, "application", row.public_id, 404),
        (cast.eva, "application", row.public_id, 404),
        (doctors[1], "application", row.public_id, 404),
        (doctors[0], "round", found.public_id, 404),
        (cast.bo, "apply", run_of(found).public_id, 404),
        (cast.bo, "my_courses", None, 404),
        (cast.anna, "admissions", None, 404),
    ):
        args = [public_id] if public_id else []
        assert as_(user).get(reverse(f"courses:{name}", args=args)).status_code == status, (user, name)


def test_an_officer_opens_a_round_for_two_runs_together(cast):
    course = make.make_course(cast)
    one, two = (
        make.make_run(cast, course, starts_on=make.in_days(days), announced=True, deadline_on=make.in_days(190),
                      answer_by_on=make.in_days(200), deviation_reason="Felles frist.")
        for days in (300, 310)
    )  # fmt: skip
    assert "Kunngjort, uten søknadsrunde" in page(cast.eva, "admissions")
    assert "Søkes sammen med" in page(cast.eva, "open_round", one.public_id)
    send(cast.eva, "open_round", one, together=[str(two.public_id)])
    assert one.in_round.get().round.round_runs.count() == 2
    assert "Runden er åpen." in page(cast.eva, "round", one.in_round.get().round.public_id)


def test_a_course_one_has_taken_is_said_to_be_and_cannot_be_left(cast, doctors):
    found, rows = released(cast, doctors[:2], 1, days=(200, 100))
    doctor, run = doctors[0], run_of(found)
    with soon(found):
        actions.accept_offer(offer=seats.offer_of(rows[0]), by=doctor)
        before = page(doctor, "application", rows[0].public_id)
        assert ("Meld av" in before, "Du har deltatt." in before) == (True, False)
        assert "Gå av ventelisten" in page(doctors[1], "application", rows[1].public_id)
    with clock.at(dt.datetime.combine(run.ends_on, dt.time(15), tzinfo=dt.UTC)):
        assert "Gå av ventelisten" not in page(doctors[1], "application", rows[1].public_id)
        CourseAttendance.objects.create(run=run, doctor=doctor, how="by_hand", by=cast.eva, at=clock.now())
        after = page(doctor, "application", rows[0].public_id)
        assert ("Meld av" in after, "Du har deltatt. Kurset står i mappen din." in after) == (False, True)
        assert "Gjennomført" in page(doctor, "my_courses")


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_as_many_questions_for_one_row_as_for_three(cast, doctors, django_assert_num_queries, number):
    seats.serve(cast, doctors[0], 100, clock.today())
    for each in range(number):
        found = seats.make_round(cast, 1, course=make.make_course(cast, f"RUS-K{each}"))
        row = seats.apply(cast, found, doctors[0])
    for doctor in doctors[1:number]:
        seats.apply(cast, found, doctor)
    with django_assert_num_queries(7):
        my_courses(doctors[0])
    with soon(found):
        seats.release(cast, found)
        found.refresh_from_db()
        row = CourseApplication.objects.select_related("round", "doctor").get(pk=row.pk)
        application_page(row, is_own=True)  # the first to look lets the allocation run again
        with django_assert_num_queries(9):
            application_page(row, is_own=True)
        with django_assert_num_queries(7):
            round_page(found)


def test_the_last_day_to_apply_is_the_same_wherever_it_stands(cast, doctors):
    found = seats.make_round(cast, 1)
    run = run_of(found)
    assert run.deadline_on == found.deadline_on
    day = norwegian_date(run.deadline_on)
    row = seats.apply(cast, found, cast.anna, consent=False)
    assert [task.due_on for task in tasks_for(cast.bo) if task.kind == "course_consent"] == [run.deadline_on]
    for user, name, args in (
        (cast.eva, "round", [found.public_id]),
        (cast.eva, "admissions", []),
        (doctors[0], "apply", [run.public_id]),
        (doctors[0], "my_courses", []),
        (cast.anna, "application", [row.public_id]),
    ):
        assert day in page(user, name, *args), (user, name)
