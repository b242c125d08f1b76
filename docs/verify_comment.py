"""python3 verify_comment.py SEALED.json EXPORT: are the words of a comment those that were sealed then?
Needs Python alone. SEALED.json: /comments/ID/sealed.json, or a receipt's. Try EXPORT by verify_export.py."""

import json
import re
import signal
import sys
from hashlib import sha256


def must(holds, sentence):
    return holds or sys.exit(f"NOT as it was sealed: {sentence}.")


def digest(salt, text, length):
    # Else the first words could be moved into the salt, and the rest would pass for all of them.
    must(re.fullmatch(f"[0-9a-f]{{{length}}}", salt), f"a salt is not {length} hexadecimal digits")
    return sha256((salt + text).encode()).hexdigest()


def facts_of(record, kind):
    row, facts = must(record["row"], "it is not under a seal yet"), json.loads(record["facts"])
    must(digest(record["facts_salt"], record["facts"], 64) == row["facts"], "the facts have another digest")
    return must((row["kind"], row["key"]) == (kind, str(facts["id"])), "the row is of another") and facts


def look_for(records, lines):
    wanted = {(each["row"]["kind"], each["row"]["key"]): each for each in records}
    found, under = [], 0
    for published in map(json.loads, lines):
        name = published.get("kind"), published.get("key")
        if name in wanted:
            must(published == wanted[name]["row"], f"another row was published of {' '.join(name)}")
            found.append(wanted[name])
        elif "seal" in published:
            fits = all(each["seal"] == published for each in found[under:])
            under = must(fits, "it was published under another seal") and len(found)
    must(len(found) == len(records), "its row is not in the export, or more than once")
    must(under == len(found), "the export ends before the seal")


def verify(said, lines):
    facts, form = facts_of(said, "comment"), said["seal"].get("form", 1)  # as docs/record.md has it
    must(digest(said["salt"], said["words"], 32) == facts["digest"], "other words were sealed")
    made = [(facts_of(each, "decision"), each["seal"]) for each in said.get("decisions", [])]
    must(all(each["comment_id"] == facts["id"] for each, _seal in made), "a decision is on another comment")
    look_for([said, *said.get("decisions", [])], lines)
    print(f"These words of comment {facts['id']} were sealed on {said['seal']['sealed_at']}, form {form}.")
    for each, seal in made:
        print(f"Decision {each['number']}, {each['outcome']}, was sealed on {seal['sealed_at']}.")
    print("\n" + re.sub("[\0-\t\v-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", said["words"]))


sys.stdout.reconfigure(errors="backslashreplace")  # what cannot be shown was sealed all the same
hasattr(signal, "SIGPIPE") and signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # for `| head`
try:
    with open(sys.argv[1], encoding="utf-8") as sealed, open(sys.argv[2], encoding="utf-8") as export:
        verify(json.load(sealed), export)
except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
    must(False, "one of the files is not what it should be")
