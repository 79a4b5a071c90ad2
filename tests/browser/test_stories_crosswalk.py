"""Goal and recommendation: Eva proposes, Leif approves, and Anna sees on her goal what a specialist and her ward must learn."""

import datetime as dt

import pytest
from hand import main
from playwright.sync_api import expect

from fagvei.common import clock
from fagvei.courses.tests import factories as courses
from fagvei.crosswalk.models import GoalRecommendationPair, TeachingPlan
from fagvei.crosswalk.tests import factories as make

GOAL = "/laeringsmal/KOB-001/"
# Windows on other pages, and pages of their own where no script runs.
WINDOWS = {
    f"{GOAL}anbefalinger/": "anbefalinger-ved-maal",
    "/kurs/KOB-KURS/anbefalinger/": "anbefalinger-ved-kurs",
    "/retningslinjer/kobling/anbefalinger/KOB-A/laeringsmal/": "maal-ved-anbefaling",
}


@pytest.fixture
def world(cast, settings):
    settings.FAGVEI_DEMO = False
    return make.make_world(cast)


def test_eva_proposes_leif_approves_and_anna_sees_it_on_the_goal(page, look, look_at, open_page, log_in, world):
    eva = log_in(page, world.eva)
    eva.goto("/maal-og-anbefalinger/foresla/?maal=KOB-001")
    main(eva).get_by_label("Anbefalingens kode").fill("KOB-A")
    main(eva).get_by_label("Hvorfor hører de sammen?").fill(make.REASON)
    look(eva, "kobling-foresla")
    main(eva).get_by_role("button", name="Send forslaget").click()
    expect(main(eva).get_by_text("venter på noen fra det andre fagfeltet").first).to_be_visible()

    leif = log_in(open_page(page.viewport_size), world.leif)
    look_at(leif, {"/maal-og-anbefalinger/forslag/": "koblinger-som-venter"})
    leif.goto("/oppgaver/")
    main(leif).get_by_role("link", name="Se forslaget").click()
    look(leif, "kobling-forslag")
    main(leif).get_by_role("button", name="Godkjenn koblingen").click()
    expect(leif.get_by_text("er godkjent og vises for alle")).to_be_visible()
    look(leif, "koblinger")
    assert GoalRecommendationPair.objects.get().state == "approved"

    make.shared_wave(world)
    anna = log_in(open_page(page.viewport_size), world.anna)
    anna.goto(GOAL)
    expect(main(anna).get_by_text("Gi KOB-A til den som trenger det.")).to_be_visible()
    expect(main(anna).get_by_text("prosentpoeng igjen til målet")).to_be_visible()
    look(anna, "maal-med-anbefalinger")
    look_at(anna, WINDOWS)

    # When the recommendation is changed, Eva says what follows for the courses
    make.amend(world, world.unit)
    eva.goto("/maal-og-anbefalinger/endringer/")
    look(eva, "endringer")
    main(eva).get_by_role("link", name="KOB-A").click()
    main(eva).get_by_label("Hva følger av endringen?").first.fill("Ingenting må gjøres, for kurset sier det alt.")
    look(eva, "endring")
    main(eva).get_by_role("button", name="Lagre svaret").first.click()
    expect(eva.get_by_text("Svaret er lagret og står på siden.")).to_be_visible()

    # And Leif, who approved the pair, that it still fits: until then the goal says that it is under review
    anna.goto(GOAL)
    expect(main(anna).get_by_text("Koblingen er under vurdering.")).to_be_visible()
    leif.goto("/maal-og-anbefalinger/endringer/KOB-A/")
    look(leif, "endring-for-den-som-godkjente")
    main(leif).get_by_role("button", name="Passer fortsatt").click()
    expect(leif.get_by_text("Koblingen KOB-001 – KOB-A passer fortsatt.")).to_be_visible()


def test_jorunn_plans_teaching_for_what_the_ward_must_learn(page, look, log_in, world):
    make.approved(world)
    make.shared_wave(world)
    jorunn = log_in(page, world.jorunn)
    jorunn.goto("/maal-og-anbefalinger/gap/")
    look(jorunn, "det-vi-maa-laere")
    main(jorunn).get_by_role("link", name="Planlegg undervisning").click()
    main(jorunn).get_by_label("Dato").fill("2031-05-05")
    main(jorunn).get_by_label("Fra", exact=True).fill("12:00")
    main(jorunn).get_by_label("Til", exact=True).fill("13:00")
    look(jorunn, "undervisning-etter-gap")
    main(jorunn).get_by_role("button", name="Legg i kalenderen").click()
    expect(jorunn.get_by_text("Undervisningen står i kalenderen og på gapet.")).to_be_visible()
    assert TeachingPlan.objects.count() == 1


def test_jorunn_plans_reading_and_a_course_for_the_gap_and_says_what_is_done(page, look, log_in, open_page, world):
    make.approved(world)
    make.shared_wave(world)
    run = courses.make_run(world, course=world.course)
    jorunn = log_in(page, world.jorunn)
    jorunn.goto("/maal-og-anbefalinger/gap/")
    main(jorunn).get_by_role("link", name="Planlegg lesing").click()
    main(jorunn).get_by_label("Lest innen").fill(f"{clock.today() + dt.timedelta(days=9):%Y-%m-%d}")
    look(jorunn, "lesing-etter-gap")
    main(jorunn).get_by_role("button", name="Sett opp lesingen").click()
    expect(main(jorunn).get_by_text("Planlagt lesing:")).to_be_visible()
    look(jorunn, "lesing-planlagt")

    anna = log_in(open_page(page.viewport_size), world.anna)
    anna.goto(GOAL)
    expect(main(anna).get_by_text("ikke gjort")).to_be_visible()
    look(anna, "maal-med-lesing")

    main(jorunn).get_by_role("button", name="Merk som gjort").click()
    expect(main(jorunn).get_by_text("gjort", exact=True)).to_be_visible()
    assert TeachingPlan.objects.with_state().get().is_done

    main(jorunn).get_by_role("link", name="Planlegg kurs").click()
    look(jorunn, "kurs-etter-gap")
    main(jorunn).get_by_role("button", name="Sett opp kurset").click()
    expect(main(jorunn).get_by_text("Planlagt kurs:")).to_be_visible()
    look(jorunn, "kurs-planlagt")
    assert TeachingPlan.objects.get(run__isnull=False).run == run
