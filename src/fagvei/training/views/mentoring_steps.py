"""Who has the ball in a mentoring session, in words, and the one thing the viewer can do next."""

from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.people.models import User
from fagvei.training.models import MentoringSession
from fagvei.training.views.steps import Status, Step

State = MentoringSession.State


def session_status(session: MentoringSession, viewer: User) -> Status:
    if session.state == State.CANCELLED:
        return Status(_("Avlyst"), session.since, "stopped")
    if session.state == State.CLOSED:
        return Status(_("Ferdigstilt"), session.since, "done")
    if session.state in MentoringSession.BEFORE and not session.has_begun:
        return Status(_("Avtalt"), None, "waiting")
    if session.waiting_on is None:
        return Status(_("Tidspunktet er passert. Referatet mangler."), session.starts_at, "mine")
    if session.waiting_on == viewer:
        words = _("Venter på at du ferdigstiller") if session.state == State.MINUTED else _("Venter på referat fra deg")
        return Status(words, session.since, "mine")
    return Status(_("Venter på %(name)s") % {"name": session.waiting_on}, session.since, "waiting")


def session_step(session: MentoringSession, viewer: User, *, may_edit: bool) -> Step:
    is_mentor = session.series.mentor_id == viewer.pk
    if not may_edit or session.state in MentoringSession.FINISHED:
        return Step()
    if session.state in MentoringSession.BEFORE and not session.has_begun:
        return Step()
    if session.state == State.MINUTED:
        if is_mentor:
            return Step(act=_("Ferdigstill samtalen"), url=_to("close_mentoring", session), is_post=True)
        words = _("Bare veilederen ferdigstiller. %(name)s har fått beskjed.")
        return Step(words % {"name": session.series.mentor}, is_note=True)
    return Step(act=_("Skriv referat"), url=_to("write_minutes", session))


def _to(name: str, session: MentoringSession) -> str:
    return reverse(f"training:{name}", args=[session.public_id])
