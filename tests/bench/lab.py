# SPDX-License-Identifier: ISC
"""The mail server of tests/e2e/lab as the benchmarks want it: lists of any
length, configurations that take turns, commands that are timed.

Everything runs in private-root, where /mnt is the lab.  Programs are called by
alice, an ordinary user.  The helpers in C and the long lists, which take their
time to make, are in build/bench."""

import collections
import contextlib
import math
import os
import shutil
import subprocess
import time

TOOLS = "/mnt/src/build/bench/"
LISTS = TOOLS + "lists/"
SPOOL = "/mnt/spool"
ALICE = 2001
EXIM = "/mnt/exim4"
TRUEFROM = "/mnt/sbin/truefrom"
NOOP = "/mnt/exim-noop"
DRAIN = "/mnt/exim-drain"
RECORDER = "/mnt/exim-recorder"
CONFIG = "/mnt/etc/truefrom.conf"
EXIM_CONFIG = "/etc/exim4/exim4.conf"
CALL = ["-odq", "-i", "customer@dest.example"]
ROUNDS_MAX = 2000

Sample = collections.namedtuple("Sample", "wall cpu rss")


class Command:
    """What is timed; `swaps` are files put in place while it runs."""

    def __init__(self, message, *argv, swaps=()):
        self.message = message
        self.argv = list(argv)
        self.swaps = swaps

    def words(self):
        return ["::", self.message,
                *(f"{here}={there}" for here, there in self.swaps), *self.argv]


def turns(rounds, commands):
    """Runs them in turn, all on one processor.  For each command a list of
    samples: two times in milliseconds, and KiB."""
    said = subprocess.run(
        ["taskset", "-c", str(os.cpu_count() - 1), TOOLS + "turns", str(rounds),
         str(ALICE), *(word for one in commands for word in one.words())],
        stdout=subprocess.PIPE, check=True).stdout.decode()
    samples = [[] for _ in commands]
    for line in said.splitlines():
        values = [int(value) for value in line.split()]
        for one, wall, cpu, rss in zip(samples, values[::3], values[1::3],
                                       values[2::3]):
            one.append(Sample(wall / 1e6, cpu / 1e3, rss))
    return samples


def measure_both(seconds, *commands):
    """As many turns as there is time for, three at least, after a first that
    warms the caches.  For each command a list of milliseconds by the clock; and
    the same of the processor's, which other work on this machine disturbs less.
    """
    first = turns(1, commands)
    empty_queue()
    one_round = sum(samples[0].wall for samples in first) / 1e3
    batch = max(1, min(100, math.floor(1 / one_round)))
    samples = [[] for _ in commands]
    begin = time.monotonic()
    while len(samples[0]) < 3 or (time.monotonic() - begin < seconds and
                                  len(samples[0]) < ROUNDS_MAX):
        for one, more in zip(samples, turns(batch, commands)):
            one.extend(more)
        empty_queue()
    return ([[sample.wall for sample in one] for one in samples],
            [[sample.cpu for sample in one] for one in samples])


def measure(seconds, *commands):
    return measure_both(seconds, *commands)[0]


def less(samples, base):
    """What samples cost beyond those of the same rounds."""
    return [sample - other for sample, other in zip(samples, base)]


def load(seconds, callers, message, *argv):
    """Returns how many runs ended, how many failed, and the seconds."""
    said = subprocess.run(
        [TOOLS + "load", str(seconds), str(callers), str(ALICE), message,
         *argv], stdout=subprocess.PIPE, check=True).stdout.split()
    empty_queue()
    return int(said[0]), int(said[1]), int(said[2]) / 1e9


def empty_queue():
    for directory in "input", "msglog":
        shutil.rmtree(f"{SPOOL}/{directory}", ignore_errors=True)


@contextlib.contextmanager
def spool_on_disk():
    """Exim's spool is where the checkout is, and not in memory."""
    there = TOOLS + "spool"
    shutil.rmtree(there, ignore_errors=True)
    subprocess.run(["cp", "-a", SPOOL, there], check=True)
    subprocess.run(["mount", "--bind", there, SPOOL], check=True)
    yield
    subprocess.run(["umount", SPOOL], check=True)
    shutil.rmtree(there)


