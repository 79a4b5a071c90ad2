"""A course certificate on paper says what was attended, where and when, and who led the course then."""

import datetime as dt
import io

from pypdf import PdfReader

from fagvei.courses.models import CourseAppointment
from fagvei.courses.tests import factories as make
from fagvei.interop.export.course_certificate import course_certificate_pdf
from fagvei.interop.export.pdf import with_widths
from fagvei.training.tests.factories import make_record


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_it_names_who_led_on_one_of_the_days_and_not_the_one_after(cast):
    make_record(cast, goals=1)
    course = make.make_course(cast, "HELD-1")
    with make.clock.at(make.clock.now() - 300 * make.DAY):
        run = make.make_run(cast, course, starts_on=make.in_days(296), announced=True)
    for person, first, last in (
        (cast.siri, run.starts_on - dt.timedelta(days=30), run.starts_on),
        (cast.dag, run.ends_on, run.ends_on + dt.timedelta(days=1)),
        (cast.stian, run.ends_on + dt.timedelta(days=1), run.ends_on + dt.timedelta(days=300)),
    ):
        CourseAppointment.objects.create(course=course, person=person, role="leader", from_on=first, to_on=last)

    said = text_of(course_certificate_pdf(make.attend(cast, cast.anna, run)))

    for words in (f"Har deltatt på: {course}", f"Kursdager: {run.days}", f"Utstedt av: {run.host_centre}"):
        assert words in said
    assert "Kursleder: Siri Dahl" in said
    assert "Kursleder: Dag Nes" in said
    assert "Stian" not in said


def test_a_long_text_gets_the_room_that_short_words_leave():
    rows = [["RUS-001", "godkjenning", "x" * 400], ["RUS-002", "uttalelse", "y" * 36]]
    section = {"table": {"head": ["Mål", "Hva", "Begrunnelse"], "rows": rows}}
    assert with_widths(section)["table"]["widths"] == [0, 0, 20]
    assert with_widths({"table": {"head": ["a" * 36, "b" * 100], "rows": []}})["table"]["widths"] == [6, 10]
    assert with_widths({"table": None}) == {"table": None}
