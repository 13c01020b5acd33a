# SPDX-License-Identifier: ISC
"""What the programs here share: figures and how they are told, and counts of
instructions."""

import glob
import os
import re
import statistics
import subprocess
import tempfile


class Figures:
    """One line each, `name value unit`; and kept in a file, for a report."""

    def __init__(self, path=os.devnull):
        self.file = open(path, "w", encoding="ascii")

    def say(self, name, value, unit, spread=()):
        """`spread` is the first and the third quartile, or nothing."""
        words = [name, number(value), unit]
        print(*words, flush=True)
        print(*words, *map(number, spread), sep="\t", file=self.file,
              flush=True)

    def tell(self, name, samples, unit):
        """The median of samples; returns it."""
        middle = statistics.median(samples)
        self.say(name, middle, unit, quartiles(samples))
        return middle

    def ratio(self, name, above, below):
        """The ratio of two medians; its spread is that of pairs."""
        value = statistics.median(above) / statistics.median(below)
        self.say(name, value, "ratio",
                 quartiles([a / b for a, b in zip(above, below)]))
        return value


def number(value):
    """Four significant digits, and never an exponent."""
    if isinstance(value, int) or abs(value) >= 1000:
        return str(round(value))
    digits = 0 if value == 0 else 3 - len(str(int(abs(value)))) + 1
    return f"{value:.{max(digits, 0)}f}"


def quartiles(samples):
    first, _, third = statistics.quantiles(samples, n=4)
    return first, third


def instructions(command, message, before=None):
    """How many a program executes in user space, by callgrind: all, or until
    it first enters the function that `before` names.  `message` is bytes."""
    with tempfile.TemporaryDirectory() as directory:
        out = directory + "/out"
        tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=" + out]
        if before is not None:
            tool.append("--dump-before=" + before)
        said = subprocess.run(
            tool + command, input=message, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, check=False).stderr.decode("latin-1")
        if before is None:
            return int(re.search(r"Collected : (\d+)", said).group(1))
        dumps = glob.glob(out + ".1")
        if not dumps:
            raise LookupError(f"{command[0]} never entered {before}:\n{said}")
        with open(dumps[0], encoding="latin-1") as dump:
            return int(re.search(r"^totals: (\d+)", dump.read(), re.M).group(1))
