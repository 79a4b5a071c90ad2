"""Of those who had a seat in the earlier course one withdrew too late, one did not come and has explained it, and one who came
has a certificate that was withdrawn."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import CourseEvaluation, SeatOffer

DAY = dt.timedelta(days=1)


def tell_absence(cast: SimpleNamespace, now: dt.datetime) -> None:
    run = CourseEvaluation.objects.select_related("run").earliest("closes_on").run
    came = run.attendances.values("doctor_id")
    offers = SeatOffer.objects.filter(round_run__run=run, state=SeatOffer.State.ACCEPTED).exclude(doctor__in=came)
    absent, late = list(offers.select_related("doctor").order_by("pk"))
    with clock.at(_at(run.starts_on - 9 * DAY)):
        actions.give_up_seat(offer=late, by=late.doctor)
    with clock.at(_at(run.ends_on + DAY)):
        row = actions.record_no_show(
            run=run, doctor=absent.doctor, has_valid_reason=False, reason="Kom ikke og ga ikke beskjed.", by=cast.eva
        )
    with clock.at(_at(run.ends_on + 3 * DAY)):
        actions.explain_no_show(no_show=row, text="Flyet ble innstilt, og jeg fikk ikke tak i noen.", by=row.doctor)
    with clock.at(_at(run.ends_on + 5 * DAY)):
        reason = "Innstilt fly er dokumentert."
        actions.judge_no_show(no_show=row, has_valid_reason=True, reason=reason, by=cast.eva)
        attended = run.attendances.earliest("pk")
        actions.withdraw_certificate(attendance=attended, reason="Navnet på beviset var skrevet feil.", by=cast.eva)


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=clock.OSLO)
