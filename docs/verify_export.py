"""python3 verify_export.py EXPORT [--key PUBLIC.pem] [--seen SEAL:DIGEST]: is it as it was sealed?
Needs Python alone, and openssl where a key is given. --seen names a seal that you have seen published."""

import argparse
import base64
import json
import subprocess
import sys
import tempfile
from hashlib import sha256


def must(holds, sentence):
    if not holds:
        sys.exit(f"NOT as it was sealed: {sentence}.")


def is_signed(key, digest, signature):
    with tempfile.NamedTemporaryFile() as message, tempfile.NamedTemporaryFile() as proof:
        for file, content in ((message, digest.encode()), (proof, base64.b64decode(signature))):
            file.write(content), file.flush()
        verify = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", key, "-in", message.name]
        return not subprocess.run([*verify, "-sigfile", proof.name], stdout=2, check=False).returncode


def verify(lines, keys, seen):
    digest, seals, rows, since, end, signed, sealed, forms = "0" * 64, 0, 0, 0, None, False, sha256(), set()
    for line in lines:
        said = json.loads(line)
        if end or "end" in said:
            end = said if end is None else "more"
        elif "seal" in said:
            claimed, signature, seals = said.pop("digest"), said.pop("signature"), seals + 1
            must((said["seal"], said["previous"]) == (seals, digest), f"seal {seals} does not follow")
            inside = (said["rows"], said["last"], said["root"]) == (since, rows, sealed.hexdigest())
            must(inside, f"the rows under seal {seals} are others")
            head = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
            digest = sha256(head).hexdigest()
            must(digest == claimed, f"seal {seals} has another digest")
            must(digest == seen.get(seals, digest), f"seal {seals} was published with another digest")
            fits = any(is_signed(key, digest, signature) for key in keys) if said["key"] else not signed
            must(fits or not keys, f"seal {seals} is not signed with the key")
            since, sealed, signed, forms = 0, sha256(), bool(said["key"]), forms | {said.get("form", 1)}
        else:
            rows, since = rows + 1, since + 1
            must(said["number"] == rows, f"row {rows} is missing")
            sealed.update(line.rstrip("\r\n").encode() + b"\n")
    must(end == {"end": seals, "rows": rows, "digest": digest}, "the file was cut, or its end is another")
    must(seals >= max(seen, default=0), f"it ends with seal {seals}: it is older than what you saw, or cut")
    must(signed or not keys, "the newest seal is not signed")
    print(f"{rows} rows under {seals} seals, form {forms}, are as they were sealed. The newest: {digest}")


arguments = argparse.ArgumentParser()
arguments.add_argument("export")
arguments.add_argument("--key", default=[], action="append")
arguments.add_argument("--seen", default=[], action="append")
given = arguments.parse_args()
with open(given.export, encoding="utf-8") as export:
    verify(export, given.key, {int(seen.split(":")[0]): seen.split(":")[1] for seen in given.seen})
