"""Which RegUt somebody acts for."""

from typing import Any

from fagvei.people.queries import roles_of


def centres_of_officer(user: Any) -> set[int]:
    """The RegUts where the user is an officer now."""
    return {each.centre_id for each in roles_of(user) if each.role == "centre_officer" and each.centre_id is not None}
