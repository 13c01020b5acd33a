# SPDX-License-Identifier: ISC
"""Whether a parser shows another From domain than truefrom judged by."""

import re
import unicodedata

from judge import HOST


def forms(name):
    """A domain in every spelling that it may be shown in."""
    name = re.sub("%([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), name)
    name = name.encode("latin-1").decode("utf-8", "replace").lower()
    name = unicodedata.normalize("NFC", name).strip().removesuffix(".")
    found = {name}
    for codec in (lambda label: label.encode("idna").decode(),
                  lambda label: "xn--" + label.encode("punycode").decode()
                  if not label.isascii() else label):
        try:
            found.add(".".join(codec(label) for label in name.split(".")))
        except UnicodeError:
            pass
    return found


def foreign(shown, judged):
    """Those of the domains shown that are not the one judged by, nor this
    host's own, which a mail server adds where there is none."""
    return [domain for domain in shown.split()
            if domain != "@" and
            not forms(domain.removeprefix("@")) & {judged, HOST}]


def disagreements(table, judged):
    """A sentence for each parser that shows something else of a file."""
    return [f"{path}: {parser} shows {' '.join(bad)}, judged {judged[path]}"
            for path, shows in table.items()
            for parser, shown in shows.items()
            if (bad := foreign(shown, judged[path]))]
