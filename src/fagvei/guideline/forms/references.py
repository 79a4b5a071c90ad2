"""References as an owner writes them: one a line, its parts apart by a bar. What is not touched stays as it was stored."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import TextField

BAR = "|"
Reference = dict[str, str]


class ReferencesField(TextField):
    def __init__(self, **kwargs: Any):
        super().__init__(
            long=True,
            required=False,
            label=_("Referanser"),
            help_text=_("Én på hver linje: hva det vises til | merknad | nettadresse. De to siste kan utelates."),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """Stored references as lines; what somebody has just typed as it is."""
        return "\n".join(_line(each) for each in value) if isinstance(value, list) else value


def references_in(lines: str, stored: list[Reference]) -> list[Reference]:
    """The stored ones when the same are written: a part that is empty may be stored or left out."""
    written = [found for line in lines.splitlines() if (found := _read(line))["citation"]]
    return stored if [_line(each) for each in written] == [_line(each) for each in stored] else written


def _line(reference: Reference) -> str:
    parts = [reference["citation"], reference.get("note", ""), reference.get("url", "")]
    return f" {BAR} ".join(part for part in parts if part)


def _read(line: str) -> Reference:
    """An address is known by how it begins, so the note can be left out before it."""
    citation, *more = [part.strip() for part in line.split(BAR)]
    url = next((part for part in more if part.startswith(("https://", "http://"))), "")
    note = f" {BAR} ".join(part for part in more if part and part != url)
    return {"citation": citation, "note": note, "url": url}
