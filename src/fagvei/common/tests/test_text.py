"""National identity numbers are found however they are written, and ordinary notes are left alone."""

import random

import pytest

from fagvei.common import text

SEED = 20261125
NOTES = (
    "Samtale på poliklinikken {} om videre løp.",
    "Så pasient {}, ny time om tre uker",
    "fnr:{}",
    "({})",
    "Veiledning 12.03.2027 kl 14.30 {} rom 204",
    "Tlf 91 23 45 67. Id {}.",
    "{}",
    "Journal nr 4471\n{}\nSignert",
)
FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def control_digit(weights, digits):
    """Written apart from the code it judges: 11 minus the remainder, 11 is 0 and 10 does not exist."""
    digit = 11 - sum(weight * number for weight, number in zip(weights, digits, strict=True)) % 11
    return 0 if digit == 11 else digit


def national_id(draw):
    """An ordinary, D-, H- or synthetic number, or an FH-number."""
    while True:
        day, month = draw.randint(1, 31), draw.randint(1, 12)
        day += draw.choice([0, 0, 40])
        month += draw.choice([0, 0, 40, 65, 80])
        head = f"{day:02}{month:02}{draw.randint(0, 99):02}{draw.randint(0, 999):03}"
        if draw.random() < 0.1:
            head = f"{draw.choice('89')}{draw.randint(0, 10**8 - 1):08}"
        digits = [int(sign) for sign in head]
        digits.append(control_digit(FIRST, digits))
        digits.append(control_digit(SECOND, digits) if digits[-1] < 10 else 10)
        if max(digits) < 10:
            return "".join(map(str, digits))


def written(draw, number):
    """As people write it."""
    one, two, three = number[:2], number[2:4], number[4:6]
    last = number[6:]
    return draw.choice(
        [
            number,
            f"{number[:6]} {last}",
            f"{number[:6]}-{last}",
            f"{number[:6]}\u00a0{last}",
            f"{one}.{two}.{three} {last}",
            f"{one}.{two}.{three}-{last}",
            f"{one} {two} {three} {last[:3]} {last[3:]}",
            f"{number[:6]} - {last}",
            f"{number[:6]}\u200b{last}",
            "".join(chr(0xFF10 + int(sign)) for sign in number),
        ]
    )


def test_national_ids_in_5000_notes_are_found():
    draw = random.Random(SEED)
    notes = [draw.choice(NOTES).format(written(draw, national_id(draw))) for _ in range(5_000)]
    missed = [note for note in notes if not text.holds_national_id(note)]
    assert len(missed) <= 5, missed[:10]


def test_ordinary_notes_are_left_alone():
    draw = random.Random(SEED)
    innocent = (
        lambda: f"{draw.randint(20000000, 99999999)}",  # telephone
        lambda: f"{draw.randint(1, 28):02}.{draw.randint(1, 12):02}.{draw.randint(2000, 2030)}",
        lambda: f"RUS-{draw.randint(1, 71):03}, RUS-{draw.randint(1, 71):03} og RUS-{draw.randint(1, 71):03}",
        lambda: f"{draw.randint(0, 10**9):09}",  # organisation number
        lambda: f"{draw.randint(0, 10**12):013}",  # longer than an identity number
        lambda: f"HPR {draw.randint(10**6, 10**7)} og {draw.randint(1, 40)} timer",
    )
    notes = [draw.choice(NOTES).format(draw.choice(innocent)()) for _ in range(5_000)]
    wrong = [note for note in notes if text.holds_national_id(note)]
    assert len(wrong) <= 25, wrong[:10]


def test_a_wrong_control_digit_is_no_national_id():
    number = national_id(random.Random(SEED))
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert text.holds_national_id(number)
    assert not text.holds_national_id(wrong)


@pytest.mark.parametrize("note", ["K.N. f. 12.03.1980", "A B 1/2/79", "Ø.Å., 24-12-1965"])
def test_initials_with_a_date_may_name_a_patient(note):
    assert text.may_name_a_patient(note)


@pytest.mark.parametrize("note", ["Kurs 12.03.2027", "LIS hos oss siden 2020", "Møte A3"])
def test_a_date_alone_names_nobody(note):
    assert not text.may_name_a_patient(note)


@pytest.mark.parametrize("nasty", ["a\x00b", "\ud800", "x\udfff"])
def test_what_no_database_takes_is_not_storable(nasty):
    assert not text.is_storable(nasty)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ha\u030akon", "Håkon"),
        ("Anna\u202enarF", "AnnanarF"),
        ("to\r\nlinjer\rher", "to\nlinjer\nher"),
        ("  rom \x07 ", "rom"),
        ("tab\ter greit", "tab\ter greit"),
        ("👩‍⚕️", "👩‍⚕️"),
    ],
)
def test_text_is_tidied(typed, kept):
    assert text.tidy(typed) == kept
