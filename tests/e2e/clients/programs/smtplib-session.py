# SPDX-License-Identifier: ISC
# smtplib-session.py: smtplib, which knows sockets alone, with a sendmail -bs at
# the other end of one.

import os
import smtplib
import socket
import subprocess
import sys
from email.message import EmailMessage


class Sendmail(smtplib.SMTP):
    def _get_socket(self, host, port, timeout):
        ours, its = socket.socketpair()
        with its:
            self.sendmail_process = subprocess.Popen(
                ["/usr/sbin/sendmail", "-bs"], stdin=its, stdout=its)
        return ours


message = EmailMessage()
message["From"] = os.environ["FROM"]
message["To"] = os.environ["TO"]
message["Cc"] = os.environ["CC"]
message["Bcc"] = os.environ["BCC"]
message["Subject"] = os.environ["SUBJECT"]
with open(os.environ["BODY"]) as body:
    message.set_content(body.read())

failed = False
with Sendmail("localhost", local_hostname="client.example") as session:
    try:
        session.send_message(message)
        print("sent")
    except smtplib.SMTPException as error:
        print(f"{type(error).__name__}: {error}")
        failed = True
status = session.sendmail_process.wait()
if status:
    print(f"sendmail: status {status}")
sys.exit(1 if failed else 0)
