# SPDX-License-Identifier: ISC
"""What the panel's parsers in Python share: reading the messages named on
standard input, and printing a line of domains for each."""

import sys


def quoted(text):
    """The text in visible ASCII, other bytes as %XX."""
    data = text.encode("utf-8", "surrogateescape")
    return "".join(chr(byte) if 0x21 <= byte <= 0x7E and byte != 0x25
                   else "%%%02X" % byte for byte in data)


def domain(address):
    """The address' domain behind its @, or @ alone where it has none."""
    return "@" + address.rpartition("@")[2] if "@" in address else "@"


def line(path, addresses):
    domains = sorted({quoted(domain(address).lower())
                      for address in addresses if address})
    print(path, " ".join(domains), sep="\t")


def for_each(parse):
    """Prints what parse() makes of each message.  A parser that raises shows
    nothing, like a mail reader that shows an error."""
    for path in sys.stdin:
        path = path.rstrip("\n")
        with open(path, "rb") as file:
            data = file.read()
        try:
            addresses = parse(data)
        except Exception as error:  # pylint: disable=broad-except
            print(f"# {path}: {error!r}", file=sys.stderr)
            addresses = []
        line(path, addresses)
