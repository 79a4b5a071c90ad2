"""What a plain text may say: only what the recommendation says. A number, a dose or a limit of its own is refused."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class PlainRule:
    sentence: str | Promise
    source: str | Promise


ONLY_WHAT_IT_SAYS = PlainRule(
    _(
        "Klarspråk gjengir anbefalingen med enkle ord. Tall, doser og grenser som anbefalingen ikke nevner, blir avvist, "
        "og den som har skrevet, kan ikke godkjenne."
    ),
    _("Vårt valg, så ingen får råd som retningslinjen ikke gir."),
)
# Written as words, the same numbers; and the measures a dose or a limit is told in.
NUMBER_WORDS = {
    "to": "2", "tre": "3", "fire": "4", "fem": "5", "seks": "6", "sju": "7", "syv": "7", "åtte": "8", "ni": "9",
    "ti": "10", "elleve": "11", "tolv": "12", "tjue": "20", "tretti": "30", "femti": "50", "hundre": "100",
}  # fmt: skip
MEASURES = frozenset({"mg", "ml", "mikrogram", "milligram", "gram", "promille", "prosent", "enheter", "halvparten"})
# English says the same with other words, and its "to" is no number.
ENGLISH_NUMBER_WORDS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "twenty": "20", "thirty": "30", "fifty": "50", "hundred": "100",
}  # fmt: skip
ENGLISH_MEASURES = {
    "mg": "mg", "ml": "ml", "microgram": "mikrogram", "micrograms": "mikrogram", "milligram": "milligram",
    "milligrams": "milligram", "gram": "gram", "grams": "gram", "percent": "prosent", "units": "enheter",
    "half": "halvparten",
}  # fmt: skip
# In which order a reader is given the languages, when the text is not there in the reader's own.
INSTEAD = {"nb": ("nb", "nn", "en"), "nn": ("nn", "nb", "en"), "en": ("en", "nb", "nn")}
WORD = re.compile(r"\d+(?:[.,]\d+)?|%|[^\W\d_]+")


def numbers_in(text: str, language: str = "nb") -> set[str]:
    """Numbers in digits, whatever way they are written, and measures, in the words of the Norwegian text."""
    is_english = language == "en"
    words = ENGLISH_NUMBER_WORDS if is_english else NUMBER_WORDS
    measures = ENGLISH_MEASURES if is_english else {word: word for word in MEASURES}
    found = set()
    for word in WORD.findall(text.casefold()):
        if word[0].isdigit():
            found.add(word.replace(",", "."))
        elif word in words:
            found.add(words[word])
        elif word in measures or word == "%":
            found.add("prosent" if word == "%" else measures[word])
    return found


def added_numbers(text: str, said: str, language: str = "nb") -> list[str]:
    """What the plain text says in numbers and the recommendation, which is Norwegian, does not."""
    return sorted(numbers_in(text, language) - numbers_in(said))


def instead_of(language: str) -> tuple[str, ...]:
    """The reader's language first, then the others in the order they are likely to be understood."""
    return INSTEAD.get(language[:2], INSTEAD["nb"])
