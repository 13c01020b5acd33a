# SPDX-License-Identifier: ISC
"""How the cost grows with the message, its header, its recipients and the list
of domains: Exim's time for the message, and what truefrom adds.  A table each in
build/bench/results, milliseconds."""

import os
import statistics

from lab import (BASE, CALL, EXIM, NOOP, TOOLS, TRUEFROM, Command, domain,
                 domain_list, exim_config, less, measure, message,
                 truefrom_config)
from targets import listed_in

# Below this, in the quick run, everything is as in the long one.
QUICK = 1


def table(name, columns, rows):
    os.makedirs(TOOLS + "results", exist_ok=True)
    with open(f"{TOOLS}results/{name}.tsv", "w", encoding="ascii") as file:
        for row in [columns, *rows]:
            print(*row, sep="\t", file=file)


def median(samples):
    return f"{statistics.median(samples):.4f}"


def message_costs(mail, seconds, call):
    """Exim's time, and truefrom's own, for a message."""
    exim, noop, ours = measure(
        seconds, Command(mail, EXIM, *call, swaps=[exim_config("plain")]),
        Command(mail, NOOP, *call), Command(mail, TRUEFROM, *call, swaps=[
            truefrom_config("noop", BASE, NOOP)]))
    return median(exim), median(less(ours, noop))


def sizes(figures, pace, _seconds):
    rows = []
    for size in [1 << n for n in range(10, 27, 2)] + [100 << 20]:
        mail = message("size", size=size)
        rows.append((size, *message_costs(mail, pace * 5, CALL)))
        figures.say(f"size-{size}-truefrom", float(rows[-1][-1]), "ms")
    os.remove(mail)
    table("size", ("bytes", "exim", "truefrom"), rows)


def headers(figures, pace, _seconds):
    """Ordinary fields, and as many of them as Exim's own limit lets through."""
    field = b"X-Filler: " + b"a" * 53 + b"\n"
    rows = []
    for size in [1 << n for n in range(10, 20, 1)] + [(1 << 20) - 2048]:
        mail = message("header", size=0, fields=field * (size // len(field)))
        rows.append((size, *message_costs(mail, pace * 5, CALL)))
        figures.say(f"header-{size}-truefrom", float(rows[-1][-1]), "ms")
    table("header", ("bytes", "exim", "truefrom"), rows)


def recipients(figures, pace, _seconds):
    """By -t, out of To; truefrom counts them, for max_recipients."""
    rows = []
    for count in 1, 10, 100, 1000, 10000, 50000:
        to = b",\n ".join(b"%d@d.example" % i for i in range(count))
        mail = message("recipients", recipients=to)
        rows.append((count, *message_costs(mail, pace * 5,
                                           ["-odq", "-t", "-i"])))
        figures.say(f"recipients-{count}-truefrom", float(rows[-1][-1]), "ms")
    table("recipients", ("recipients", "exim", "truefrom"), rows)


def domains(figures, pace, _seconds):
    """The sender's domain is the last of the list.  Exim has the recipe's ACL
    with the same list, for lsearch."""
    rows = []
    for count in [10**n for n in range(8 if pace >= QUICK else 7)]:
        commands = [Command("/dev/null", NOOP, *CALL), listed_in("cdb", count)]
        if count <= 10**6:
            exim = exim_config("acl", domain_list("lsearch", count))
            commands += [listed_in("lsearch", count),
                         Command(message("acl", "shop@" + domain(count - 1)),
                                 EXIM, *CALL, swaps=[exim])]
        noop, *costs = measure(pace * 5, *commands)
        cells = [median(less(cost, noop)) for cost in costs[:2]]
        cells += [median(cost) for cost in costs[2:]]
        cells += [""] * (3 - len(cells))
        rows.append((count, cells[2], cells[1], cells[0]))
        figures.say(f"domains-{count}-cdb", float(cells[0]), "ms")
    table("domains", ("domains", "exim", "lsearch", "cdb"), rows)


GROUPS = {"size": sizes, "header": headers, "recipients": recipients,
          "domains": domains}
