"""Tables that people upload: read with their line numbers, and refused with a sentence when they are hostile."""

import contextlib
import datetime as dt
import io
import json
import tracemalloc
import zipfile

import openpyxl
import pytest

from fagvei.common import rows
from fagvei.common.rows import LIST_SEPARATOR, Record, Row, RowRefused, read_rows, records


def refusal(name, content):
    with pytest.raises(RowRefused) as refused:
        read_rows(name, content)
    return refused.value


def workbook(*lines, change=None):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content, **replaced):
    """The same workbook with some of its files changed: {"xl/worksheets/sheet1.xml": function}."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            change = replaced.get(entry.filename.rsplit("/", 1)[-1].removesuffix(".xml"), lambda xml: xml)
            new.writestr(entry.filename, change(old.read(entry)))
    return file.getvalue()


# --- What is read ---


def test_norwegian_excel_writes_semicolons_and_a_mark():
    content = "\ufeffkode;tittel\r\nRUS-001;Blåbær, og mer\r\n".encode()
    assert read_rows("mål.CSV", content) == [Row(1, ("kode", "tittel")), Row(2, ("RUS-001", "Blåbær, og mer"))]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(separator):
    content = f"kode{separator}tittel\na{separator}b\n".encode()
    assert read_rows("x.csv", content)[1].values == ("a", "b")


def test_a_row_has_the_line_it_begins_on():
    content = b'kode;tekst\na;"to\nlinjer"\n\n;\nb;en\n'
    assert [(row.line, row.values[0]) for row in read_rows("x.csv", content)] == [(1, "kode"), (2, "a"), (6, "b")]


def test_a_spreadsheet_is_read_as_a_person_sees_it():
    content = workbook(["kode", "antall", "fra", "ja"], ["RUS-001", 1.0, dt.date(2027, 5, 3), True], [], ["æ", 1.5])
    assert read_rows("x.xlsx", content) == [
        Row(1, ("kode", "antall", "fra", "ja")),
        Row(2, ("RUS-001", "1", "2027-05-03", "true")),
        Row(4, ("æ", "1.5", "", "")),
    ]


def test_json_is_a_list_of_objects_with_line_numbers():
    content = '[\n {"kode": "a", "antall": 2},\n\n {"kode": "b", "mål": ["x", "y"], "tom": null}\n]\n'.encode()
    assert read_rows("x.json", content) == [
        Row(1, ("kode", "antall", "mål", "tom")),
        Row(2, ("a", "2", "", "")),
        Row(4, ("b", "", LIST_SEPARATOR.join("xy"), "")),
    ]


@pytest.mark.parametrize("cell", ["-5", "+47 12", "-0,5", "3-4", "−5", "a=b", "50 %"])
def test_a_number_with_a_sign_is_no_formula(cell):
    assert read_rows("x.csv", f"a;b\n{cell};x\n".encode())[1].values[0] == cell


# --- What is refused ---


@pytest.mark.parametrize(
    ("name", "content", "line", "word"),
    [
        ("x.pdf", b"a;b", 0, "CSV, XLSX eller JSON"),
        ("x", b"a;b", 0, "CSV, XLSX eller JSON"),
        ("x.csv", b"", 0, "tom"),
        ("x.csv", b";;\n\n", 0, "tom"),
        ("x.csv", "kode\nblåbær".encode("latin-1"), 2, "UTF-8"),
        ("x.csv", "kode".encode("utf-16"), 1, "UTF-8"),
        ("x.csv", b"kode\na\x00b\n", 2, "som ikke kan lagres"),
        ("x.csv", b'kode;b\n"a;b\n', 2, "går ikke opp"),
        ("x.csv", b'kode;b\n"a"x;b\n', 2, "går ikke opp"),
        ("x.csv", b"kode\n" + b"a" * 1_000_000, 2, "for lang"),
        ("x.csv", b"kode\n" + b"a" * 30_000, 2, "for lang"),
        ("x.csv", b"a;" * 80 + b"\n", 1, "60 kolonner"),
        ("x.csv", b"a\n" * 10_002, 10_002, "10 000 rader"),
        ("x.csv", b"a" * (10 * 1024 * 1024 + 1), 0, "10 MB"),
        ("x.json", b"{}", 1, "liste"),
        ("x.json", b"[1]", 1, "objekt"),
        ("x.json", b'[{"a": 1},\n {"a": 1, "a": 2}]', 2, "to ganger"),
        ("x.json", b'[{"a": 1},\n {"a": }]', 2, "gyldig JSON"),
        ("x.json", b'[{"a": 1}\n {"a": 2}]', 2, "gyldig JSON"),
        ("x.json", b'[{"a": 1}', 1, "gyldig JSON"),
        ("x.json", b'[{"a": NaN}]', 1, "gyldig JSON"),
        ("x.json", b'[{"a": {"b": 1}}]', 1, "tekst, tall eller en liste"),
        ("x.json", b'[{"a": 1}]\nx', 2, "etter slutten"),
        ("x.json", b'[{"a": ' + b"[" * 100_000, 1, "gyldig JSON"),
        ("x.json", b'[{"a": ' + b"9" * 5_000 + b"}]", 1, "gyldig JSON"),
        ("x.json", b'[{"a": "\\ud800"}]', 1, "som ikke kan lagres"),
        ("x.xlsx", b"not a zip", 0, "kan ikke leses"),
        ("x.xlsx", b"PK\x03\x04" + b"\0" * 100, 0, "kan ikke leses"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(name, content, line, word):
    found = refusal(name, content)
    assert (found.line, found.code) == (line, "row_refused")
    assert word in str(found)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+A1", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", '=HYPERLINK("http://x")', " =1", "\t=1", "-", "+a"]
)
@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_a_cell_that_a_spreadsheet_would_run_is_refused(kind, cell):
    quoted = cell.replace('"', '""')
    if kind == "csv":
        content = f'a;b\nx;"{quoted}"\n'.encode()
    elif kind == "json":
        content = b'[{"a": "x", "b": %s}]' % json.dumps(cell).encode()
    else:

        def as_text(book):
            book.active["B2"].value, book.active["B2"].data_type = cell, "s"

        content = workbook(["a", "b"], ["x", "y"], change=as_text)
    assert "formel" in str(refusal(f"x.{kind}", content))


def test_a_formula_is_refused_though_the_file_holds_its_answer():
    content = workbook(["a", "b"], ["x", "=1+1"])
    content = repacked(content, sheet1=lambda xml: xml.replace(b"<v />", b"<v>2</v>").replace(b"<v></v>", b"<v>2</v>"))
    found = refusal("x.xlsx", content)
    assert (found.line, "formel" in str(found)) == (2, True)


def test_a_formula_on_another_sheet_is_refused_too():
    def add_sheet(book):
        book.create_sheet("B")["A1"] = "=1+1"

    assert "formel" in str(refusal("x.xlsx", workbook(["a"], ["x"], change=add_sheet)))


# --- Bombs: refused quickly and in little memory ---


def zip_bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (80 * 1024 * 1024))
    return file.getvalue()


def lying_zip_bomb():
    """Says that it unpacks to ten bytes."""
    content = bytearray(zip_bomb())
    size = (80 * 1024 * 1024).to_bytes(4, "little")
    for _ in range(2):
        at = content.index(size)
        content[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(content)


def far_corner():
    return workbook(["a"], change=lambda book: book.active.cell(1_048_576, 16_384, "x"))


def far_column():
    return workbook(["a"], change=lambda book: book.active.cell(2, 16_384, "x"))


def many_entries():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(1_000):
            archive.writestr(f"xl/{number}.xml", b"")
    return file.getvalue()


def one_long_text_in_many_cells():
    content = workbook(*([["x", "x"]] * 9_000))
    one = b't="inlineStr"><is><t>x</t></is>'
    file = io.BytesIO(repacked(content, sheet1=lambda xml: xml.replace(one, b't="s"><v>0</v>')))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<sst><si><t>" + b"x" * 110_000 + b"</t></si></sst>")
    return file.getvalue()


def entities():
    lol = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return repacked(workbook(["a"]), sheet1=lambda xml: lol + xml)


def macros():
    content = workbook(["a"])
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return file.getvalue()


def long_cell():
    return workbook(["a"], ["x" * 32_000])


def many_rows():
    return workbook(*([["a"]] * 10_002))


@pytest.mark.parametrize(
    "make",
    [
        zip_bomb,
        lying_zip_bomb,
        far_corner,
        far_column,
        many_entries,
        one_long_text_in_many_cells,
        entities,
        macros,
        long_cell,
        many_rows,
    ],
)
def test_a_bomb_is_refused_in_little_memory(make):
    content = make()
    tracemalloc.start()
    found = refusal("x.xlsx", content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(found).endswith(".")
    assert peak < 200 * 1024 * 1024


def test_a_truncated_workbook_is_refused_wherever_it_ends():
    content = workbook(["a", "b"], ["x", 1])
    for length in range(0, len(content), 97):
        refusal("x.xlsx", content[:length])


def test_a_damaged_workbook_never_breaks_the_reader():
    content = workbook(["a", "b"], ["x", 1], ["y", 2])
    good = read_rows("x.xlsx", content)
    for at in range(len(content)):
        damaged = bytes([*content[:at], content[at] ^ 0xFF, *content[at + 1 :]])
        with contextlib.suppress(RowRefused):
            assert len(read_rows("x.xlsx", damaged)) == len(good)


# --- Under their column names ---


def test_rows_become_records_under_known_names():
    content = b"Kode ;tittel;;\nRUS-001;x\n"
    assert records(read_rows("x.csv", content), required=["kode"], optional=["tittel", "merknad"]) == [
        Record(2, {"kode": "RUS-001", "tittel": "x", "merknad": ""})
    ]


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("kode;farge", "Linje 1: Kolonnen «farge» er ukjent."),
        ("kode;kode", "Linje 1: Kolonnen «kode» står to ganger."),
        ("tittel", "Linje 1: Kolonnen «kode» mangler."),
        ("kode;;tittel", "Linje 1: Kolonnen «» er ukjent."),
    ],
)
def test_a_wrong_header_is_refused(header, sentence):
    with pytest.raises(RowRefused, match=".*") as refused:
        records(read_rows("x.csv", f"{header}\na;b;c\n".encode()), required=["kode"], optional=["tittel"])
    assert str(refused.value) == sentence


def test_a_row_longer_than_the_header_is_refused():
    with pytest.raises(RowRefused, match="Linje 2: Raden har flere celler"):
        records(read_rows("x.csv", b"kode\na;b\n"), required=["kode"])


def test_the_limits_are_said_in_the_sentences():
    assert (rows.MAX_ROWS, rows.MAX_COLUMNS, rows.MAX_BYTES) == (10_000, 60, 10 * 1024 * 1024)
