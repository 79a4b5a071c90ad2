"""The seven areas as a ready survey: which recommendations stand under each, and which begin chosen.

The areas are those of the original GAP survey (`areas.py`). Its questions are not public, so none of them is here: what is
asked about are recommendations of the guideline that our sources hold first-hand: those of ../shared/domain/gap.md section 6
but OVERD-4, which is about transport from the place of an overdose, and ALK-TRYGG, which is not there but is a text of ours
(../shared/domain/guideline.md) about how people are met. The words of the question and the steps are our own. Where a
recommendation stands is our reading of what it says. What fits no area is left to the owner, who may ask about any text.
"""

from collections.abc import Collection
from dataclasses import dataclass

from fagvei.surveys.rules.areas import MOST_ITEMS

# What one ward does to a patient; asked of in practice.
ASSESSMENT = ("ALK-NIVA-1", "ALK-NIVA-3", "BZD-3", "BZD-5", "OVERD-2", "OVERD-3", "FENG-1")
METHODS = ("ALK-NIVA-2", "BZD-1", "OPI-LM-1", "OPI-LM-2", "OPI-LM-3", "OVERD-5", "BRUK-3")
# Mental illness treated together with dependence.
INTEGRATED = ("BZD-8",)
COOPERATION = ("BZD-7", "BRUK-1", "BRUK-2", "OVERD-6", "OVERD-7", "FENG-2")
# How people who come are met and take part.
TARGET_GROUP = ("ALK-TRYGG", "BRUK-1", "BRUK-2", "BRUK-3")
# Few, so that it is answered in ten minutes, and none that is for ambulance, legevakt or prison alone.
CHOSEN: dict[str, tuple[str, ...]] = {
    "target_group": ("ALK-TRYGG", "BRUK-2"),
    "assessment": ("ALK-NIVA-1", "ALK-NIVA-3", "BZD-3", "BZD-5"),
    "methods": ("ALK-NIVA-2", "BZD-1", "OPI-LM-1", "OPI-LM-2"),
    "integrated": INTEGRATED,
    "cooperation": ("BZD-7", "BRUK-2"),
    "competence": ("ALK-NIVA-3", "BZD-5", "BZD-8"),
    "guidelines": ("ALK-NIVA-2", "OPI-LM-1"),
}
# Of these the need for competence and the attitude to the guideline are asked, apart from practice.
ASKED_TWICE = tuple(code for area in ("assessment", "methods", "integrated", "cooperation") for code in CHOSEN[area])
BY_AREA: dict[str, tuple[str, ...]] = {
    "target_group": TARGET_GROUP,
    "assessment": ASSESSMENT,
    "methods": METHODS,
    "integrated": INTEGRATED,
    "cooperation": COOPERATION,
    "competence": ASKED_TWICE,
    "guidelines": ASKED_TWICE,
}


@dataclass(frozen=True)
class Offered:
    """Of one area: the codes that may be chosen, and those of them that begin chosen."""

    area: str
    codes: list[str]
    chosen: list[str]


def offered(
    asked_about: Collection[str], taken: Collection[tuple[str, str]] = (), room: int = MOST_ITEMS
) -> list[Offered]:
    """`asked_about` are the codes with a text in force, `taken` (area, code) what is asked already. Areas without any are left out."""
    found = []
    for area, codes in BY_AREA.items():
        free = [code for code in codes if code in asked_about and (area, code) not in taken]
        chosen = [code for code in CHOSEN[area] if code in free][:room]
        room -= len(chosen)
        if free:
            found.append(Offered(area, free, chosen))
    return found
