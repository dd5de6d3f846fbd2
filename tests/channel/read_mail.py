#!/usr/bin/python3
"""Reads a mail with Python's own parser and prints what it found as a line of JSON."""
import email
import email.policy
import json
import sys

with open(sys.argv[1], "rb") as source:
    mail = email.message_from_binary_file(source, policy=email.policy.default)
defects = list(mail.defects)
for part in mail.walk():
    defects += part.defects
for name in mail.keys():
    defects += mail[name].defects
parts = [[part.get_content_type(), part.get_content_charset(), part.get_content().replace("\r\n", "\n")] for part in mail.iter_parts()]
print(json.dumps({
    "defects": [str(defect) for defect in defects], "headers": mail.keys(), "from": mail["From"], "to": mail["To"],
    "subject": mail["Subject"], "date": mail["Date"].datetime.isoformat(), "message_id": mail["Message-ID"],
    "list_id": mail["List-Id"], "auto": mail["Auto-Submitted"], "alert": mail["X-Newswatch-Alert"],
    "type": mail.get_content_type(), "parts": parts}, ensure_ascii=False), flush=True)
