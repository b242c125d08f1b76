"""python3 verify_comment.py SEALED.json EXPORT: are the words of a comment those that were sealed then?
Needs Python alone. SEALED.json is /comments/ID/sealed.json; verify_export.py says whether EXPORT is whole."""

import hashlib
import json
import sys


def must(holds, sentence):
    if not holds:
        sys.exit(f"NOT as it was sealed: {sentence}.")


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def verify(said, lines):
    row = said["row"]
    must(row, "it is not under a seal yet")
    must(sha256(said["salt"] + said["words"]) == said["digest"], "the words have another digest")
    must(sha256(said["facts_salt"] + said["facts"]) == row["facts"], "the facts have another digest")
    facts = json.loads(said["facts"])
    must(facts["digest"] == said["digest"], "other words were sealed")
    must((row["kind"], row["key"]) == ("comment", str(facts["id"])), "the row is of something else")
    is_found = False
    for line in lines:
        published = json.loads(line)
        is_found = is_found or published == row
        if is_found and "seal" in published:
            must(published == said["seal"], "it was published under another seal")
            sealed_at, form = published["sealed_at"], published.get("form", 1)  # as docs/record.md has it
            print(f"These words of comment {facts['id']} were sealed on {sealed_at}, form {form}.")
            return
    must(is_found, "its row is not in the export")
    sys.exit("NOT as it was sealed: the export ends before the seal.")


with open(sys.argv[1], encoding="utf-8") as sealed, open(sys.argv[2], encoding="utf-8") as export:
    verify(json.load(sealed), export)
