# SPDX-License-Identifier: ISC
"""Handing messages to the three mail servers, and taking them as delivered."""

import glob
import os
import re
import subprocess
import time

import tap
from judge import ALICE

SENDMAILS = {
    "exim": ["/mnt/exim4", "-odi"],
    "postfix": ["/mnt/postfix/bin/sendmail"],
    "sendmail": ["/mnt/sendmail/sendmail"],
}
POSTFIX_QUEUE = "/mnt/postfix/queue/"


def submit(mta, names):
    """Hands over, one after another, what truefrom handed on."""
    with open(f"/mnt/log/said-{mta}", "wb") as said:
        for name in names:
            with open("/mnt/panel/handed/" + name, "rb") as message:
                subprocess.run(
                    SENDMAILS[mta] + ["-i", name + "@panel.example"],
                    stdin=message, stdout=said, stderr=said, check=False,
                    **ALICE)


def settle_postfix():
    """Until nothing is on its way; what it could not take stays deferred."""
    for _ in range(600):
        if not any(files for queue in ("maildrop", "incoming", "active")
                   for _, _, files in os.walk(POSTFIX_QUEUE + queue)):
            return
        time.sleep(0.1)
    tap.bail_out("Postfix did not come to an end")


def collect_exim():
    """Its Maildir names no recipients; the header that it adds does."""
    os.makedirs("/mnt/panel/exim", exist_ok=True)
    for path in glob.glob("/mnt/mail/new/*"):
        with open(path, "rb") as file:
            head = file.read(4096)
        name = re.search(rb"^Envelope-to: (.+)@panel\.example$", head, re.M)
        if name is not None:
            os.rename(path, "/mnt/panel/exim/" + name[1].decode("ascii"))


def deliver(mta, names):
    """The names of those that were delivered; the files are in
    /mnt/panel/MTA."""
    submit(mta, names)
    if mta == "exim":
        collect_exim()
    if mta == "postfix":
        settle_postfix()
    return sorted(set(os.listdir("/mnt/panel/" + mta)) & set(names))
