"""What is written of a leave may tell of health: a planted word in what is planned, moved, taken away and returned.

Looked for on every page that is one's own or the doctor's, as those who guide, decide goals or count; found by the doctor
and the leader.
"""

import secrets

import pytest
import visits
from django.urls import reverse
from houseplan import addresses

from fagvei.training import actions
from fagvei.training.actions.halfyear import Place
from fagvei.training.models import PlannedItem
from fagvei.training.queries import halfyear
from fagvei.training.views import halfyear as pages

pytestmark = pytest.mark.django_db

CANARY = f"kanari{secrets.token_hex(8)}"
# The mentor, a supervisor, a delegate, the coordinator and the education lead.
NOT_READERS = ("cecilie", "siri", "dina", "kaia", "jorunn")


@pytest.fixture(scope="module")
def anna(world):
    """Two notes that tell of health, one of them moved and the other taken out, and an absence that came back."""
    doctor, first = world.cast.anna, halfyear.next_halfyear()
    for kind in sorted(PlannedItem.TELLS_OF_HEALTH):
        actions.note_in_plan(
            doctor=doctor, half_year=first.key, kind=kind, text=f"{CANARY} tekst", reason=f"{CANARY} grunn", by=doctor
        )
    notes = PlannedItem.objects.filter(doctor=doctor, text__contains=CANARY).order_by("pk")
    for note, to in zip(notes, (first.next.key, ""), strict=True):
        actions.move_in_plan(doctor=doctor, items=[note], to=Place(to), reason=f"{CANARY} flyttet", by=doctor)
    away = next(each.obj for each in world.of_type("absence") if each.obj.state == "sent" and each.obj.doctor == doctor)
    actions.return_service(row=away, comment=f"{CANARY} retur", by=world.cast.bo)
    return doctor


def every_path(doctor):
    mine = [f"/{at.pattern}" for at in addresses() if not at.converters]
    return mine + [
        reverse(at.name, args=[doctor.public_id]) for at in addresses() if set(at.converters) == {"public_id"}
    ]


def leaks(visitors, paths, usernames):
    for username in usernames:
        client = visitors.client_of(username)
        for path in paths:
            with visits.nothing_stays(), visits.unchanged_session(client):
                if CANARY.encode() in client.get(path).getvalue():
                    yield f"{username} GET {path}"


def of_doctor(doctor, *names):
    return [reverse(f"training:{name}", args=[doctor.public_id]) for name in names]


def test_no_page_shows_it_to_those_who_do_not_see_absence(visitors, anna):
    assert list(leaks(visitors, every_path(anna), NOT_READERS)) == []


def test_doctor_and_leader_read_it(visitors, anna):
    own = [reverse(f"training:{name}") for name in ("my_halfyears", "my_halfyear_history", "my_service")]
    assert len(list(leaks(visitors, own, ["anna"]))) == 3
    assert len(list(leaks(visitors, of_doctor(anna, "halfyears", "halfyear_history"), ["bo", "per"]))) == 4


def test_others_see_that_it_is_a_leave(visitors, anna):
    plan, history = (
        visitors.client_of("cecilie").get(path).content.decode()
        for path in of_doctor(anna, "halfyears", "halfyear_history")
    )
    assert "Permisjon</label>" in plan
    assert "Deltid</label>" not in plan, "it was taken out"
    assert "Permisjon lagt til i" in history
    assert "Deltid lagt til i" in history
    assert "leses av legen, lederen og lederens stedfortreder" in history


def test_a_page_that_forgets_to_ask_is_found(visitors, anna, monkeypatch):
    monkeypatch.setattr(pages, "_reads_absence", lambda request, doctor: True)
    [path] = of_doctor(anna, "halfyears")
    assert list(leaks(visitors, [path], ["cecilie"])) == [f"cecilie GET {path}"]
