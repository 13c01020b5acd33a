# SPDX-License-Identifier: ISC
"""Telling results."""

import sys


def bail_out(why):
    print("Bail out!", " ".join(str(why).splitlines()), flush=True)
    sys.exit(1)


def report(number, what, failures):
    """One assertion, which holds when there are no failures."""
    print("not ok" if failures else "ok", number, "-", what)
    for failure in failures:
        print("#", failure)
    sys.stdout.flush()
