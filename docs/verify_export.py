"""python3 verify_export.py EXPORT [--key PUBLIC.pem] [--seen SEAL:DIGEST]: is it as it was sealed?
Needs Python alone, and OpenSSL 3 where a key is given. --seen names a seal that you have seen published."""

import argparse
import base64
import json
import subprocess
import tempfile
from hashlib import sha256

canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def must(holds, sentence, status=1):
    says = ("NOT as it was sealed", "Cannot be told", "It is older than what you saw, or cut")[status - 1]
    return holds or arguments.exit(status, f"{says}: {sentence}.\n")


def is_signed(digest, signature, keys):
    with tempfile.NamedTemporaryFile() as text, tempfile.NamedTemporaryFile() as proof:
        text.write(digest.encode()), text.flush(), proof.write(base64.b64decode(signature)), proof.flush()
        verify = ["openssl", "pkeyutl", "-verify", "-rawin", "-in", text.name, "-sigfile", proof.name]
        told = [subprocess.run([*verify, "-pubin", "-inkey", key], stdout=-1).stdout for key in keys]
    must(all(b"Signature Verif" in each for each in told), "openssl does not take the key", 2)
    return not keys or any(b"Success" in each for each in told)


def verify(export, keys, seen):
    digest, seals, rows, since, end, key, root = "0" * 64, 0, 0, 0, None, "", sha256()
    for line in iter(lambda: export.readline(9999), ""):
        said, line = json.loads(line), line.rstrip("\r\n")
        must(line == canonical(said) and not end, f"after row {rows} stands what is no line of an export")
        end = "end" in said and line
        if "seal" in said:
            told, signature, before, seals = said.pop("digest"), said.pop("signature"), key, seals + 1
            follows = {"seal": seals, "previous": digest, "rows": since, "last": rows}.items() <= said.items()
            must(since and follows and said["root"] == root.hexdigest(), f"seal {seals} does not follow")
            digest, key, since, root = sha256(canonical(said).encode()).hexdigest(), said["key"], 0, sha256()
            known = {told, *(other for number, other in seen if number == seals)}
            must(known == {digest}, f"seal {seals} was published with another digest")
            must(signature if key else not before, f"seal {seals} is not signed")
            must(is_signed(digest, signature, key and keys), f"seal {seals} is not signed with the key")
        elif not end:
            rows, since = rows + 1, since + 1
            must(said["number"] == rows, f"row {rows} is missing"), root.update(f"{line}\n".encode())
    must(all(number > 0 for number, _ in seen), "the first seal is seal 1", 2)
    must(end == canonical({"end": seals, "rows": rows, "digest": digest}), "it was cut, or ends otherwise")
    must(key or not keys, "the newest seal is not signed")
    must(all(number <= seals for number, _ in seen), f"seal {seals} is its last", 3)
    print(f"{rows} rows, {seals} seals: as they were sealed, {len(keys)} keys tried. The newest: {digest}")


arguments = argparse.ArgumentParser()
arguments.add_argument("export", type=argparse.FileType(encoding="utf-8"))
arguments.add_argument("--key", default=[], action="append", dest="keys")
arguments.add_argument("--seen", default=[], action="append", type=lambda at: (int(at[:-65]), at[-64:]))
try:
    verify(**vars(arguments.parse_args()))
except (AttributeError, KeyError, OSError, RecursionError, TypeError, ValueError) as error:
    must(False, f"{type(error).__name__}, {error}", 2 if isinstance(error, OSError) else 1)
