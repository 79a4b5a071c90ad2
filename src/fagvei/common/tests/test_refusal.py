from fagvei.common.permissions import NotAllowed, Permission, PermissionRow
from fagvei.common.refusal import Refusal


class SeatTaken(Refusal):
    code = "seat_taken"
    message = "Plassen er tatt."


def test_a_refusal_has_a_code_for_programs_and_a_sentence_for_people():
    assert (SeatTaken().code, str(SeatTaken())) == ("seat_taken", "Plassen er tatt.")
    assert (SeatTaken("Kurset er fullt.").code, str(SeatTaken("Kurset er fullt."))) == (
        "seat_taken",
        "Kurset er fullt.",
    )
    assert Refusal("Nei.", code="no").code == "no"
    assert SeatTaken.message == "Plassen er tatt."


def test_not_allowed_is_a_refusal():
    assert issubclass(NotAllowed, Refusal)
    assert NotAllowed().code == "not_allowed"


def test_a_row_of_the_matrix_allows_its_relations_in_its_states():
    row = PermissionRow("plan", Permission.SEE, frozenset({"doctor"}), states=frozenset({"sent"}))
    assert [row.allows("doctor", "sent"), row.allows("doctor", "draft"), row.allows("mentor", "sent")] == [
        True,
        False,
        False,
    ]
    assert PermissionRow("plan", Permission.SEE, frozenset({"doctor"})).allows("doctor", "draft")