def write(path, content):
    with open(path, "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
    return path


def message(name, sender="shop@good.example", fields=b"", size=1024,
            recipients=b"customer@dest.example"):
    """A file with a message of that size, or as little more as it must be."""
    head = (b"To: " + recipients + b"\n"
            b"Subject: Your order 1001 has been received\n"
            b"Date: Mon, 23 Nov 2026 12:00:00 +0000\n"
            b"From: The Shop <" + sender.encode() + b">\n"
            b"Reply-To: A Customer <visitor@elsewhere.example>\n"
            b"Message-ID: <order-1001@good.example>\n"
            b"X-Mailer: PHPMailer 6.9.1\n"
            b"MIME-Version: 1.0\n"
            b"Content-Type: text/plain; charset=UTF-8\n" + fields + b"\n")
    line = b"Thank you for your order; it will be on its way tomorrow.\n"
    lines, rest = divmod(max(size - len(head), 0), len(line))
    return write("/mnt/w/" + name, head + line * lines +
                 b"." * max(rest - 1, 0) + b"\n" * (rest > 0))


def domain(i):
    return f"shop-{i:08d}.example"


def domain_list(kind, count):
    """A file of so many domains, made once; the last is domain(count - 1)."""
    path = f"{LISTS}{count}.{kind}"
    if os.path.exists(path):
        return path
    os.makedirs(LISTS, exist_ok=True)
    if kind == "cdb":
        with subprocess.Popen(["cdb", "-c", "-m", path], text=True,
                              stdin=subprocess.PIPE) as maker:
            for i in range(count):
                maker.stdin.write(f"{domain(i)} \n")
            maker.stdin.close()
        assert maker.wait() == 0
        os.chmod(path, 0o644)
    else:
        with open(path + ".new", "w", encoding="ascii") as file:
            file.writelines(f"{domain(i)}\n" for i in range(count))
        os.rename(path + ".new", path)
    return path


BASE = """\
domainlist local_domains  = lsearch;/mnt/lists/local
domainlist remote_domains = lsearch;/mnt/lists/remote
domainlist allow_domains  = lsearch;/mnt/lists/allow
from_domains = +local_domains : +remote_domains : +allow_domains
message_size_limit = 0
max_recipients = 1000000
"""

RECIPE = """\
domainlist local_domains  = @ : localhost : local.example
domainlist remote_domains = {lookup}
domainlist allow_domains  = allowed.example : *.wild.example
from_domains = +local_domains : +remote_domains : +allow_domains
"""


def truefrom_config(name, text, mta):
    """A configuration to swap in, of the family of Exim."""
    path = write(f"/mnt/etc/{name}.conf",
                 f"{text}mta = {mta}\nmta_family = exim\n")
    return path, CONFIG


def exim_config(name, remote=None):
    """Exim's, with the recipe's ACL if there is a list of remote domains."""
    with open("/mnt/src/tests/e2e/exim.conf", encoding="ascii") as file:
        text = file.read()
    text = text.replace("= 50M", "= 200M")
    if remote is not None:
        text = "RECIPE = yes\n" + text.replace("/mnt/remotedomains", remote)
    return write(f"/etc/exim4/{name}.conf", text), EXIM_CONFIG


def lay_out(build):
    """The lab, and beside it the lists of the three-list configuration: the
    sender's domain is the last of the last."""
    subprocess.run(["sh", "/mnt/src/tests/e2e/lab", build], check=True)
    os.mkdir("/mnt/w")
    os.chmod("/mnt/w", 0o1777)
    os.mkdir("/mnt/lists")
    shutil.copy(TOOLS + "bare", NOOP)
    shutil.copy(TOOLS + "drain", DRAIN)
    shutil.copy(TOOLS + "recorder", RECORDER)
    shutil.copy(domain_list("lsearch", 1000), "/mnt/lists/remote")
    for name, last in ("local", "localhost"), ("allow", "good.example"):
        write("/mnt/lists/" + name,
              "".join(f"{name}-{i}.example\n" for i in range(9)) + last + "\n")
    os.remove(CONFIG)
    os.remove(EXIM_CONFIG)
