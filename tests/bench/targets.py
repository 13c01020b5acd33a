# SPDX-License-Identifier: ISC
"""What truefrom costs, held against the same machine's Exim, its cheapest
programs and what people use instead.

`figures` takes the results, `pace` is how much of the usual time there is, and
`seconds` how long many callers call at once.  Exim only queues (-odq): a
delivery would be a second process, which may or may not run at that time."""

import os
import re
import subprocess
import sys

from bench import instructions
from lab import (ALICE, BASE, CALL, CONFIG, DRAIN, EXIM, EXIM_CONFIG, NOOP,
                 RECIPE, RECORDER, TOOLS, TRUEFROM, Command, domain,
                 domain_list, exim_config, less, load, measure, measure_both,
                 message, spool_on_disk, truefrom_config, turns, write)

OTHERS = "/mnt/src/tests/bench/others/"
PHP = ["/usr/bin/php", OTHERS + "wrapper.php"]
PERL = ["/usr/bin/perl", OTHERS + "wrapper.pl"]
MIB = 1 << 20


def status(command):
    """What becomes of one run, as alice; nobody hears what it says."""
    for here, there in command.swaps:
        os.rename(here, there)
    with open(command.message, "rb") as file:
        code = subprocess.run(
            command.argv, stdin=file, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, check=False, user=ALICE, group=ALICE,
            extra_groups=[]).returncode
    for here, there in command.swaps:
        os.rename(there, here)
    return code


def must_judge(*commands):
    """A figure of something that lets all pass would say nothing."""
    forged = message("forged", sender="ceo@bank.example")
    for command in commands:
        passed = status(command)
        refused = status(Command(forged, *command.argv, swaps=command.swaps))
        if passed != 0 or refused == 0:
            raise RuntimeError(f"{command.argv} does not judge: "
                               f"{passed} and {refused}")


def compare(figures, name, seconds, bare, ours):
    """truefrom with Exim behind it, against Exim, by both clocks."""
    wall, cpu = measure_both(seconds, bare, ours)
    for clock, (bare, ours) in ("", wall), ("-cpu", cpu):
        figures.tell(f"{name}{clock}-exim", bare, "ms")
        figures.tell(f"{name}{clock}-truefrom", ours, "ms")
        figures.ratio(f"{name}{clock}-ratio", ours, bare)


def small(figures, pace, _seconds):
    """An ordinary message through truefrom into Exim, and into Exim, its spool
    in memory, and on disk; and through what does nothing but exec Exim."""
    mail = message("small")
    exim = exim_config("plain")
    bare = Command(mail, EXIM, *CALL, swaps=[exim])
    ours = Command(mail, TRUEFROM, *CALL, swaps=[
        exim, truefrom_config("base", BASE, EXIM)])
    must_judge(ours)
    compare(figures, "small", pace * 40, bare, ours)
    bare_again, least = measure(pace * 20, bare, Command(
        mail, TOOLS + "next-exim", *CALL, swaps=[exim]))
    figures.ratio("small-exec-only-ratio", least, bare_again)
    with spool_on_disk():
        compare(figures, "small-disk", pace * 40, bare, ours)


def own(figures, pace, _seconds):
    """truefrom without a mail server behind it, beside programs that do nothing
    and wrappers that do the same in PHP and Perl, before one that reads."""
    mail = message("small")
    config = truefrom_config("noop", BASE, NOOP)
    noop = Command(mail, NOOP, *CALL)
    ours = Command(mail, TRUEFROM, *CALL, swaps=[config])
    beside_small(figures, pace * 25, noop, ours)
    # What is large empties the caches for the next, so each is on its own.
    for name in "static", "dynamic":
        samples, = measure(pace * 5, Command(mail, TOOLS + name))
        figures.tell("empty-" + name, samples, "ms")
    for name, words in ("php", PHP), ("perl", PERL):
        beside_large(figures, pace * 15, noop, ours, name,
                     Command(mail, *words, *CALL))
    count_instructions(figures, mail, config)


