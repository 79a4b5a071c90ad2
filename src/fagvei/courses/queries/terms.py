"""What one says yes to with a seat: by when, until when one can leave it, what it costs. The same in the inbox and elsewhere."""

from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.courses.models import CourseRun, SeatOffer
from fagvei.courses.queries.seats import starts_at
from fagvei.courses.rules.absence import is_late
from fagvei.courses.rules.base import Rule
from fagvei.courses.rules.seats import ANSWER_NEAR_START, is_near_start, is_short


def terms_of(run: CourseRun) -> str:
    """A seat may be offered from the waiting list after the last day on which one can leave it."""
    late = is_late(clock.today(), run.withdraw_by_on)
    leave = _("Avmeldingsfristen var %(day)s.") if late else _("Du kan melde deg av til og med %(day)s.")
    leave = leave % {"day": norwegian_date(run.withdraw_by_on)}
    fee = _("ikke oppgitt") if run.fee_kroner is None else f"{run.fee_kroner} kr"
    return f"{leave} {_('Etter fristen sendes faktura.')} {_('Kursavgift')}: {fee}."


def deadline_words(offer: SeatOffer) -> str:
    """The last day that is whole; with the hour where it is not."""
    day = norwegian_date(offer.answer_by_on)
    return _("%(day)s før kl. %(time)s") % {"day": day, "time": offer.answer_hour} if offer.answer_hour else day


def answer_words(offer: SeatOffer) -> str:
    """By when, and why so soon."""
    told = _("Svar senest %(day)s.") % {"day": deadline_words(offer)}
    if is_short(offer.since, offer.answer_by_at):
        told += " " + _("Fristen er kort fordi kurset begynner snart: ubesvart går plassen til den neste.")
    return told


def rule_near_start(run: CourseRun) -> Rule | None:
    """Officer and whoever waits are told beforehand how soon an answer will be asked for."""
    return ANSWER_NEAR_START if run.is_standing and is_near_start(clock.now(), starts_at(run)) else None
