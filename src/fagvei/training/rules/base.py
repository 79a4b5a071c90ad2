"""The shape of a rule. `docs` and pages can list them; the functions beside each rule decide."""

from dataclasses import dataclass

from django.utils.functional import Promise

ALL_RULES: list["Rule"] = []


@dataclass(frozen=True)
class Rule:
    """`code` is the number in domain/training.md section 18, `source` the paragraph or page with its tag there."""

    code: str
    sentence: str | Promise
    source: str

    def __post_init__(self) -> None:
        ALL_RULES.append(self)
