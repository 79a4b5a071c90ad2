"""Eva plans a course and settles and announces a run; a visitor finds it in the catalogue and the plan; on the phone.

`test_stories_course_whole.py` looks at the same pages at a desk.
"""

import datetime as dt

from hand import main
from playwright.sync_api import expect

from fagvei.courses.models import CourseRun, PlanSlot
from fagvei.courses.rules import half_of
from fagvei.courses.tests import factories as make
from fagvei.organisations import actions as organisations

PHONE = {"width": 390, "height": 844}


def test_eva_plans_and_announces_and_a_visitor_finds_it(open_page, log_in, look, cast):
    make.make_course(cast)
    start = make.in_days(330)
    year, half = half_of(start)

    # Given that Eva puts the course in the plan
    eva = log_in(open_page(PHONE), cast.eva)
    eva.goto("/kursplan/rus/")
    main(eva).get_by_role("link", name="Legg i planen").click()
    eva.locator("#id_one_centre").select_option(cast.centre.code)
    eva.locator("#id_one_when").select_option(f"{year}-{half}")
    look(eva, "phone-legg-i-planen")
    main(eva).get_by_role("button", name="Legg i planen").click()
    expect(main(eva).get_by_text("Kurset står i planen.")).to_be_visible()
    look(eva, "phone-plass")

    # When she settles the dates and announces the run
    main(eva).get_by_role("link", name="Fastsett datoene").click()
    for name, value in (("starts_on", start), ("ends_on", start + dt.timedelta(days=2))):
        eva.locator(f"#id_{name}").fill(f"{value}")
    for name, value in (("days", "3"), ("place", "Lillehammer"), ("seats", "24")):
        eva.locator(f"#id_{name}").fill(value)
    look(eva, "phone-fastsett")
    main(eva).get_by_role("button", name="Lagre").click()
    main(eva).get_by_role("button", name="Kunngjør kurset").click()
    expect(main(eva).get_by_text("Kurset er kunngjort.")).to_be_visible()
    look(eva, "phone-kjoring")

    # When the room is another one, she says why
    main(eva).get_by_role("link", name="Endre", exact=True).click()
    eva.locator("#id_place").fill("Hamar")
    main(eva).get_by_role("button", name="Lagre").click()
    expect(eva.get_by_text("Kurset er kunngjort.").first).to_be_visible()
    look(eva, "phone-endre-uten-grunn")
    eva.locator("#id_reason").fill("Salen er opptatt.")
    main(eva).get_by_role("button", name="Lagre").click()
    expect(eva.get_by_text("Endringene er lagret.")).to_be_visible()
    look(eva, "phone-kjoring-endret")

    # Then a visitor finds it by filter, reads the run and its place in the plan
    visitor = open_page(PHONE)
    visitor.goto("/kurs/")
    visitor.locator("#f-q").fill("gk1")
    main(visitor).get_by_text("Velg mål, region, dato eller språk").click()
    visitor.locator("#f-region").select_option("helse-sor-ost")
    main(visitor).get_by_role("button", name="Finn kurs").click()
    look(visitor, "phone-katalog")
    main(visitor).get_by_role("link", name="Hamar").click()
    expect(main(visitor).get_by_role("heading", level=1)).to_contain_text("Hamar")
    expect(main(visitor).get_by_role("button", name="Kunngjør kurset")).to_have_count(0)
    visitor.goto("/kursplan/rus/")
    expect(main(visitor).get_by_text("kunngjort").filter(visible=True).first).to_be_visible()
    look(visitor, "phone-plan")

    # And of several plans the visitor chooses one
    other = organisations.save_specialty(slug="psykiatri", name="Psykiatri", prefix="PSY", by=None)
    CourseRun.objects.get().course.activity.specialties.add(other)
    visitor.goto("/kursplan/")
    expect(main(visitor).get_by_role("link", name="Psykiatri")).to_be_visible()
    look(visitor, "phone-kursplaner")
    assert (CourseRun.objects.get().state, PlanSlot.objects.get().state) == ("announced", "announced")
