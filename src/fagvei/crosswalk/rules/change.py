"""When a recommendation says something else than what was read: the national text, or the local layer beside it."""

from fagvei.guideline.rules.change import Text, says_something_else


def is_changed(*, read: tuple[Text, Text], now: tuple[Text, Text]) -> bool:
    """National text and local layer, as read and as they stand. A first local layer is compared with the national text."""
    (national, local), (national_now, local_now) = read, now
    if says_something_else(national, national_now):
        return True
    if local is None and local_now is None:
        return False
    return says_something_else(local or national, local_now or national_now)