def beside_small(figures, seconds, noop, ours):
    """The cheapest programs that this machine's compilers make."""
    names = ["bare", "musl", "next"]
    wall, cpu = measure_both(
        seconds, noop, ours,
        *(Command(ours.message, TOOLS + name) for name in names))
    empty, empty_cpu = (dict(zip(names, clock[2:])) for clock in (wall, cpu))
    middle = {name: figures.tell("empty-" + name, empty[name], "ms")
              for name in names[:-1]}
    figures.tell("own-exec-only", less(empty["next"], empty["bare"]), "ms")
    cost = less(wall[1], wall[0])
    figures.tell("own-truefrom", cost, "ms")
    figures.ratio("own-per-empty", cost, empty[min(middle, key=middle.get)])
    figures.ratio("own-per-musl", cost, empty["musl"])
    cost = less(cpu[1], cpu[0])
    figures.tell("own-cpu-truefrom", cost, "ms")
    figures.ratio("own-cpu-per-musl", cost, empty_cpu["musl"])


def beside_large(figures, seconds, noop, ours, name, wrapper):
    """A wrapper's own time, in turn with truefrom's."""
    must_judge(ours, wrapper)
    drain = Command(ours.message, DRAIN, *CALL)
    drain, wrapper, noop, ours = measure(seconds, drain, wrapper, noop, ours)
    cost = less(wrapper, drain)
    figures.tell("own-" + name, cost, "ms")
    figures.ratio(name + "-times", cost, less(ours, noop))


def count_instructions(figures, mail, config):
    with open(mail, "rb") as file:
        text = file.read()
    os.rename(*config)
    try:
        figures.say("instructions-truefrom", instructions(
            [TRUEFROM, *CALL], text, before="execve"), "instructions")
    except LookupError as missing:
        print("# a program without symbols?", missing, file=sys.stderr)
    os.rename(*reversed(config))
    for name, words in ("php", PHP), ("perl", PERL):
        figures.say("instructions-" + name,
                    instructions([*words, *CALL], text), "instructions")


def calls(figures, _pace, _seconds):
    """What truefrom asks of the kernel from when it is exec'ed to when it
    execs, with three lists of which the last has the domain."""
    mail = message("small")
    here, there = truefrom_config("noop", BASE, NOOP)
    os.rename(here, there)
    parts = []
    for option in (), ("-c", "-U", "calls,errors,name"):
        with open(mail, "rb") as file:
            subprocess.run(
                ["strace", "-u", "alice", "-s", "40", *option,
                 "-o", "/mnt/w/calls", TRUEFROM, *CALL],
                stdin=file, check=True)
        with open("/mnt/w/calls", encoding="latin-1") as file:
            parts.append(file.read())
    os.rename(there, here)
    listed = parts[0].splitlines()
    first, *_, last = (i for i, line in enumerate(listed)
                       if line.startswith("execve("))
    figures.say("calls", last - first - 1, "system-calls")
    write(TOOLS + "calls.txt", "\n".join(listed[first + 1:last]) + "\n")
    write(TOOLS + "calls-summary.txt", parts[1])


def acl(figures, pace, _seconds):
    """The recipe's ACL in Exim, and truefrom before an Exim without it; the
    domain is the last of a list for lsearch."""
    plain = exim_config("plain")
    for name, count in ("1k", 10**3), ("100k", 10**5), ("1M", 10**6):
        path = domain_list("lsearch", count)
        mail = message("acl", sender="shop@" + domain(count - 1))
        bare = Command(mail, EXIM, *CALL, swaps=[exim_config("acl", path)])
        ours = Command(mail, TRUEFROM, *CALL, swaps=[plain, truefrom_config(
            "recipe", RECIPE.format(lookup="lsearch;" + path), EXIM)])
        must_judge(bare, ours)
        compare(figures, f"acl-{name}", pace * 20, bare, ours)


def listed_in(kind, count):
    """truefrom before a no-op, with a domain that is the last of a list."""
    return Command(
        message(f"last-{count}", sender="shop@" + domain(count - 1)),
        TRUEFROM, *CALL, swaps=[truefrom_config(
            f"{kind}-{count}", RECIPE.format(
                lookup=f"{kind};{domain_list(kind, count)}"), NOOP)])


def looked_up_by_exim(count):
    path = domain_list("lsearch", count)
    return Command("/dev/null", EXIM, "-be", "${lookup{%s}lsearch{%s}{yes}fail}"
                   % (domain(count - 1), path), swaps=[exim_config("plain")])


