# SPDX-License-Identifier: ISC
"""How the cost grows with the message, its header, its recipients and the
list of domains: Exim's time for the message, and what truefrom adds.  A table
each in build/bench/results, in milliseconds."""

import os
import statistics

from lab import (BASE, CALL, EXIM, NOOP, TOOLS, TRUEFROM, Command, domain_list,
                 exim_config, less, measure, message, truefrom_config)
from targets import listed_in

# Over all points of a curve, so that a slow minute of the machine does not bend
# it; one in a quick run.
PASSES = 5


def gather(pace, points):
    """For each point, a list of commands, the lists of their samples."""
    gathered = [[[] for _ in commands] for commands in points]
    for _ in range(PASSES if pace >= 1 else 1):
        for commands, samples in zip(points, gathered):
            for one, more in zip(samples, measure(pace, *commands)):
                one.extend(more)
    return gathered


def median(samples):
    return f"{statistics.median(samples):.4f}"


def write_table(name, columns, rows):
    os.makedirs(TOOLS + "results", exist_ok=True)
    with open(f"{TOOLS}results/{name}.tsv", "w", encoding="ascii") as file:
        for row in [columns, *rows]:
            print(*row, sep="\t", file=file)


def curve(figures, pace, name, mails, call=None):
    """Exim's time and truefrom's own, for messages by what they have of it."""
    call = call or CALL
    exim = exim_config("plain")
    config = truefrom_config("noop", BASE, NOOP)
    found = gather(pace, [[
        Command(mail, EXIM, *call, swaps=[exim]), Command(mail, NOOP, *call),
        Command(mail, TRUEFROM, *call, swaps=[config])]
        for mail in mails.values()])
    rows = []
    for count, (exim, noop, ours) in zip(mails, found):
        rows.append((count, median(exim), median(less(ours, noop))))
        figures.tell(f"{name}-{count}-truefrom", less(ours, noop), "ms")
    write_table(name, (name, "exim", "truefrom"), rows)
    for mail in mails.values():
        os.remove(mail)


def sizes(figures, pace, _seconds):
    counts = [1 << n for n in range(10, 27, 2)] + [100 << 20]
    curve(figures, pace, "size", {
        count: message(f"size-{count}", size=count) for count in counts})


def headers(figures, pace, _seconds):
    """Ordinary fields, and as many of them as Exim's own limit lets through."""
    field = b"X-Filler: " + b"a" * 53 + b"\n"
    counts = [1 << n for n in range(10, 20)] + [(1 << 20) - 2048]
    curve(figures, pace, "header", {
        count: message(f"header-{count}", size=0,
                       fields=field * (count // len(field)))
        for count in counts})


def recipients(figures, pace, _seconds):
    """By -t, out of To; truefrom counts them, for max_recipients."""
    curve(figures, pace, "recipients", {
        count: message(f"recipients-{count}", recipients=b",\n ".join(
            b"%d@d.example" % i for i in range(count)))
        for count in (1, 10, 100, 1000, 10000, 50000)}, ["-odq", "-t", "-i"])


def domains(figures, pace, _seconds):
    """The sender's domain is the last of the list.  Exim has the recipe's ACL
    with the same list, for lsearch."""
    counts = [10**n for n in range(8 if pace >= 1 else 7)]
    points = []
    for count in counts:
        cdb = listed_in("cdb", count)
        points.append([Command("/dev/null", NOOP, *CALL), cdb])
        if count <= 10**6:
            exim = exim_config(f"acl-{count}", domain_list("lsearch", count))
            points[-1] += [listed_in("lsearch", count),
                           Command(cdb.message, EXIM, *CALL, swaps=[exim])]
    rows = []
    for count, (noop, cdb, *rest) in zip(counts, gather(pace, points)):
        figures.tell(f"domains-{count}-cdb", less(cdb, noop), "ms")
        lsearch, exim = "", ""
        if rest:
            figures.tell(f"domains-{count}-lsearch", less(rest[0], noop), "ms")
            lsearch, exim = median(less(rest[0], noop)), median(rest[1])
        rows.append((count, exim, lsearch, median(less(cdb, noop))))
    write_table("domains", ("domains", "exim", "lsearch", "cdb"), rows)


GROUPS = {"size": sizes, "header": headers, "recipients": recipients,
          "domains": domains}
