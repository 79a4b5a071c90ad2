"""Cecilie mentors Anna and Nora, and both in a group: talks held and ahead, promises kept and not, one series that is late."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import User
from fagvei.training import actions
from fagvei.training.models import MentoringAction, MentoringSeries, MentoringSession

DAY = dt.timedelta(days=1)
HALF_PAST_TWO = dt.timedelta(hours=5, minutes=30)  # after the demo's eight o'clock in UTC


class Talks:
    """The talks of one series, told by days before the day of the demo."""

    def __init__(self, series: MentoringSeries, now: dt.datetime):
        self.series, self.now = series, now
        self.mentor = series.mentor

    def invite(self, days_ago: int, *, invited: int, place: str) -> MentoringSession:
        with clock.at(self.now - DAY * invited):
            starts_at = self.now - DAY * days_ago + HALF_PAST_TWO
            return actions.invite_to_mentoring(series=self.series, starts_at=starts_at, place=place, by=self.mentor)

    def prepare(self, session: MentoringSession, by: User, text: str, days_ago: int) -> None:
        with clock.at(self.now - DAY * days_ago):
            actions.prepare_mentoring(session=session, text=text, by=by)

    def held(self, days_ago: int, *, prepared: str, minutes: str, by: User, close: bool = True) -> MentoringSession:
        """Agreed on two weeks before, prepared, minuted the day after, closed two days later."""
        session = self.invite(days_ago, invited=days_ago + 14, place="Veilederens kontor")
        self.prepare(session, by, prepared, days_ago + 2)
        with clock.at(self.now - DAY * (days_ago - 1)):
            actions.write_minutes(session=session, text=minutes, by=by)
        if close:
            with clock.at(self.now - DAY * (days_ago - 3)):
                actions.close_mentoring(session=session, by=self.mentor)
        return session

    def agree(
        self, session: MentoringSession, text: str, owner: User, *, agreed: int, due: int | None = None
    ) -> MentoringAction:
        with clock.at(self.now - DAY * agreed):
            due_on = clock.today() + DAY * due if due is not None else None
            return actions.agree_action(session=session, text=text, owner=owner, due_on=due_on, by=self.mentor)


def tell_mentoring(cast: SimpleNamespace, now: dt.datetime) -> None:
    _tell_anna(cast, now)
    _tell_nora(cast, now)
    _tell_group(cast, now)


def _tell_anna(cast: SimpleNamespace, now: dt.datetime) -> None:
    """Three talks held and one ahead; one promise kept, one open, one late."""
    with clock.at(now - DAY * 170):
        series = actions.start_mentoring(doctor=cast.anna, interval_weeks=6, by=cast.anna)
    talks = Talks(series, now)
    talks.held(
        150,
        prepared="Vil gå gjennom planen for høsten og hvordan jeg får til nok observerte samtaler.",
        minutes="Vi gikk gjennom planen. Anna mangler observerte samtaler, og blir enige med Siri om faste tider.",
        by=cast.anna,
    )
    second = talks.invite(100, invited=115, place="Veilederens kontor")
    talks.prepare(second, cast.anna, "Tilbakemeldinger etter vaktene, og hva jeg vil øve mer på.", 103)
    with clock.at(now - DAY * 99):
        actions.write_minutes(
            session=second,
            text="Vi snakket om tilbakemeldingene etter vaktene. Anna vil øve mer på vanskelige samtaler.",
            by=cast.cecilie,
        )
    talks.agree(second, "Spør Stian om å observere en samtale.", cast.anna, agreed=99, due=60)
    kept = talks.agree(
        second, "Finn en artikkel om motiverende samtaler til neste gang.", cast.cecilie, agreed=99, due=30
    )
    with clock.at(now - DAY * 97):
        actions.close_mentoring(session=second, by=cast.cecilie)
    with clock.at(now - DAY * 60):
        actions.finish_action(action=kept, by=cast.cecilie)
    third = talks.held(
        40,
        prepared="Fremdrift: hvilke mål kan fullføres i år, og refleksjon rundt FKM-målene i etikk.",
        minutes="RUS-021 kan sendes når uttalelsene er gitt. Vi ble enige om å se på kursene i vår neste gang.",
        by=cast.anna,
        close=False,
    )
    talks.agree(third, "Send søknad om kurs innen fristen.", cast.anna, agreed=38, due=60)
    with clock.at(now - DAY * 36):
        actions.close_mentoring(session=third, by=cast.cecilie)
    talks.invite(-5, invited=20, place="Møterom på nett")


def _tell_nora(cast: SimpleNamespace, now: dt.datetime) -> None:
    """The last talk is long ago and no new one is agreed on: late. Its minutes wait for Cecilie."""
    with clock.at(now - DAY * 160):
        series = actions.start_mentoring(doctor=cast.nora, interval_weeks=8, by=cast.cecilie)
    talks = Talks(series, now)
    talks.held(
        140,
        prepared="Det som gjenstår før jeg kan søke.",
        minutes="To mål gjenstår. Nora avklarer med Siri når de kan vurderes.",
        by=cast.nora,
    )
    talks.held(
        80,
        prepared="Overgangen til å være spesialist.",
        minutes="Vi snakket om ansvaret som spesialist, og om å veilede andre.",
        by=cast.nora,
        close=False,
    )


def _tell_group(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - DAY * 60):
        group = actions.start_group(
            institution=TrainingInstitution.objects.get(code="fjellheim"), name="Tirsdagsgruppen", by=cast.cecilie
        )
        for doctor in (cast.anna, cast.nora):
            actions.add_member(series=group, doctor=doctor, by=cast.cecilie)
    talks = Talks(group, now)
    session = talks.held(
        30,
        prepared="Tema: å gi og få tilbakemelding.",
        minutes="Vi øvde to og to på å gi tilbakemelding. Alle prøver én gang i uken til neste gang.",
        by=cast.cecilie,
        close=False,
    )
    with clock.at(now - DAY * 28):
        actions.write_note(
            session=session,
            doctor=cast.nora,
            text="Fint at du tok ordet først. Vil du lede samtalen neste gang?",
            by=cast.cecilie,
        )
        actions.close_mentoring(session=session, by=cast.cecilie)
    talks.invite(-12, invited=10, place="Bibliotekets grupperom")
