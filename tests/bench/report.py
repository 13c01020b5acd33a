# SPDX-License-Identifier: ISC
"""report BUILD: what `run` found, in build/bench, as RESULTS.md on stdout.

report BUILD README: that file, with a table between its two comments."""

import collections
import csv
import datetime
import os
import platform
import re
import subprocess
import sys

FOUND = "build/bench/"
MARKS = "<!-- tests/bench/run writes this -->\n", "<!-- until here -->\n"

Figure = collections.namedtuple("Figure", "value unit first third")

# Which figure is to be how, and what it says.
TARGETS = [
    ("small-ratio", "at most", 1.05,
     "an ordinary message: truefrom and Exim, against Exim alone"),
    ("small-disk-ratio", "at most", 1.05,
     "the same with Exim's spool on disk"),
    ("own-per-empty", "at most", 1.5,
     "truefrom's own time, against that of the cheapest empty program"),
    ("calls", "below", 60,
     "system calls from exec to exec, three lsearch lists"),
    ("acl-1k-ratio", "at most", 1.05,
     "truefrom and Exim, against Exim with the recipe's ACL: 1,000 domains"),
    ("acl-100k-ratio", "at most", 0.85, "the same with 100,000 domains"),
    ("acl-1M-ratio", "at most", 0.2, "the same with a million domains"),
    ("lookup-cdb-ratio", "at most", 1.05,
     "cdb: truefrom's own time with a million domains, against 1,000"),
    ("lookup-lsearch-times", "at least", 8,
     "lsearch of a million domains: Exim's time, against truefrom's"),
    ("large-throughput", "at least", 0.9,
     "100 MiB: throughput of truefrom and Exim, against Exim alone"),
    ("large-peak", "below", 8,
     "100 MiB: truefrom's peak memory, the memory file with it"),
    ("callers-failures", "at most", 0, "16 callers at once: failures"),
    ("callers-throughput", "at least", 0.95,
     "16 callers at once: throughput, against Exim alone"),
    ("php-times", "at least", 20,
     "the obvious wrapper in PHP: its own time, against truefrom's"),
    ("perl-times", "at least", 20, "the obvious wrapper in Perl likewise")]

HELD = {"at most": lambda value, limit: value <= limit,
        "below": lambda value, limit: value < limit,
        "at least": lambda value, limit: value >= limit}

SHORT = [
    ("empty-musl", "starting a program that does nothing (static, musl)"),
    ("own-truefrom", "**truefrom**, checking against three lists"),
    ("own-perl", "the obvious wrapper in Perl"),
    ("own-php", "the obvious wrapper in PHP"),
    ("small-exim", "Exim, taking the message and queueing it")]

NOTES = """\
A time is a median, a ratio is one of medians; in parentheses the first and
third quartile, for a ratio those of pairs. What is compared took turns in one
run, on one processor, called by an ordinary user (posix_spawn to wait4,
standard input a file of 1 KiB unless told). Exim is the lab's, with its spool
in memory where nothing else is said, which makes it faster and the ratios
stricter than a disk does; it only queues (-odq), for a delivery is another
process that may or may not run at the same time. truefrom logs each message,
the wrappers do not; who reads the log may do so on the same processor.

`own` is with a mail server that does nothing, less that mail server alone: exec
of the program, and what it does. `empty` is such a program alone, from spawn to
wait: without a C library, static with musl, static with glibc, dynamic;
`own-exec-only` is static musl that execs its successor and does nothing else;
`small-exec-only-ratio` is the same before Exim, against Exim alone: the least
that anything in front of it costs. What is large empties the caches for
whatever comes next, so glibc's programs, PHP and Perl take no turns with the
small ones; each wrapper takes its own with truefrom. `lookup-lsearch` is what a
million domains cost beyond one: of truefrom, and of `exim -be '${lookup...}'`.
The domain looked for is always a list's last. `cpu` is the processor's time
instead of the clock's; other work on the machine disturbs it less. `large-peak`
is the resident memory (ru_maxrss) and the largest message that stays in a
memory file; larger ones are in /var/tmp, which here is in memory, too.
`large-resident-noop` is the measuring program's own, and the least that can be
told."""


