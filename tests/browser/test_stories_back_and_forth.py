"""What happens to a record beside the main road: a plan is given and closed, a marking objected to, a goal goes back and forth.

Told on a phone; the pages are the same on a desktop.
"""

import re

import pytest
from hand import follow, labelled, main, press
from playwright.sync_api import expect

from fagvei.common import clock
from fagvei.people.tests.cast import PASSWORD
from fagvei.training.models import EducationPlan, EquivalentActivity, PlanActivity
from fagvei.training.tests import factories as make

# A page is the same on either database, and what is done here has tests of its own on both.
pytestmark = pytest.mark.same_on_both


def unfold(page, name: str) -> None:
    main(page).locator("summary").get_by_text(name, exact=True).click()


def open_to_decide(page, goal) -> None:
    page.goto(f"{goal.get_absolute_url()}avgjor/")
    if "/konto/bekreft/" in page.url:
        page.get_by_label("Passord").fill(PASSWORD)
        press(page, "Bekreft")
    page.wait_for_url(re.compile("/avgjor/$"))


def test_bo_gives_a_plan_marks_an_activity_and_closes_the_plan(as_person, look, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make.make_curriculum(cast.specialty)
    bo, anna = as_person(cast.bo), as_person(cast.anna)

    # Given a doctor without a plan, whom Bo gives that of part 1, and then one in a specialty, which takes it over
    bo.goto("/leger/")
    look(bo, "mine-leger")
    follow(bo, re.compile("^Tildel plan"))
    bo.get_by_label("Spesialitet").select_option(label="Del 1 (LIS1)")
    look(bo, "tildel-plan")
    press(bo, "Tildel planen")
    expect(main(bo).get_by_text("Anna Berg · Del 1 (LIS1)")).to_be_visible()
    follow(bo, "Tildel en plan til")
    bo.get_by_label("Spesialitet").select_option(label="Rus- og avhengighetsmedisin")
    look(bo, "tildel-plan-etter-del-1")
    press(bo, "Tildel planen")
    expect(main(bo).get_by_role("heading", name="Planen", exact=True)).to_be_visible()
    main(bo).locator("summary").get_by_text("Arkiverte planer").click()
    expect(main(bo).get_by_text("Målene er tatt med i planen i Rus- og avhengighetsmedisin.")).to_be_visible()
    look(bo, "plan-til-leder")

    # When he marks what he knows was done
    follow(bo, "Marker aktivitet på vegne av legen")
    bo.get_by_label(labelled("Hva har legen gjort?")).select_option("k:internal_teaching")
    bo.get_by_label(labelled("Med egne ord")).fill("Fagdag")
    bo.get_by_label(labelled("Når")).fill(f"{clock.today():%Y-%m-%d}")
    bo.get_by_label(re.compile("RUS-001")).check()
    bo.get_by_label("Hvorfor markerer du på vegne av legen?").fill("Står på listen.")
    look(bo, "pa-vegne-av")
    press(bo, "Marker som innfridd")
    expect(main(bo).get_by_text("Fagdag").first).to_be_visible()
    activity = PlanActivity.objects.get()

    # Then Anna says that it is wrong, and he gives her right
    anna.goto(activity.get_absolute_url())
    unfold(anna, "Jeg er ikke enig i dette")
    anna.get_by_label("Hvorfor er du ikke enig?").fill("Jeg var på vakt.")
    look(anna, "innsigelse")
    press(anna, "Send innsigelse")
    expect(main(anna).get_by_text("Jeg var på vakt.").first).to_be_visible()
    bo.goto("/oppgaver/")
    follow(bo, re.compile("innsigelse", re.IGNORECASE))
    bo.get_by_label("Jeg tar innsigelsen til følge, og aktiviteten annulleres").check()
    bo.get_by_label(labelled("Begrunnelse")).fill("Det var en kollega.")
    look(bo, "svar-innsigelse")
    press(bo, "Svar")
    expect(main(bo).locator(".status")).to_contain_text(re.compile("annullert", re.IGNORECASE))
    activity.refresh_from_db()
    assert activity.state == "annulled"

    # And the plan is closed with a reason
    bo.goto(f"/leger/{cast.anna.public_id}/")
    follow(bo, "Arkiver planen")
    bo.get_by_label("Hvorfor arkiveres planen?").fill("Bytter spesialitet.")
    look(bo, "arkiver-plan")
    press(bo, "Arkiver planen")
    expect(main(bo).get_by_text("Legen har ingen utdanningsplan ennå.")).to_be_visible()
    assert EducationPlan.objects.in_a_specialty().get().archive_reason == "Bytter spesialitet."


def test_a_goal_goes_back_and_forth(as_person, look, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record = make.make_record(cast)
    anna, bo = as_person(cast.anna), as_person(cast.bo)
    make.make_activity(record, signed=True)
    goal = make.bring_goal(record, to="sent")

    # Given a sent goal that Anna calls back, and opens again
    anna.goto(goal.get_absolute_url())
    press(anna, "Kall tilbake")
    expect(main(anna).get_by_role("button", name="Send til godkjenning")).to_be_visible()
    look(anna, "kalt-tilbake")
    unfold(anna, "Åpne målet igjen")
    look(anna, "apne-igjen")
    main(anna).get_by_role("button", name="Åpne målet igjen").click()
    expect(main(anna).get_by_role("link", name="Fullfør målet")).to_be_visible()

    # When she sends it again, Bo returns it with what is missing
    make.bring_goal(record, to="sent")
    open_to_decide(bo, goal)
    unfold(bo, "Returner med begrunnelse")
    bo.get_by_label("Hva mangler?").fill("Én samtale til.")
    look(bo, "returner-mal")
    press(bo, "Returner")
    expect(main(bo).get_by_text("Én samtale til.").first).to_be_visible()
    anna.goto(goal.get_absolute_url())
    expect(main(anna).get_by_text("Én samtale til.").first).to_be_visible()
    look(anna, "returnert-mal")

    # And an approval that was wrong is taken back
    make.bring_goal(record, to="approved")
    bo.goto(goal.get_absolute_url())
    unfold(bo, "Annuller godkjenningen")
    bo.get_by_label(labelled("Begrunnelse")).fill("Gjaldt en annen lege.")
    look(bo, "annuller-godkjenning")
    press(bo, "Annuller godkjenningen")
    expect(main(bo).get_by_text("Gjaldt en annen lege.").first).to_be_visible()
    goal.refresh_from_db()
    assert goal.state == "begun"


def test_a_draft_is_changed_and_something_else_is_accepted(as_person, look, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record = make.make_record(cast)
    anna, bo = as_person(cast.anna), as_person(cast.bo)
    goal = record.goals["RUS-001"]
    make.require(goal.goal, make.make_learning_activity("kurs", kind="course", name="Grunnkurs"))
    make.make_activity(record, signed=True, title="Undervist avdelingen")

    # Given a draft that Anna changes
    draft = make.make_activity(record, title="Samtael")
    anna.goto(draft.get_absolute_url())
    follow(anna, "Endre")
    anna.get_by_label(labelled("Med egne ord")).fill("Samtale")
    look(anna, "endre-aktivitet")
    press(anna, "Lagre kladd")
    expect(main(anna).get_by_role("heading", level=1)).to_have_text("Samtale")

    # And Bo accepts what she has done instead of the course
    bo.goto(goal.get_absolute_url())
    follow(bo, "Godta en tilsvarende aktivitet")
    bo.get_by_label("Anbefalt aktivitet som erstattes").select_option(label="Grunnkurs")
    bo.get_by_label("Godtas i stedet").select_option(index=0)
    bo.get_by_label(labelled("Begrunnelse")).fill("Minst like god.")
    look(bo, "tilsvarende")
    press(bo, "Godta som tilsvarende")
    expect(main(bo).get_by_text("Minst like god.").first).to_be_visible()
    assert EquivalentActivity.objects.get().requirement.activity.name == "Grunnkurs"
