# SPDX-License-Identifier: ISC
"""What truefrom says of messages, and what it hands to the mail server."""

import os
import subprocess

HOST = "lab.example"
ALICE = {"user": 2001, "group": 2001, "extra_groups": []}

# Everything is allowed: what is judged is left to say, and each message is then
# held to the domain that it was judged by.
EVERYTHING = f"""primary_hostname = {HOST}
qualify_domain = {HOST}
from_domains = *
mta = /mnt/keep-handed
"""

TRUEFROM = "/mnt/sbin/truefrom"
CONFIG = "/mnt/etc/truefrom.conf"
_explain = ["/mnt/sbin/truefromctl", "explain", "-c", CONFIG]


def use(truefromctl, config):
    """Makes explain() ask another truefromctl than the lab's."""
    _explain[0] = truefromctl
    _explain[3] = config


def configure():
    with open(CONFIG, "w", encoding="ascii") as file:
        file.write(EVERYTHING)
    with open("/mnt/keep-handed", "w", encoding="ascii") as file:
        file.write('#!/bin/sh\n'
                   '# truefrom -i NAME@panel.example: keeps the message.\n'
                   'exec cat > "/mnt/panel/handed/${2%@*}"\n')
    os.chmod("/mnt/keep-handed", 0o755)


def explain(path):
    """(None, the domain that a message is judged by), or (the reason why it is
    refused, the sentence)."""
    with open(path, "rb") as message:
        said = subprocess.run(
            _explain + ["-u", "nobody", "--", "-i", "r@panel.example"],
            stdin=message, stdout=subprocess.PIPE, check=False).stdout
    facts = dict(line.split(": ", 1) for line in
                 said.decode("ascii", "backslashreplace").split("\n") if line)
    if facts["verdict"] == "accept":
        return None, facts["domain"]
    return facts["reason"], facts["message"]


def hand_on(name, path):
    """Runs truefrom itself; the message is then in /mnt/panel/handed."""
    with open(path, "rb") as message:
        subprocess.run([TRUEFROM, "-i", name + "@panel.example"],
                       stdin=message, check=True, **ALICE)
