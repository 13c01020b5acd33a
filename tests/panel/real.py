# SPDX-License-Identifier: ISC
"""Real mail to run over: what Debian packages and an npm module ship as test
data, and a directory of clean mail where there is one.  Nothing of it is kept
in this project."""

import dataclasses
import glob
import os
import re

import corpus

PACKAGES = "/mnt/src/build/panel/mail/usr/"
ASSASSIN = ("/mnt/src/build/panel/node/node_modules/@stdlib/"
            "datasets-spam-assassin/data/")

SHIPPED = {
    "python": PACKAGES + "lib/python3.11/test/test_email/data/msg_*.txt",
    "flufl": PACKAGES + "lib/python3/dist-packages/flufl/bounce/tests/data/*",
    "dkim": PACKAGES + "lib/python3/dist-packages/dkim/tests/data/*",
    "mailman": PACKAGES + "lib/python3/dist-packages/mailman/*/tests/data/*",
    "enmime": PACKAGES +
    "share/gocode/src/github.com/jhillyerd/enmime/testdata/*/*",
    "ham": ASSASSIN + "*-ham-*/*.txt",
}


@dataclasses.dataclass
class Mail:
    name: str
    data: bytes  # the header, and a body in its line ends
    domain: str | None = None  # of its From, where somebody has said so


def head(data):
    """No reader of From needs more."""
    end = re.search(rb"\r?\n\r?\n", data)
    return data if end is None else data[:end.end()] + b"body\n"


def read(path):
    with open(path, "rb") as file:
        return head(file.read())


def shipped():
    """One from each of the files that have a From; some are only parts."""
    for name, pattern in SHIPPED.items():
        for path in sorted(filter(os.path.isfile, glob.glob(pattern))):
            data = read(path)
            if re.search(rb"^from:", data, re.I | re.M):
                yield Mail(f"{name}/{os.path.basename(path)}", data)


def clean(directory):
    for row in corpus.read_rows(directory + "/clean.tsv"):
        yield Mail(row["file"], read(f"{directory}/{row['file']}"),
                   row["domain"].lower())
