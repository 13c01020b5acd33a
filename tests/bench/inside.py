#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""inside BUILD PACE SECONDS [GROUP...]: the part of `run` that is inside
private-root.  Leaves build/bench/figures.tsv, and what the groups write."""

import sys

import curves
import targets
from bench import Figures
from lab import TOOLS, lay_out

GROUPS = {**targets.GROUPS, **curves.GROUPS}


def main():
    build, pace, seconds, *chosen = sys.argv[1:]
    unknown = set(chosen) - set(GROUPS)
    if unknown:
        sys.exit(f"run: {' '.join(unknown)}: the groups are {' '.join(GROUPS)}")
    lay_out(build)
    figures = Figures(TOOLS + "figures.tsv")
    for name in chosen or GROUPS:
        GROUPS[name](figures, float(pace), int(seconds))


main()
