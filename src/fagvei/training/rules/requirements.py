"""R7, R11, R12: what a goal asks for, as a small tree, and what of it is still missing.

The tree is plain data, so that it can be judged without a database: `Node(kind="k_of_n", choose=2, children=(...))`.
Counts are numbers of times an activity was done and signed (or fulfilled); an activity nobody has counted is 0, which is missing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.base import Rule

EQUIVALENT_WITH_REASON = Rule(
    "R7",
    _("Et mål kan godkjennes med tilsvarende aktiviteter i stedet for de anbefalte når begrunnelsen er skrevet ned."),
    "spesialistforskriften § 3 andre ledd [S1]; [S31][S27]",
)
NOT_BELOW_MINIMUM = Rule(
    "R11",
    _("Veilederen kan heve antallet for en prosedyre for én lege, aldri senke det under det nasjonale minstetallet."),
    "RegUt, spesialitetssiden [S1]",
)
TWO_OF_THREE = Rule(
    "R12", _("To av de tre psykoterapikursene kreves, to forskjellige."), "RegUt, spesialitetssiden [S1]"
)


@dataclass(frozen=True)
class Node:
    """One part of the tree. `kind` is "all_of", "k_of_n", "activity" or "repetitions"; `key` is the caller's name for it."""

    key: Any
    kind: str
    activity: Any = None
    choose: int | None = None
    repetitions: int | None = None
    recommended: bool = True
    children: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Unmet:
    """What is missing: `missing` times of an activity, or `missing` more of the choices. `done` of `required` are there."""

    key: Any
    kind: str
    required: int
    done: int
    recommended: bool
    activity: Any = None
    options: tuple[Any, ...] = ()

    @property
    def missing(self) -> int:
        return self.required - self.done


def unmet(
    roots: Iterable[Node],
    done: Mapping[Any, int],
    personal: Mapping[Any, int] | None = None,
    accepted: Collection[Any] = (),
) -> list[Unmet]:
    """What is missing of the trees, in their order.

    `done` counts times per activity, `personal` holds a higher number set for this doctor, `accepted` the keys of nodes
    for which an equivalent activity was accepted. A node without an activity, or a choice with fewer children than it
    asks for, can never be met and is therefore always reported.
    """
    personal = personal or {}
    return [found for node in roots for found in _unmet(node, done, personal, frozenset(accepted))]


def _unmet(
    node: Node, done: Mapping[Any, int], personal: Mapping[Any, int], accepted: frozenset[Any]
) -> Iterator[Unmet]:
    if node.key in accepted:
        return
    if node.kind == "all_of":
        for child in node.children:
            yield from _unmet(child, done, personal, accepted)
    elif node.kind == "k_of_n":
        met = [child for child in node.children if not list(_unmet(child, done, personal, accepted))]
        required = node.choose or len(node.children)
        if len(met) < required:
            options = tuple(
                child.activity for child in node.children if child not in met and child.activity is not None
            )
            yield Unmet(node.key, node.kind, required, len(met), node.recommended, options=options)
    else:
        required, count = required_repetitions(node, personal), done.get(node.activity, 0)
        if node.activity is None or count < required:
            yield Unmet(
                node.key, node.kind, required, min(count, required - 1), node.recommended, activity=node.activity
            )


def required_repetitions(node: Node, personal: Mapping[Any, int]) -> int:
    """Times this doctor must do the activity of a leaf: the national minimum, or the personal number when it is higher."""
    return max(1, node.repetitions or 1, personal.get(node.activity, 0))


def may_be_set(*, repetitions: int, minimum: int, present: int, has_reason: bool, cites: bool) -> str:
    """ "" when the personal number may become `repetitions`, else "below_minimum", "reason_missing" or "evidence_missing".

    `minimum` is the national one, `present` the number that holds now; all are times. A reason is always needed: a raise
    must be understood by the doctor, and a lowering must not be silent. More than the minimum rests on something seen.
    """
    if repetitions < max(1, minimum):
        return "below_minimum"
    if not has_reason:
        return "reason_missing"
    return "evidence_missing" if repetitions > max(1, minimum) and not cites else ""
