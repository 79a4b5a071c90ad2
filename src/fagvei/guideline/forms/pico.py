"""PICO as an owner writes it: one part a line, its name before a colon."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import TextField
from fagvei.guideline.rules.pico import in_order

COLON = ":"
Pico = dict[str, str]
LONGEST_NAME = 60


class PicoField(TextField):
    default_error_messages = {
        "no_name": _("Begynn hver linje med navnet på delen og kolon, som P: og I:, og skriv noe etter."),
        "name_too_long": _("Navnet på en del kan ha høyst 60 tegn."),
        "named_twice": _("Samme del står to ganger. Skriv hver del på én linje."),
    }

    def __init__(self, **kwargs: Any):
        super().__init__(
            long=True,
            required=False,
            label="PICO",
            help_text=_(
                "Én del på hver linje: P: hvem, I: tiltaket, C: sammenliknet med, O: utfallet. Slik kilden gir det."
            ),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """What is stored as lines; what somebody has just typed as it is."""
        return _as_lines(value) if isinstance(value, dict) else value

    def validate(self, value: str) -> None:
        super().validate(value)
        names = [name for name, _words in _parts(value)]
        if not all(name and words for name, words in _parts(value)):
            raise ValidationError(self.error_messages["no_name"], code="no_name")
        if any(len(name) > LONGEST_NAME for name in names):
            raise ValidationError(self.error_messages["name_too_long"], code="name_too_long")
        if len(names) != len(set(names)):
            raise ValidationError(self.error_messages["named_twice"], code="named_twice")


def pico_in(lines: str, stored: Pico) -> Pico:
    """The stored one when the same is written: a part that came from a file may stand on several lines."""
    written = dict(_parts(lines))
    return stored if written == dict(_parts(_as_lines(stored))) else written


def _as_lines(stored: Pico) -> str:
    return "\n".join(f"{name}{COLON} {' '.join(words.split())}" for name, words in in_order(stored))


def _parts(text: str) -> list[tuple[str, str]]:
    """A line without a colon has no name."""
    split = [line.partition(COLON) for line in text.splitlines() if line.strip()]
    return [(name.strip() if colon else "", words.strip()) for name, colon, words in split]
