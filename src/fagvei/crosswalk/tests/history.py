"""Pairs proposed, approved, rejected and withdrawn, and a change answered: for tests that need a log worth reading."""

import datetime as dt

from fagvei.common import clock
from fagvei.crosswalk import actions
from fagvei.crosswalk.tests import factories as make
from fagvei.training.tests.factories import make_curriculum


def add_history(cast) -> None:
    # The rooms below come later and use the curriculum that is there.
    make_curriculum(cast.specialty, goals=2)
    make.make_world(cast, "kobling-historie")
    standing = make.approved(cast)
    gone = make.approved(cast, unit=cast.other_unit)
    actions.withdraw_pair(pair=gone, note="Hører hjemme et annet sted.", by=cast.eva)
    refused = make.from_pack(cast, goal=cast.other_goal)
    actions.reject_pair(pair=refused, note="Målet handler om noe annet.", by=cast.kari)
    make.amend(cast, cast.unit)
    actions.confirm_pair(pair=standing, shown=make.shown(cast.unit), by=cast.leif)
    wave = make.shared_wave(cast)
    begins = clock.now() + dt.timedelta(days=9)
    lesson = {"title": "Abstinens", "starts_at": begins, "ends_at": begins + dt.timedelta(hours=1)}
    actions.plan_teaching_for_gap(round=wave, unit=cast.unit, goals=[cast.goal], by=cast.jorunn, **lesson)
    read = actions.plan_reading_for_gap(round=wave, unit=cast.unit, due_on=begins.date(), by=cast.jorunn)
    actions.mark_plan(plan=read, state="done", by=cast.jorunn)
    actions.answer_change(unit=cast.unit, part="courses", note="Ny time.", shown=make.shown(cast.unit), by=cast.eva)
