# SPDX-License-Identifier: ISC
"""plot DIRECTORY: the tables of curves.py as a picture, SVG, on stdout.

Four panels, all with the same logarithmic scale of time, so that a height means
the same in each.  A line is labelled where it ends, and has a colour that is
not the only difference for those who see none."""

import csv
import math
import sys

WIDTH, HEIGHT = 860, 630
PANEL_WIDTH, PANEL_HEIGHT = 268, 200
LEFT, TOP = (70, 480), (106, 388)
TIMES = [0.1, 1, 10, 100, 1000]
KIB, MIB = 1 << 10, 1 << 20

EXIM = "#8a8f98", "6 4"
OURS = "#1f5fbf", "none"
LSEARCH = "#b8501e", "none"

BYTES = [(KIB, "1 KiB"), (32 * KIB, "32 KiB"), (MIB, "1 MiB"),
         (100 * MIB, "100 MiB")]
COUNTS = [(1, "1"), (10, "10"), (100, "100"), (10**3, "1k"), (10**4, "10k"),
          (5 * 10**4, "50k"), (10**6, "1M"), (10**7, "10M")]

PANELS = [
    ("size", "Size of the message", BYTES,
     [("exim", "Exim", EXIM), ("truefrom", "truefrom", OURS)]),
    ("header", "Size of the header",
     [(KIB, "1 KiB"), (8 * KIB, "8 KiB"), (64 * KIB, "64 KiB"),
      (MIB, "1 MiB")],
     [("exim", "Exim", EXIM), ("truefrom", "truefrom", OURS)]),
    ("recipients", "Recipients", COUNTS[:6],
     [("exim", "Exim", EXIM), ("truefrom", "truefrom", OURS)]),
    ("domains", "Domains in the list", COUNTS[:5] + COUNTS[6:],
     [("exim", "Exim, ACL", EXIM), ("lsearch", "lsearch", LSEARCH),
      ("cdb", "cdb", OURS)])]


def text(x, y, words, **style):
    style = "".join(f' {name.replace("_", "-")}="{value}"'
                    for name, value in style.items())
    print(f'<text x="{x:.1f}" y="{y:.1f}"{style}>{words}</text>')


def path(points, colour, dashes, width):
    steps = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    print(f'<path d="M{steps}" fill="none" stroke="{colour}" '
          f'stroke-width="{width}" stroke-dasharray="{dashes}" '
          'stroke-linejoin="round"/>')


def scale(least, most, start, length):
    """Where a value is drawn, on a logarithmic axis."""
    def place(value):
        return start + length * math.log(value / least) / math.log(most / least)
    return place


def read(name):
    """Columns by name, with the numbers that are there."""
    with open(f"{sys.argv[1]}/{name}.tsv", encoding="ascii") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    return {column: [(float(row[0]), float(row[i])) for row in rows[1:]
                     if row[i] != ""]
            for i, column in enumerate(rows[0])}


def axes(left, top, title, ticks, across, down):
    text(left, top - 14, title, font_weight="600", font_size="14")
    for time in TIMES:
        path([(left, down(time)), (left + PANEL_WIDTH, down(time))],
             "#e3e6ea", "none", 1)
        text(left - 8, down(time) + 4,
             f"{time:g} ms" if time < 1000 else f"{time / 1000:g} s",
             text_anchor="end", fill="#5b626b")
    for value, words in ticks:
        x = across(value)
        path([(x, top + PANEL_HEIGHT), (x, top + PANEL_HEIGHT + 4)],
             "#9aa1ab", "none", 1)
        text(x, top + PANEL_HEIGHT + 18, words, text_anchor="middle",
             fill="#5b626b")


def apart(ends):
    """Labels on the right, low ones first, never on top of one another."""
    lowest = math.inf
    for y, *label in sorted(ends, reverse=True):
        lowest = min(y, lowest - 14)
        yield lowest, *label


def panel(left, top, name, title, ticks, lines):
    table = read(name)
    first, *_ = table.values()
    values = [value for value, _ in first]
    ticks = [tick for tick in ticks if tick[0] <= values[-1] * 1.1]
    across = scale(values[0], values[-1], left, PANEL_WIDTH)
    down = scale(TIMES[0], TIMES[-1], top + PANEL_HEIGHT, -PANEL_HEIGHT)
    axes(left, top, title, ticks, across, down)
    ends = []
    for column, words, (colour, dashes) in lines:
        points = [(across(x), down(max(y, TIMES[0]))) for x, y in table[column]]
        path(points, colour, dashes, 2.2)
        for x, y in points:
            print(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" '
                  f'fill="{colour}"/>')
        ends.append((points[-1][1], points[-1][0], words, colour))
    for y, x, words, colour in apart(ends):
        text(x + 8, y + 4, words, fill=colour, font_weight="600")


def main():
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} '
          f'{HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-size="12" '
          'font-family="system-ui, Helvetica, Arial, sans-serif" '
          'fill="#1c2127" role="img">')
    print("<title>What truefrom adds to a message, beside the time that Exim "
          "takes for it</title>")
    print(f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="#ffffff"/>')
    text(24, 34, "What truefrom adds to a message, and what Exim takes for it",
         font_size="17", font_weight="600")
    text(24, 54, "Time for one message; both scales are logarithmic",
         fill="#5b626b", font_size="13")
    for i, what in enumerate(PANELS):
        panel(LEFT[i % 2], TOP[i // 2], *what)
    print("</svg>")


main()
