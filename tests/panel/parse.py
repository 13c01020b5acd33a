# SPDX-License-Identifier: ISC
"""The panel's parsers, each a program that reads the names of files on
standard input and prints for each, after a tab, the From domains it shows."""

import collections
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import tap

DIRECTORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "parsers")
MODULES = "/mnt/src/build/panel/node/node_modules"
PHP = ["php", "-n", "-d", "display_errors=stderr", "-d", "extension=mbstring", "-d", "extension=mailparse",
       "-d", "extension=imap", DIRECTORY + "/php"]


def node(name, version=""):
    return ["node", DIRECTORY + "/node.mjs", name, MODULES, version]


PARSERS = {
    "exim": [DIRECTORY + "/exim"],
    "python-compat32": [DIRECTORY + "/python", "compat32"],
    "python-default": [DIRECTORY + "/python", "default"],
    "gmime": [DIRECTORY + "/gmime"],
    "dovecot": [DIRECTORY + "/dovecot"],
    "perl-xs": [DIRECTORY + "/perl", "xs"],
    "perl-xs-decoded": [DIRECTORY + "/perl", "xs-decoded"],
    "perl-mailtools": [DIRECTORY + "/perl", "mailtools"],
    "php-mailparse": PHP + ["mailparse"],
    "php-imap": PHP + ["imap"],
    "go": ["/mnt/panel/netmail"],
    "nodemailer": node("nodemailer"),
    "nodemailer-new": node("nodemailer", "-new"),
    "mailparser": node("mailparser"),
    "mailparser-new": node("mailparser", "-new"),
    "postal-mime": node("postal-mime"),
    "postal-mime-new": node("postal-mime", "-new"),
}


def run(parser, paths):
    """What one parser shows for each path; the end of all if it does not do its
    work: a member of the panel is never left out in silence."""
    with open(f"/mnt/log/parser-{parser}", "wb") as log:
        done = subprocess.run(
            PARSERS[parser], input="".join(path + "\n" for path in paths),
            encoding="ascii", stdout=subprocess.PIPE, stderr=log, check=False)
    shown = dict(line.split("\t", 1) for line in done.stdout.split("\n")
                 if "\t" in line)
    if done.returncode != 0 or list(shown) != list(paths):
        with open(f"/mnt/log/parser-{parser}", encoding="utf-8",
                  errors="replace") as log:
            tap.bail_out(
                f"parser {parser}: status {done.returncode}, "
                f"{len(shown)} of {len(paths)} messages: {log.read()[-500:]}")
    if sum(map(bool, shown.values())) < 0.7 * len(paths):
        tap.bail_out(f"parser {parser} shows next to nothing")
    return shown


def run_all(paths):
    """{path: {parser: domains}}"""
    table = collections.defaultdict(dict)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for parser, shown in zip(PARSERS, pool.map(
                lambda parser: run(parser, paths), PARSERS)):
            for path, domains in shown.items():
                table[path][parser] = domains
    return table
