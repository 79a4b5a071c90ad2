"""Whether one can apply for a run now, and the words for it: the same in the catalogue, on its page and in the feeds."""

from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.courses.models import CourseRun, RoundRun


def can_apply(run: CourseRun, row: RoundRun | None) -> bool:
    """`row` is its place in a round. Without one nobody can apply, whatever the days of the run say."""
    return row is not None and row.round.is_open and run.state == CourseRun.State.ANNOUNCED


def never_opened(run: CourseRun, row: RoundRun | None) -> bool:
    """The deadline went out before its RegUt opened a round: nobody could apply, and nobody gets a seat."""
    return row is None and run.is_too_late_to_apply


def state_words(run: CourseRun, row: RoundRun | None) -> str:
    """What one can do, and until when."""
    if run.state == CourseRun.State.DATED:
        return _("Datoene er fastsatt. Kurset er ikke kunngjort ennå")
    if run.state != CourseRun.State.ANNOUNCED:
        return str(run.get_state_display()).capitalize()
    last_day = {"day": norwegian_date(run.deadline_on)}
    if can_apply(run, row):
        return _("Åpent for søknad til %(day)s") % last_day
    if not run.is_before_deadline:
        return _("Søknadsfristen gikk ut %(day)s") % last_day
    opens_at = row.round.opens_at if row else run.opens_at
    if opens_at <= clock.now():
        return _("Kunngjort. Det er ikke åpnet for søknad ennå")
    return _("Kunngjort. Søknaden åpner %(day)s") % {"day": norwegian_date(opens_at.astimezone(clock.OSLO))}