def lookup(figures, pace, _seconds):
    """truefrom's lookups, and Exim's `exim -be '${lookup...}'`; of lsearch what
    a million domains cost beyond one."""
    million = 10**6
    nothing = Command("/dev/null", NOOP, *CALL)
    by_cdb = [listed_in("cdb", count) for count in (1000, million)]
    by_line = [listed_in("lsearch", count) for count in (million, 1)]
    must_judge(*by_cdb, *by_line)
    # Each after the same: what is large empties the caches for the next.
    noop_few, cdb_few, noop, cdb = measure(
        pace * 30, nothing, by_cdb[0], nothing, by_cdb[1])
    cdb_few, cdb = less(cdb_few, noop_few), less(cdb, noop)
    many, few, exim, exim_few = measure(
        pace * 30, *by_line, looked_up_by_exim(million), looked_up_by_exim(1))
    figures.tell("lookup-cdb-1k", cdb_few, "ms")
    figures.tell("lookup-cdb-1M", cdb, "ms")
    figures.ratio("lookup-cdb-ratio", cdb, cdb_few)
    many, exim = less(many, few), less(exim, exim_few)
    figures.tell("lookup-lsearch-1M-truefrom", many, "ms")
    figures.tell("lookup-lsearch-1M-exim", exim, "ms")
    figures.ratio("lookup-lsearch-times", exim, many)


def large(figures, pace, _seconds):
    """100 MiB.  Throughput is one divided by time."""
    mail = message("large", size=100 * MIB)
    exim = exim_config("plain")
    bare, ours = measure(
        pace * 60, Command(mail, EXIM, *CALL, swaps=[exim]),
        Command(mail, TRUEFROM, *CALL, swaps=[
            exim, truefrom_config("base", BASE, EXIM)]))
    figures.tell("large-exim", bare, "ms")
    figures.tell("large-truefrom", ours, "ms")
    figures.ratio("large-throughput", bare, ours)
    peak(figures, mail)


def peak(figures, mail):
    """truefrom's resident memory, which exec adds to its successor's account,
    and the largest message that it keeps in memory."""
    noop, ours = turns(3, [
        Command(mail, NOOP, *CALL), Command(mail, TRUEFROM, *CALL, swaps=[
            truefrom_config("noop", BASE, NOOP)])])
    resident = max(sample.rss for sample in ours) / 1024
    figures.say("large-resident-noop", noop[0].rss / 1024, "MiB")
    figures.say("large-resident", resident, "MiB")
    in_memory = memory_file_max() / MIB
    figures.say("large-memory-file", in_memory, "MiB")
    figures.say("large-peak", resident + in_memory, "MiB")
    os.remove(mail)


def memory_file_max():
    """In bytes, to 16 KiB: up to there the mail server gets a memory file."""
    os.mkdir("/mnt/record")
    os.chmod("/mnt/record", 0o1777)
    os.symlink(NOOP, "/mnt/record/program")
    config = truefrom_config("record", BASE, RECORDER)
    fits, too_large = 0, 128 * MIB
    while too_large - fits > 16384:
        size = (fits + too_large) // 2
        mail = message("some", size=size)
        turns(1, [Command(mail, TRUEFROM, *CALL, swaps=[config])])
        with open("/mnt/record/descriptors", encoding="ascii") as file:
            if re.search("^0 /memfd:", file.read(), re.M):
                fits = size
            else:
                too_large = size
    os.remove(mail)
    return too_large


def callers(figures, _pace, seconds):
    """Sixteen at once, truefrom and bare Exim in turn."""
    mail = message("small")
    os.rename(exim_config("plain")[0], EXIM_CONFIG)
    os.rename(truefrom_config("base", BASE, EXIM)[0], CONFIG)
    turn = min(5, max(1, seconds // 2))
    rates, failures = ([], []), 0
    for _ in range(seconds // turn):
        for samples, program in zip(rates, (EXIM, TRUEFROM)):
            done, failed, time = load(turn, 16, mail, program, *CALL)
            samples.append(done / time)
            failures += failed
    os.remove(CONFIG)
    os.remove(EXIM_CONFIG)
    bare, ours = rates
    figures.tell("callers-exim", bare, "messages/s")
    figures.tell("callers-truefrom", ours, "messages/s")
    figures.ratio("callers-throughput", ours, bare)
    figures.say("callers-failures", failures, "messages")


GROUPS = {"small": small, "own": own, "calls": calls, "acl": acl,
          "lookup": lookup, "large": large, "callers": callers}
