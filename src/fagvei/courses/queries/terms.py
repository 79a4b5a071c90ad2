"""What one says yes to with a seat: until when one can leave it, and what it costs. The same in the inbox and on the application."""

from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.courses.models import CourseRun
from fagvei.courses.rules.absence import is_late


def terms_of(run: CourseRun) -> str:
    """A seat may be offered from the waiting list after the last day on which one can leave it."""
    late = is_late(clock.today(), run.withdraw_by_on)
    leave = _("Avmeldingsfristen var %(day)s.") if late else _("Du kan melde deg av til og med %(day)s.")
    leave = leave % {"day": norwegian_date(run.withdraw_by_on)}
    fee = _("ikke oppgitt") if run.fee_kroner is None else f"{run.fee_kroner} kr"
    return f"{leave} {_('Etter fristen sendes faktura.')} {_('Kursavgift')}: {fee}."
