"""The main job without a mouse: Anna logs and sends, Siri signs, Cecilie says what she has seen. Bo's part is in signoff.

Every step is Tab, arrows, space, Enter and letters; `tab_to` also sees that what has focus shows it.
"""

import re

import pytest
from hand import main
from playwright.sync_api import expect

from fagvei.training.models import PlanActivity, PlanGoal
from fagvei.training.tests import factories as make

# Keys are the same on either database.
pytestmark = pytest.mark.same_on_both


@pytest.fixture
def record(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.make_record(cast, goals=4)


def test_anna_logs_and_sends(desktop, log_in, tab_to, record):
    keys = log_in(desktop, record.anna).keyboard
    desktop.goto("/min-utdanning/")

    tab_to(desktop, "Logg aktivitet")
    keys.press("Enter")
    desktop.wait_for_url("**/aktiviteter/ny/")
    tab_to(desktop, "Hva gjorde du?")
    keys.press("ArrowDown")
    tab_to(desktop, "Med egne ord")
    keys.type("Abstinensvurdering")
    tab_to(desktop, "I dag")
    keys.press("ArrowRight")
    tab_to(desktop, "RUS-001")
    keys.press("Space")
    tab_to(desktop, "Siri Dahl")
    keys.press("ArrowDown")
    tab_to(desktop, "Send til Stian")
    keys.press("Enter")

    expect(main(desktop).get_by_text("Venter på Stian Moe").first).to_be_visible()
    sent = PlanActivity.objects.get()
    assert (sent.kind, sent.title, sent.state) == ("procedure", "Abstinensvurdering", "sent")
    assert list(sent.goals.all()) == [record.goals["RUS-001"]]


def test_siri_signs(desktop, log_in, tab_to, record):
    activity = make.make_activity(record, sent=True)
    keys = log_in(desktop, record.siri).keyboard
    desktop.goto("/oppgaver/")

    tab_to(desktop, "Se én og én")
    keys.press("Enter")
    desktop.wait_for_url("**/oppgaver/signer/**")
    tab_to(desktop, "Kommentar")
    keys.type("Godt observert.")
    tab_to(desktop, "Signer")
    keys.press("Enter")

    expect(main(desktop).get_by_text("Ingen aktiviteter venter")).to_be_visible()
    activity.refresh_from_db()
    assert activity.state == "signed"


def test_cecilie_says_what_she_has_seen(desktop, log_in, tab_to, record):
    goal = make.bring_goal(record, "RUS-001", "completed")
    keys = log_in(desktop, record.cecilie).keyboard
    desktop.goto("/oppgaver/")

    tab_to(desktop, "Gi uttalelse")
    keys.press("Enter")
    desktop.wait_for_url(re.compile(rf"{goal.get_absolute_url()}$"))
    tab_to(desktop, "Gi uttalelse")
    keys.press("Enter")
    desktop.wait_for_url("**/uttalelse/")
    tab_to(desktop, "Jeg anbefaler at målet godkjennes")
    keys.press("Space")
    tab_to(desktop, "Begrunnelse")
    keys.type("Sett i arbeid på posten.")
    tab_to(desktop, "Gi uttalelse")
    keys.press("Enter")

    expect(main(desktop).get_by_text("Du har uttalt deg")).to_be_visible()
    assert goal.opinions.get().verdict == "recommends"
    goal.refresh_from_db()
    assert goal.state == PlanGoal.State.COMPLETED