def read_figures():
    with open(FOUND + "figures.tsv", encoding="ascii") as file:
        return {name: Figure(value, unit, *(spread or ("", "")))
                for name, value, unit, *spread in csv.reader(
                    file, delimiter="\t")}


def output(*command):
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.DEVNULL,
                              check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def commit():
    """Changes of what this writes are none."""
    name = output("git", "rev-parse", "--short=12", "HEAD") or "unknown"
    changed = output("git", "status", "--porcelain", "--", ".",
                     ":!README.md", ":!tests/bench/RESULTS.md",
                     ":!tests/bench/results", ":!tests/bench/plot.svg")
    return name + (", and changes that are not committed" if changed else "")


def linkage(program):
    libraries = re.findall(r"^\s*(\S+)\.so\S* =>", output("ldd", program), re.M)
    return "with " + ", ".join(libraries) if libraries else "statically"


def machine(build):
    cpu = output("lscpu")
    found = {name: re.search(rf"^{name}:\s+(.*)", cpu, re.M)
             for name in ("Model name", "Hypervisor vendor")}
    model, hypervisor = (match and match.group(1) for match in found.values())
    with open(build + "/flags", encoding="utf-8") as flags:
        compiler = flags.read().split()[0]
    with open(FOUND + "loadavg", encoding="ascii") as load:
        average = " ".join(load.read().split()[:3])
    return [
        ("processor", f"{os.cpu_count()} of {model}"),
        ("virtualisation", hypervisor or "none"),
        ("kernel", platform.release()),
        ("load before", average),
        ("date", datetime.datetime.now(datetime.timezone.utc)
         .strftime("%Y-%m-%d %H:%M UTC")),
        ("commit", commit()),
        ("compiler", output(compiler, "--version").splitlines()[0]),
        ("truefrom is linked", linkage(build + "/truefrom")),
        ("disk", output("findmnt", "-n", "-o", "FSTYPE", "-T", FOUND)),
        ("Exim", output("dpkg-deb", "-f", "build/exim/exim4-daemon-light.deb",
                        "Version"))]


def spread(figure):
    return f" ({figure.first}–{figure.third})" if figure.first else ""


def print_table(*rows):
    head, *rest = rows
    for row in [head, ["---"] * len(head), *rest]:
        print("|", " | ".join(str(cell) for cell in row), "|")
    print()


def verdict(figures, name, relation, limit):
    if name not in figures:
        return "not measured", ""
    figure = figures[name]
    held = HELD[relation](float(figure.value), limit)
    unit = "" if figure.unit == "ratio" else " " + figure.unit
    return (figure.value + unit + spread(figure),
            "met" if held else "**not met**")


def print_report(build, figures):
    print("# What truefrom costs\n\nWritten by `tests/bench/run`.\n")
    print_table(("machine", ""), *machine(build))
    print("## Targets\n")
    print_table(("", "target", "measured", ""), *(
        (text, f"{relation} {limit:g}",
         *verdict(figures, name, relation, limit))
        for name, relation, limit, text in TARGETS))
    print(f"{NOTES}\n\n## All figures\n")
    print_table(("name", "value", "unit", "quartiles"), *(
        (name, figure.value, figure.unit, spread(figure).strip(" ()"))
        for name, figure in figures.items()))
    for title, name in (("System calls: how many", "calls-summary.txt"),
                        ("System calls: which", "calls.txt")):
        with open(FOUND + name, encoding="latin-1") as file:
            print(f"## {title}\n\n```\n{file.read()}```\n")


def print_section(figures):
    print_table(("one small message", "ms"), *(
        (text, figures[name].value) for name, text in SHORT))


def print_readme(figures, path):
    with open(path, encoding="utf-8") as file:
        before, rest = file.read().split(MARKS[0])
    print(before + MARKS[0])
    print_section(figures)
    print(MARKS[1] + rest.split(MARKS[1])[1], end="")


def main():
    figures = read_figures()
    if len(sys.argv) > 2:
        print_readme(figures, sys.argv[2])
    else:
        print_report(sys.argv[1], figures)


main()
