"""Texts that have broken other people's programs, and the traces they would leave in ours."""

# Each would be executed, evaluated or obeyed by something that does not treat text as text.
SCRIPT = '<script>alert("fagvei-x")</script>'
ATTRIBUTE = '"><img src=x onerror=fagvei-x>'
TEMPLATE = '{{ "fag"|add:"vei-y" }}{% debug %}${7*7}#{7*7}<%= 7*7 %>'
HEADER = "x\r\nX-Injected: fagvei-x\r\n\r\n<p>fagvei-x</p>"

STRINGS: dict[str, str] = {
    # --- what is executed ---
    "script": SCRIPT,
    "attribute": ATTRIBUTE,
    "script in svg": "<svg/onload=alert(1)>",
    "script address": "javascript:alert(1)//",
    "end of textarea": "</textarea><script>alert('fagvei-x')</script>",
    "comment": "<!-- --><script>alert(1)</script><!--",
    "template": TEMPLATE,
    "sql": "'; DROP TABLE people_user; --",
    "sql union": "' UNION SELECT password FROM people_user --",
    "sql like": "%_%\\",
    "formula": '=HYPERLINK("http://example.org","klikk")',
    "formula plus": "+1+cmd|' /C calc'!A0",
    "formula at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "shell": "$(touch /tmp/fagvei-x)`id`;|&",
    "path": "../../../../etc/passwd",
    "path windows": "..\\..\\windows\\win.ini",
    "path nul": "../../etc/passwd\x00.png",
    "file address": "file:///etc/passwd",
    "other site": "//example.org/%2f..",
    "header": HEADER,
    "log": "ok\n2027-01-01 INFO alt er vel",
    "xml entity": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "json": '{"state": "approved", "by": null}',
    "json list": "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]",
    "pickle": "gASVDAAAAAAAAACMBHRlc3SULg==",
    "ldap": "*)(uid=*))(|(uid=*",
    # --- what cannot be stored or shown ---
    "nul": "før\x00etter",
    "only nul": "\x00",
    "lone surrogate": "a\ud800b",
    "lone low surrogate": "\udfff",
    "control signs": "\x01\x02\x07\x08\x0b\x0c\x1b[31m\x7f",
    "backspaces": "Bo Lund\x08\x08\x08\x08\x08\x08\x08Dag Nes",
    "right to left": "\u202egnpj.exe",
    "isolates": "\u2066\u2067abc\u2069\u2069",
    "zero width": "An\u200bna\u200d\u2060\ufeff",
    "soft hyphen": "god\u00adkjent",
    "only blanks": " \u00a0\u2003\u3000\t",
    "no-break": "\u00a0",
    "line separator": "a\u2028b\u2029c",
    "byte order mark": "\ufeffAnna",
    "private use": "\ue000\U000f0000",
    "noncharacter": "\ufffe\uffff\U0010ffff",
    "emoji": "👩🏽‍⚕️🇳🇴👨‍👩‍👧‍👦",
    "combining": "a" + "\u0301" * 60,
    "zalgo": "Ḁ̴̡̛͖̪̳̟̭͎̘͓̹̜̣̰̙̝̟͜n̵",
    "not composed": "a\u030angstro\u0308m",
    "ligature": "ﬁ ﷽ ſ İ ı ẞ",
    "sami": "čđŋšŧž ČĐŊŠŦŽ ï",
    "long": "x" * 1_000_000,
    "long line": "ord " * 20_000,
    "many lines": "\n" * 10_000,
    # --- numbers, dates, ids ---
    "year 0": "0000-00-00",
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "year 10000": "10000-01-01",
    "31 february": "2027-02-31",
    "31.02": "31.02.2027",
    "hour that is not": "2026-03-29T02:30",
    "negative": "-1",
    "huge": "9" * 400,
    "too big for the database": "9223372036854775808",
    "1e309": "1e309",
    "nan": "NaN",
    "infinity": "-Infinity",
    "arabic digits": "٣",
    "superscript": "²",
    "fraction": "½",
    "underscore": "1_000",
    "hex": "0x1F",
    "decimal": "1,5",
    "empty": "",
    "none": "None",
    "true": "true",
    "uuid nearly": "00000000-0000-0000-0000-00000000000g",
    "uuid of nothing": "00000000-0000-0000-0000-000000000000",
    "national id": "01017000027",
    "e-mail": 'a"b@c..d@e',
    "brackets": "]]>",
}

# Those whose traces are looked for on the page one comes to when they were accepted.
LEAVES_TRACES = frozenset({"script", "attribute", "end of textarea", "template", "right to left", "header"})


def traces(text: str, headers: dict[str, str], *, is_stored: bool = False) -> list[str]:
    """What may never stand in an answer, whatever was sent. Stored, a text may not turn around what stands beside it."""
    found = [
        raw for raw in (SCRIPT, "<img src=x onerror=fagvei-x>", "<svg/onload=", "alert('fagvei-x')") if raw in text
    ]
    if "fagvei-y" in text:
        found.append("the template was run")
    if "root:x:0:0" in text:
        found.append("a file of the system")
    if is_stored and "\u202e" in text:
        found.append("text that turns around")
    if any(name.lower() == "x-injected" for name in headers):
        found.append("a header")
    return found


def encoded(text: str) -> bytes:
    """As bytes on the wire, also what has no encoding."""
    return text.encode("utf-8", "surrogatepass")
