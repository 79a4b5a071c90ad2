"""Every no of the house has a code that a program can tell from the others of its room, and a sentence for the person."""

import importlib
import pkgutil
import re
from collections import defaultdict

import houseplan
import pytest
from django.utils.functional import lazystr

import fagvei
from fagvei.common.permissions import NotAllowed
from fagvei.common.refusal import Refusal

CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
SENTENCE = re.compile(r"[A-ZÆØÅ«].+[.?]", re.DOTALL)
# What runs when it is imported, or belongs to a process of its own.
NOT_IMPORTED = re.compile(r"\.(tests|migrations)\b|\.__main__$|^fagvei\.config\.(asgi|wsgi|gunicorn)")


def all_refusals() -> list[type[Refusal]]:
    """Those of every module of every room, also of modules that no page has asked for yet."""
    for module in pkgutil.walk_packages(fagvei.__path__, "fagvei."):
        if not NOT_IMPORTED.search(module.name):
            importlib.import_module(module.name)
    return [
        each for each in below(Refusal) if each.__module__.startswith("fagvei.") and ".tests" not in each.__module__
    ]


def below(kind: type[Refusal]):
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


def without_words(refusals) -> list[str]:
    """No code of its own kind, or no whole sentence."""
    return sorted(
        f"{name_of(each)}: {each.code!r}, {str(each.message)!r}"
        for each in set(refusals)
        if not CODE.fullmatch(each.code) or each.code == Refusal.code or not SENTENCE.fullmatch(str(each.message))
    )


def not_told_apart(refusals) -> list[str]:
    """Two in one room with one code. A 403 is a 403: those who are not allowed share theirs."""
    same = defaultdict(set)
    for each in refusals:
        if not issubclass(each, NotAllowed):
            same[each.__module__.split(".")[1], each.code].add(name_of(each))
    return sorted(f"{room} {code}: {sorted(names)}" for (room, code), names in same.items() if len(names) > 1)


def name_of(refusal: type[Refusal]) -> str:
    return f"{refusal.__module__}.{refusal.__qualname__}"


@pytest.fixture(scope="module")
def refusals():
    return all_refusals()


def test_every_refusal_of_the_source_is_looked_at(refusals):
    """As many as the source names in its actions alone, and more."""
    written = sum(path.read_text(encoding="utf-8").count("(Refusal):\n") for path in houseplan.python_files("actions"))
    assert len(set(refusals)) > written > 200


def test_every_refusal_has_a_code_and_a_sentence(refusals):
    assert without_words(refusals) == []


def test_the_refusals_of_a_room_are_told_apart(refusals):
    assert not_told_apart(refusals) == []


def planted(**content) -> type[Refusal]:
    return type("Planted", (Refusal,), {"__module__": "fagvei.planted", "code": "one_two", "message": "Nei."} | content)


@pytest.mark.parametrize(
    "content",
    [
        {"code": ""}, {"code": "Refused"}, {"code": "not-this"}, {"code": Refusal.code},
        {"message": ""}, {"message": lazystr("Målet mangler")}, {"message": "mangler."}, {"message": "."},
    ],
)  # fmt: skip
def test_a_refusal_without_words_is_caught(content):
    assert len(without_words([planted(**content)])) == 1


def test_a_refusal_with_words_is_let_through():
    assert without_words([planted(), planted(message=lazystr("Hvem skal gjøre det?"))]) == []


def test_two_with_one_code_are_caught():
    first, second = planted(__qualname__="First"), planted(__qualname__="Second")
    assert not_told_apart([first, second]) == ["planted one_two: ['fagvei.planted.First', 'fagvei.planted.Second']"]
    assert not_told_apart([first, first]) == []


def test_one_that_only_inherits_its_code_is_caught():
    parent = planted(__qualname__="First")
    child = type("Child", (parent,), {"__module__": "fagvei.planted", "__qualname__": "Child"})
    assert len(not_told_apart([parent, child])) == 1
