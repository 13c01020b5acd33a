# SPDX-License-Identifier: ISC
"""The tables of tests/corpus as messages."""

import dataclasses
import os
import re

DIRECTORY = os.path.join(os.path.dirname(__file__), "..", "corpus")
TABLES = ("from_cases", "from_big", "injection")
LETTERS = {"\\": b"\\", "r": b"\r", "n": b"\n", "t": b"\t", "0": b"\0"}


@dataclasses.dataclass
class Message:
    name: str  # unique, in lower case
    data: bytes
    row: dict


def unescape(text):
    """Undoes the tables' escapes: what they cannot show is \\xNN or a letter."""
    data = b""
    parts = re.split(r"\\(x[0-9a-f]{2}|[\\rnt0])", text)
    for i, part in enumerate(parts):
        if i % 2 == 0:
            data += part.encode("ascii")
        else:
            data += LETTERS.get(part) or bytes([int(part[1:], 16)])
    return data


def read_rows(path):
    with open(path, encoding="ascii", newline="\n") as file:
        names, *rows = (line.rstrip("\n").split("\t") for line in file)
    return [dict(zip(names, row, strict=True)) for row in rows]


def message_of(row):
    """The complete standard input of a row."""
    if "raw_message" in row:
        return unescape(row["raw_message"])
    if "repeat_unit" in row:
        return (unescape(row["prefix"]) +
                unescape(row["repeat_unit"]) * int(row["repeat_count"]) +
                unescape(row["suffix"]) + b"To: rcpt@rcpt.example\n\nbody\n")
    head = unescape(row["header_block"])
    if row["mode"] == "raw":
        return head
    end = b"\r\n" if row["mode"] == "std-crlf" else b"\n"
    return head + end.join((b"To: rcpt@rcpt.example",
                            b"Subject: " + row["id"].encode(), b"", b"body",
                            b""))


def messages(paths=()):
    """The messages of the tables named, or of all there are."""
    for path in paths or (f"{DIRECTORY}/{name}.tsv" for name in TABLES):
        for row in read_rows(path):
            yield Message(row["id"].lower(), message_of(row), row)
