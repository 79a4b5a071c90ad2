"""A reader reports an error and RegUt answers, for tests that need a log worth reading."""

from fagvei.handbook import actions
from fagvei.handbook.models import Feedback
from fagvei.handbook.targets import Target


def add_history(cast) -> None:
    target = Target("organisations.Specialty", "rus", "Rus- og avhengighetsmedisin", "/spesialiteter/rus/", cast.centre)
    for text, ends in (("Feil nummer.", Feedback.State.CORRECTED), ("Mangler kurs.", Feedback.State.REJECTED)):
        feedback = actions.send_feedback(kind=Feedback.Kind.ERROR, target=target, text=text, by=cast.anna)
        actions.move_feedback(feedback=feedback, to=Feedback.State.IN_PROGRESS, by=cast.eva)
        actions.move_feedback(feedback=feedback, to=ends, comment="Se kilden.", by=cast.eva)
