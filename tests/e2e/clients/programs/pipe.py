# SPDX-License-Identifier: ISC
# pipe.py [file]: the idiom of Python's FAQ, or the same with a file.

import os
import subprocess
import sys
import tempfile
from email.message import EmailMessage

message = EmailMessage()
message["From"] = os.environ["FROM"]
message["To"] = os.environ["TO"]
message["Cc"] = os.environ["CC"]
message["Bcc"] = os.environ["BCC"]
message["Subject"] = os.environ["SUBJECT"]
with open(os.environ["BODY"]) as body:
    message.set_content(body.read())

command = ["/usr/sbin/sendmail", "-t", "-oi"]
if sys.argv[1:] == ["file"]:
    with tempfile.TemporaryFile() as file:
        file.write(message.as_bytes())
        file.seek(0)
        done = subprocess.run(command, stdin=file)
else:
    done = subprocess.run(command, input=message.as_bytes())
print("sent" if done.returncode == 0 else f"status {done.returncode}")
sys.exit(1 if done.returncode else 0)
