"""What never stands in a log: the secrets in addresses that are the key to what they show."""

import logging
import re

SECRET_IN_A_PATH = re.compile(r"/(kalender|svar)/[^/\s]{20,}/")


def without_secrets(text: str) -> str:
    return SECRET_IN_A_PATH.sub(r"/\1/…/", text)


class WithoutSecrets(logging.Filter):
    """Django writes the address of a page that was not found or that failed; the secret in it is left out."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str):
            record.msg = without_secrets(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(without_secrets(each) if isinstance(each, str) else each for each in record.args)
        return True
