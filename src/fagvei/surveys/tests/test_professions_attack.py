"""Nobody is recovered from how many of each profession answered; and the attack finds what is let through on purpose."""

import pytest

from fagvei.common.nested import Sizes, told_sizes
from fagvei.surveys.tests.attack_professions import attacked

SEED = 20261127
FEW, MANY = 80, 2_000


def test_sizes_of_the_professions_recover_nobody():
    assert attacked(FEW, SEED) == []


@pytest.mark.long
def test_sizes_of_the_professions_recover_nobody_in_two_thousand():
    assert attacked(MANY, SEED) == []


def each_wave_alone(counts, _earlier, ward):
    return told_sizes(counts, [], ward)


def only_its_own_level(counts, earlier, ward):
    return told_sizes(counts, [each for each in earlier if each.ward == ward], ward)


def without_the_others(counts, earlier, ward):
    """The sizes that both tell, but not what is left of all who answered."""
    told = told_sizes(counts, [], ward)
    near = [each.told for each in earlier if each.ward == ward]
    is_safe = all(not 0 < abs(told[name] - then[name]) < 5 for then in near for name in told.keys() & then.keys())
    return told if is_safe and not any(each.told for each in earlier if each.ward != ward) else {}


@pytest.mark.parametrize("planted", [each_wave_alone, only_its_own_level, without_the_others])
def test_a_planted_leak_is_found(planted):
    assert attacked(FEW, SEED, planted) != []


def test_one_nurse_who_came_is_not_told():
    before = [Sizes(1, 20, {"nurse": 6})]
    assert told_sizes({"nurse": 7, "": 14}, before, 1) == {}
    assert told_sizes({"nurse": 6, "": 14}, before, 1) == {"nurse": 6}
    assert told_sizes({"nurse": 11, "": 14}, before, 1) == {"nurse": 11}
    assert told_sizes({"nurse": 7, "": 14}, before, 2) == {"nurse": 7}


def test_one_nurse_outside_the_wards_is_not_told():
    wards = [Sizes(1, 20, {"nurse": 6}), Sizes(2, 15, {"nurse": 5})]
    assert told_sizes({"nurse": 12, "": 24}, wards, None) == {}
    assert told_sizes({"nurse": 6, "": 14}, [Sizes(None, 36, {"nurse": 12})], 1) == {}
