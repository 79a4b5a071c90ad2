"""The feeds follow a run: settled, announced, opened, moved, cancelled; each time as something newer."""

import datetime as dt
from xml.etree import ElementTree

from django.test import Client
from icalendar import Calendar

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.rules import deadlines_for
from fagvei.courses.tests import factories as make

ATOM = "{http://www.w3.org/2005/Atom}"
HOUR = dt.timedelta(hours=1)


def entries() -> list[tuple[str, str, dt.datetime]]:
    """What a reader of feeds keeps: title, summary, updated. The feed is as new as its newest entry."""
    feed = ElementTree.fromstring(Client().get("/kursplan/rus/nytt.atom").content)  # noqa: S314 - our own
    found = [
        (each.findtext(f"{ATOM}title"), each.findtext(f"{ATOM}summary"), _at(each))
        for each in feed.iter(f"{ATOM}entry")
    ]
    assert _at(feed) == found[0][2] == max(each[2] for each in found)
    return found


def _at(element) -> dt.datetime:
    return dt.datetime.fromisoformat(element.findtext(f"{ATOM}updated"))


def test_each_change_of_a_run_is_a_newer_entry(cast):
    now = clock.start_of(clock.today()) - HOUR  # all of it on one Norwegian day, for it opens on the day it says
    fields = {"deviation_reason": "Sent lokale.", "opens_on": make.in_days(-1)}
    with clock.at(now - 9 * HOUR):
        run = make.make_run(cast, starts_on=make.in_days(150), **fields)
        other = make.make_run(cast, make.make_course(cast, "RUS-GK2"), starts_on=make.in_days(160), **fields)
        seen = [entries()[-1]]

    def then(hours: int, act) -> None:
        with clock.at(now - hours * HOUR):
            act()
            title, summary, updated = entries()[0]
            assert updated > seen[-1][2]
            seen.append((title, summary, updated))

    then(8, lambda: actions.announce_run(run=run, by=cast.eva))
    then(7, lambda: actions.open_round(runs=[run], by=cast.eva))
    later = run.starts_on + 7 * make.DAY
    days = {"starts_on": later, "ends_on": later + 4 * make.DAY, "withdraw_by_on": deadlines_for(later).withdraw_by_on}
    then(6, lambda: actions.move_run(run=run, **days, reason="Lokalet brant.", by=cast.eva))
    then(5, lambda: actions.cancel_run(run=run, reason="For få.", by=cast.eva))

    said = [summary.split(".")[0] for _title, summary, _updated in seen]
    assert said[0] == "Datoene er fastsatt"
    assert said[1].startswith("Kunngjort")
    assert said[2].startswith("Åpent for søknad til")
    assert said[4] == "Avlyst"
    assert seen[4][0].startswith("Avlyst: Kurs RUS-GK1")
    assert [title for title, _summary, _updated in entries()] == [seen[4][0], f"{other.course}, {other.dates}, Oslo"]
    with clock.at(clock.start_of(later + 5 * make.DAY)):
        assert [title for title, _summary, _updated in entries()] == [f"{other.course}, {other.dates}, Oslo"]


def test_the_calendar_says_that_a_run_is_cancelled_with_a_higher_number(cast):
    def events() -> list:
        return Calendar.from_ical(Client().get("/kursplan/rus/kalender.ics").content).walk("VEVENT")

    now = clock.now()
    with clock.at(now - 2 * HOUR):
        run = make.make_run(cast, announced=True)
        before = events()
    with clock.at(now - HOUR):
        actions.cancel_run(run=run, reason="For få.", by=cast.eva)
        after = events()
    assert [each["UID"] for each in before] == [each["UID"] for each in after]
    assert [(str(each["STATUS"])) for each in [*before, *after]] == ["CONFIRMED"] * 2 + ["CANCELLED"] * 2
    assert all(new["SEQUENCE"] - old["SEQUENCE"] == 3600 for old, new in zip(before, after, strict=True))
