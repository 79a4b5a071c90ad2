"""How a PDF is read: its names, what is packed in its streams, and what it does when it is opened.

A file may open on one of its own pages. What it opens with is held against a list of what is allowed, and anything else is
refused: what is not found here, what is written in an odd way, and what a careless reader could take for another object.
Programs that write PDFs write this plainly.
"""

import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator

PIECE = 1024 * 1024
BITE = 16 * 1024
LONGEST = 1000  # bytes of what a file opens with; longer is refused
MOST_OBJECTS = 32 * PIECE  # bytes
MOST_NUMBERS = 10  # a file that was updated has a few

STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")


def names(*wanted: str) -> re.Pattern[bytes]:
    return re.compile(_named(*wanted))


def _named(*wanted: str) -> bytes:
    """A name as a PDF may write it: any sign also as `#4a`, so that /J#61vaScript is /JavaScript."""
    either = "|".join("".join(f"(?:{sign}|#{ord(sign):02x}|#{ord(sign):02X})" for sign in name) for name in wanted)
    return rf"/(?:{either})(?=[\x00\t\n\x0c\r ()<>\[\]{{}}/%]|$)".encode()


_S = rb"[\x00\t\n\x0c\r ]"
_TEXT = rb"(?:\((?:[^()\\]|\\.|\([^()\\]*\))*\)|<[0-9A-Fa-f]*>)"
_PAGE = rb"\[[^\[\]<>()%]*\]"
_PLACE = rb"(?:%s|%s|/[^\x00\t\n\x0c\r ()<>\[\]{}/%%]+|\d+%s+\d+%s+R)" % (_PAGE, _TEXT, _S, _S)
# An action that goes to a place in the file and does nothing before or after it.
_GOES = rb"<<%s*(?:(?:/Type%s*/Action|/S%s*/GoTo|/S?D%s*%s)%s*)+>>" % (_S, _S, _S, _S, _PLACE, _S)
# A link that is pressed, on one line, so that the start of it is in no comment. It is no object of its own: nothing can point to it.
_LINK = re.compile(rb"/A *<<%s*(?:(?:/Type%s*/Action|/S%s*/URI|/URI%s*%s)%s*)+>>" % (_S, _S, _S, _S, _TEXT, _S), re.S)
_OPENS = names("OpenAction")
_OPENS_WITH = re.compile(rb"%s*(?:\[|%s|(\d{1,9})%s+\d+%s+R)" % (_S, _GOES, _S, _S), re.S)
_GOES_ALONE = re.compile(rb"%s*(?:%s|%s)%s*" % (_S, _PAGE, _GOES, _S), re.S)
_LEADS_OUT = names("URI")
_FIRST = names("First")
_FIRST_AT = re.compile(_named("First") + rb"%s*(\d{1,9})(?!\d)(?!%s+\d+%s+R)" % (_S, _S, _S))


def followed(name: str) -> re.Pattern[bytes]:
    """The name with a dictionary or a reference after it. A comment between them is written by nobody who means well."""
    return re.compile(_named(name) + rb"%s*(?:<<|%%|\d{1,10}(?:%s*%%|%s+\d{1,10}%s*(?:%%|R)))" % (_S, _S, _S, _S))


class OpensElsewhere(Exception):
    pass


def pieces(packed: memoryview) -> Iterator[bytes]:
    """What comes out of one stream. Of a damaged one also what comes before the damage: there are readers that show it."""
    unpacker, at = zlib.decompressobj(), 0
    while not unpacker.eof:
        bite: bytes | memoryview = unpacker.unconsumed_tail
        if not bite:
            bite, at = packed[at : at + BITE], at + BITE
        if not bite:
            return
        before = unpacker.copy()
        try:
            piece = unpacker.decompress(bite, PIECE)
        except zlib.error:
            yield _until_the_damage(before, bite)
            return
        yield piece


def _until_the_damage(unpacker: "zlib._Decompress", bite: bytes | memoryview) -> bytes:
    out = []
    try:
        for at in range(len(bite)):
            out.append(unpacker.decompress(bite[at : at + 1]))
    except zlib.error:
        pass
    return b"".join(out)


def opened_objects(text: bytes, *, is_whole: bool) -> set[int]:
    """The numbers of the objects that the file opens with. Raises OpensElsewhere when it opens with anything that is not allowed.

    What stands too near the end of a text that goes on is left to the next time, with what follows.
    """
    numbers = set()
    for found in _OPENS.finditer(text):
        if not is_whole and len(text) - found.start() < LONGEST:
            break
        value = _OPENS_WITH.match(text, found.end())
        if value is None:
            raise OpensElsewhere
        if value[1]:
            numbers.add(int(value[1]))
    return numbers


def check_objects(content: bytes, numbers: set[int]) -> None:
    """Each must be found, and be a page or an action that goes to one, wherever an object of that number stands.

    In an updated file the last one counts, in a mended one any could. And a reader may go by the place of an object and not
    by its number, which could be made up. So none at all may lead out but the links of the pages, which are parts of others.
    """
    if len(numbers) > MOST_NUMBERS or (numbers and _leads_out(content)):
        raise OpensElsewhere
    found = {number: list(_standing_alone(content, number)) for number in numbers}
    for number, body in _packed_objects(content) if numbers else ():
        if _leads_out(body):
            raise OpensElsewhere
        if number in numbers:
            found[number].append(_GOES_ALONE.fullmatch(body) is not None)
    if not all(goes and all(goes) for goes in found.values()):
        raise OpensElsewhere


def _leads_out(body: bytes) -> bool:
    return _LEADS_OUT.search(_LINK.sub(b"", body)) is not None


def _standing_alone(content: bytes, number: int) -> Iterator[bool]:
    for there in re.finditer(rb"(?<!\d)0*%d%s+\d+%s*obj" % (number, _S, _S), content):
        goes = _GOES_ALONE.match(content, there.end())
        yield goes is not None and content.startswith(b"endobj", goes.end())


def _packed_objects(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The objects in each stream that holds some. A stream that cannot be read with certainty is refused."""
    left = MOST_OBJECTS
    for start in STREAM.finditer(content):
        begin = content.rfind(b"obj", max(start.start() - LONGEST, 0), start.start())
        if begin < 0:
            raise OpensElsewhere
        told = content[begin : start.start()]
        if not _FIRST.search(told):
            continue
        text = _whole(memoryview(content)[start.end() :], left)
        left -= len(text)
        at = _FIRST_AT.findall(told)
        words = text[: int(at[0])].split() if len(at) == 1 else []
        if not words or len(words) % 2 or not all(word.isdigit() and len(word) < 10 for word in words):
            raise OpensElsewhere
        figures = [int(word) for word in words]
        yield from _bodies(figures[::2], [int(at[0]) + far for far in figures[1::2]], text)


def _whole(packed: memoryview, most: int) -> bytes:
    text = bytearray()
    for piece in pieces(packed):
        text += piece
        if len(text) > most:
            raise OpensElsewhere
    return bytes(text)


def _bodies(numbers: list[int], positions: list[int], text: bytes) -> Iterator[tuple[int, bytes]]:
    """Each object reaches to where the next begins."""
    starts = sorted(positions)
    if len(set(starts)) < len(starts):
        raise OpensElsewhere
    for number, start in zip(numbers, positions, strict=True):
        after = bisect_right(starts, start)
        yield number, text[start : starts[after] if after < len(starts) else None]
