#!/usr/bin/python3
"""Reads an Atom file with feedparser, and with a strict XML parser before, and prints what it found as JSON."""
import html
import json
import re
import sys
import xml.etree.ElementTree

import feedparser

with open(sys.argv[1], "rb") as source:
    data = source.read()
wrong = ""
try:
    xml.etree.ElementTree.fromstring(data)
except xml.etree.ElementTree.ParseError as error:
    wrong = str(error)
feed = feedparser.parse(data)
if feed.bozo:
    wrong = wrong or str(feed.bozo_exception)
entries = []
for entry in feed.entries:
    content = entry.content[0] if "content" in entry else {}
    entries.append({
        "id": entry.get("id", ""),
        "title": entry.get("title", ""),
        "title_type": entry.title_detail.type,
        "updated": entry.get("updated", ""),
        "published": entry.get("published", ""),
        "author": entry.get("author", ""),
        "link": entry.get("link", ""),
        "tags": [tag.term for tag in entry.get("tags", [])],
        "content_type": content.get("type", ""),
        "text": html.unescape(re.sub(r"<[^>]*>", "", content.get("value", ""))),
    })
print(json.dumps({"wrong": wrong, "version": feed.version, "title": feed.feed.get("title", ""),
                  "updated": feed.feed.get("updated", ""), "entries": entries}), flush=True)
