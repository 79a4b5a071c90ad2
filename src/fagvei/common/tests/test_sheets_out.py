"""What is written for a spreadsheet is read there as it was meant, and never runs."""

import csv
import io

import openpyxl
import pytest

from fagvei.common.sheets_out import as_csv, as_xlsx

HEAD = ("Navn", "Kroner")
FORMULAS = ["=1+1", "+47 900", "-2", "@SUM(A1)", "\t=1", " =HYPERLINK()", "\r=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_text(text):
    (_head, (name, kroner)) = list(
        csv.reader(io.StringIO(as_csv(HEAD, [(text, 5)]).decode("utf-8-sig")), delimiter=";")
    )
    assert (name[0], kroner) == ("'", "5")

    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx("Grunnlag", HEAD, [(text, -5)]))).active
    cell, number = sheet["A2"], sheet["B2"]
    assert (cell.data_type, number.data_type, number.value) == ("s", "n", -5)


def test_norwegian_letters_and_quotes_survive():
    rows = [('Åse "Ås" Øye; lege', None)]
    read = list(csv.reader(io.StringIO(as_csv(HEAD, rows).decode("utf-8-sig")), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx("Grunnlag", HEAD, rows))).active
    assert read == [list(HEAD), ['Åse "Ås" Øye; lege', ""]]
    assert sheet["A2"].value == 'Åse "Ås" Øye; lege'
    assert as_xlsx("Grunnlag", HEAD, [("Avbrutt\x00tegn", 1)])
