"""A host takes its run out of a joint round: Eli from the menu, Eva sees who left, Anna is told why; on phone and desktop."""

import pytest
from playwright.sync_api import expect

from fagvei.courses.models import CourseApplication
from fagvei.courses.tests import joint_factories as joint
from fagvei.courses.tests import seat_factories as seats
from fagvei.people.models import User

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
REASON = "Kurslokalet er revet."


@pytest.fixture(params=["phone", "desktop"])
def as_person(request, open_page, log_in):
    viewport, options = (PHONE, {"has_touch": True}) if request.param == "phone" else (DESKTOP, {})

    def of(username: str):
        return log_in(open_page(viewport, **options), User.objects.get(username=username))

    of.mode = request.param
    return of


def test_eli_takes_a_run_out_and_those_concerned_see_why(as_person, look, cast):
    found, mode = joint.make_joint_round(cast), as_person.mode
    seats.apply(cast, found, cast.anna, 1)

    # Given that Eli finds the round under Kursopptak
    eli = as_person(cast.eli.username)
    eli.goto("/kursopptak/")
    eli.locator("main").get_by_role("link", name="Kurs ADMLED").click()
    look(eli, f"{mode}-felles-runde-eli")
    eli.locator("main").get_by_role("link", name="Ta kjøringen ut av runden").click()
    look(eli, f"{mode}-ta-ut")

    # When Eli takes the run out, first without a reason
    eli.locator("main").get_by_role("button", name="Ta kjøringen ut av runden").click()
    expect(eli.locator("main").get_by_text("Skriv hvorfor.").first).to_be_visible()
    eli.locator("main").get_by_label("Begrunnelse").fill(REASON)
    eli.locator("main").get_by_role("button", name="Ta kjøringen ut av runden").click()
    expect(eli.locator("main").get_by_text(REASON)).to_be_visible()
    look(eli, f"{mode}-tatt-ut")
    eli.goto("/kursopptak/")
    look(eli, f"{mode}-opptak-tatt-ut")

    # Then Eva sees who left and why, and Anna may choose another
    eva = as_person("eva")
    eva.goto(found.get_absolute_url())
    expect(eva.locator("main").get_by_text(REASON)).to_be_visible()
    look(eva, f"{mode}-felles-runde-eva")
    anna = as_person("anna")
    anna.goto("/oppgaver/")
    anna.locator("main").get_by_role("link", name="Velg", exact=False).first.click()
    look(anna, f"{mode}-onsket-falt-bort")
    anna.locator("main").get_by_role("link", name="Velg en annen kjøring").click()
    anna.locator("main").get_by_role("button", name="Send søknaden").click()
    expect(anna.locator("main").get_by_text("Venter på samtykke fra Bo Lund")).to_be_visible()
    assert CourseApplication.objects.get().wishes == [found.round_runs.standing().get().key]
