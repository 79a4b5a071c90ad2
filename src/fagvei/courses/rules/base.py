"""The shape of a rule. `docs` and pages can list them; the functions beside each rule decide."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Rule:
    """`code` is the number in the description of the education, `source` the page with its tag there."""

    code: str
    sentence: str | Promise
    source: str
