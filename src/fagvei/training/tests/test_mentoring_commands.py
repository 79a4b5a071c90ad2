"""The two commands about the keys of texts, and that a national identity number never gets into one."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from fagvei.common.patients import HoldsNationalId
from fagvei.training import actions
from fagvei.training.models import MentoringText
from fagvei.training.tests.checks import refused
from fagvei.training.tests.mentoring_factories import make_series, make_session


def told(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().strip()


def test_erasing_asks_first_and_then_destroys_the_key(cast):
    make_session(make_series(cast), "minuted", minutes="Hemmelig.")

    assert told("erase_mentoring", "anna") == "2 texts would be erased. Add --yes to destroy the key."
    assert MentoringText.objects.select_related("key").get(kind="minutes").text == "Hemmelig."
    assert told("erase_mentoring", "anna", "--yes") == "2 texts erased."
    assert MentoringText.objects.select_related("key").get(kind="minutes").is_erased


def test_erasing_of_nobody_is_refused(cast):
    with pytest.raises(CommandError, match="Nobody is called x"):
        told("erase_mentoring", "x")


def test_locking_anew_says_how_many(cast):
    make_session(make_series(cast), "minuted")
    assert told("relock_content_keys") == "1 keys locked anew."


def test_a_national_identity_number_is_not_written_even_past_the_form(cast):
    session = make_session(make_series(cast), days=-1)
    with refused(HoldsNationalId):
        actions.write_minutes(session=session, text="Gjelder 01017000027.", by=cast.anna)
