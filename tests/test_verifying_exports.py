"""Anybody can verify an export without us: with a script, Python, and openssl for the signatures."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from comments.sealing.canonical import canonical
from comments.sealing.signing import SealKey
from tests.factories import make_comment
from tests.sealing import make_key, seal
from tests.test_verifying_seals import export, sealed_in_three

pytestmark = pytest.mark.django_db

SCRIPT = Path(__file__).parent.parent / "docs" / "verify_export.py"


@pytest.fixture
def key(tmp_path):
    return SealKey.read(make_key(tmp_path)[0])


def by_script(file: Path, *options: str) -> tuple[int, str]:
    run = subprocess.run(
        [sys.executable, "-I", SCRIPT, file, *options], capture_output=True, text=True, check=False
    )
    return run.returncode, run.stdout + run.stderr


def test_the_script_is_short_and_needs_nothing_but_python():
    lines = SCRIPT.read_text().splitlines()
    imported = {line.split()[1] for line in lines if line.startswith(("import", "from"))}

    assert len(lines) <= 60
    assert imported <= sys.stdlib_module_names


def test_the_script_verifies_an_export(tmp_path, monkeypatch, key):
    newest = sealed_in_three(monkeypatch, key)[-1]

    public = str(tmp_path / "seal.pub")
    status, said = by_script(export(tmp_path), "--key", public, "--seen", f"{newest.number}:{newest.digest}")

    assert (status, newest.digest in said) == (0, True), said


def test_the_script_verifies_an_export_of_nothing(tmp_path):
    assert by_script(export(tmp_path))[0] == 0


def line_with(lines: list[str], words: str) -> int:
    return next(index for index, line in enumerate(lines) if words in line)


def put_otherwise(lines: list[str], words: str, others: str) -> None:
    index = line_with(lines, words)
    lines[index] = lines[index].replace(words, others, 1)


TAMPERINGS = {
    "a digest changed": lambda lines: put_otherwise(lines, '"facts":"', '"facts":"0'),
    "a row deleted": lambda lines: lines.pop(3),
    "a row inserted": lambda lines: lines.insert(3, lines[3]),
    "two rows in another order": lambda lines: lines.insert(0, lines.pop(1)),
    "a seal deleted": lambda lines: lines.pop(line_with(lines, '"seal":2')),
    "a seal changed": lambda lines: put_otherwise(lines, '"sealed_at":"20', '"sealed_at":"19'),
    "the last line cut": lambda lines: lines.pop(),
    "cut within a seal": lambda lines: lines.__delitem__(slice(-3, None)),
    "another end": lambda lines: put_otherwise(lines, '"end":', '"end":1'),
    "something after the end": lambda lines: lines.append(lines[-1]),
    "nothing left": lambda lines: lines.clear(),
    "an empty line": lambda lines: lines.insert(3, ""),
    "no JSON": lambda lines: lines.insert(3, "hello"),
    "a list": lambda lines: lines.insert(3, "[]"),
    "a number": lambda lines: lines.insert(3, "7"),
    "null": lambda lines: lines.insert(3, "null"),
    "an object of nothing": lambda lines: lines.insert(3, "{}"),
    "a byte-order mark": lambda lines: lines.insert(0, "\ufeff" + lines.pop(0)),
    "a line that does not end": lambda lines: lines.insert(3, "x" * 1_000_000),
    "a line that is too deep": lambda lines: lines.insert(3, "[" * 9_000),
    "a name twice": lambda lines: put_otherwise(lines, '"digest":"', f'"digest":"{"a" * 64}","digest":"'),
    "a name twice in a row": lambda lines: put_otherwise(lines, '"kind":', '"kind":"note","kind":'),
    "a name twice in the end": lambda lines: put_otherwise(lines, '"end":', '"end":1,"end":'),
    "names in another order": lambda lines: put_otherwise(lines, '"end":', '"a":1,"end":'),
    "a space": lambda lines: put_otherwise(lines, '"seal":2', '"seal": 2'),
    "a seal that says more": lambda lines: put_otherwise(lines, '"seal":2', '"seal":2,"so":1'),
    "a seal that says less": lambda lines: put_otherwise(lines, '"complete":false,', ""),
    "a row that says more": lambda lines: put_otherwise(lines, '"number":3,', '"number":3,"of":1,'),
    "an end of another form": lambda lines: put_otherwise(lines, '"end":3', '"end":3.0'),
}


@pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=TAMPERINGS)
def test_the_script_finds_what_was_done_to_an_export(tmp_path, monkeypatch, tampering):
    sealed_in_three(monkeypatch)
    file = export(tmp_path)
    lines = file.read_text().splitlines()
    tampering(lines)
    file.write_text("".join(f"{line}\n" for line in lines))

    status, said = by_script(file)

    assert (status, said[:20]) == (1, "NOT as it was sealed")


def forged(lines: list[str], change: Callable[[dict], object] = id) -> list[str]:
    """Changed, and every digest worked out anew: what nobody has seen, and nobody has signed."""
    made, root, digest = [], sha256(), "0" * 64
    for said in map(json.loads, lines):
        if "seal" in said:
            del said["digest"], said["signature"]
            said |= {"previous": digest, "root": root.hexdigest()}
            change(said)
            digest, root = sha256(canonical(said).encode()).hexdigest(), sha256()
            said |= {"digest": digest, "signature": ""}
        elif "end" in said:
            change(said)
            said["digest"] = digest
        else:
            change(said)
            root.update(f"{canonical(said)}\n".encode())
        made.append(canonical(said))
    return made


def by_script_of(lines: list[str], file: Path) -> tuple[int, str]:
    file.write_text("".join(f"{line}\n" for line in lines))
    return by_script(file)


@pytest.mark.parametrize(
    ("place", "otherwise", "sentence"),
    [
        ({"seal": 2}, {"seal": 3}, "seal 2 does not follow"),
        ({"seal": 2}, {"previous": "a" * 64}, "seal 2 does not follow"),
        ({"seal": 2}, {"rows": 99}, "seal 2 does not follow"),
        ({"seal": 2}, {"last": 99}, "seal 2 does not follow"),
        ({"seal": 2}, {"root": "a" * 64}, "seal 2 does not follow"),
        ({"number": 3}, {"number": 4}, "row 3 is missing"),
    ],
    ids=lambda each: next(iter(each)) if isinstance(each, dict) else "",
)
def test_the_script_finds_what_was_forged_with_digests_that_fit(
    tmp_path, monkeypatch, place, otherwise, sentence
):
    sealed_in_three(monkeypatch)
    file = export(tmp_path)
    lines = file.read_text().splitlines()
    assert by_script_of(forged(lines), file)[0] == 0

    done = forged(lines, lambda said: place.items() <= said.items() and said.update(otherwise))

    assert by_script_of(done, file) == (1, f"NOT as it was sealed: {sentence}.\n")


def test_the_script_finds_a_seal_over_nothing(tmp_path, monkeypatch):
    sealed_in_three(monkeypatch)
    file = export(tmp_path)
    *lines, newest, end = file.read_text().splitlines()
    number = json.loads(newest)["seal"] + 1
    more = canonical(json.loads(newest) | {"seal": number, "rows": 0})
    ends = canonical(json.loads(end) | {"end": number})

    status, said = by_script_of(forged([*lines, newest, more, ends]), file)

    assert (status, said) == (1, f"NOT as it was sealed: seal {number} does not follow.\n")


def test_the_script_takes_seals_of_before_there_was_a_key(tmp_path, key):
    make_comment()
    seal()
    make_comment()
    seal(key)

    status, said = by_script(export(tmp_path), "--key", str(tmp_path / "seal.pub"))

    assert status == 0, said


def test_the_script_takes_the_first_seal_for_one_that_can_be_seen(tmp_path, monkeypatch):
    first = sealed_in_three(monkeypatch)[0]

    assert by_script(export(tmp_path), "--seen", f"1:{first.digest}")[0] == 0


def test_the_script_takes_an_export_with_the_line_ends_of_another_system(tmp_path, monkeypatch):
    sealed_in_three(monkeypatch)
    file = export(tmp_path)
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert by_script(file)[0] == 0


@pytest.mark.parametrize(
    "content", [None, "hello", "-----BEGIN PUBLIC KEY-----\naGVsbG8=\n-----END PUBLIC KEY-----\n"]
)
def test_the_script_takes_a_key_that_cannot_be_read_for_no_forgery(tmp_path, monkeypatch, key, content):
    sealed_in_three(monkeypatch, key)
    public = tmp_path / "other.pub"
    if content is not None:
        public.write_text(content)

    status, said = by_script(export(tmp_path), "--key", str(public))

    assert (status, "Cannot be told" in said, "NOT" in said) == (2, True, False), said


@pytest.mark.parametrize("seen", ["12", "hello", "12:", ":", f"one:{'a' * 64}"])
def test_the_script_says_what_it_cannot_read(tmp_path, seen):
    assert by_script(export(tmp_path), "--seen", seen)[0] == 2
    assert by_script(tmp_path / "none.jsonl")[0] == 2


@pytest.mark.parametrize("number", ["0", "-1"])
def test_the_script_takes_no_seal_that_was_never_made_for_one_it_has_tried(tmp_path, monkeypatch, number):
    sealed_in_three(monkeypatch)

    status, said = by_script(export(tmp_path), f"--seen={number}:{'a' * 64}")

    assert (status, said) == (2, "Cannot be told: the first seal is seal 1.\n")


@pytest.mark.parametrize("turn", [1, -1], ids=["the true one first", "the true one last"])
def test_the_script_holds_the_export_against_each_digest_that_was_seen(tmp_path, monkeypatch, turn):
    newest = sealed_in_three(monkeypatch)[-1]
    seen = [f"--seen={newest.number}:{digest}" for digest in (newest.digest, "a" * 64)][::turn]

    status, said = by_script(export(tmp_path), *seen)

    assert (status, said) == (
        1,
        f"NOT as it was sealed: seal {newest.number} was published with another digest.\n",
    )


def test_the_script_finds_an_export_that_is_older_than_what_was_seen(tmp_path, monkeypatch):
    newest = sealed_in_three(monkeypatch)[-1]

    older = by_script(export(tmp_path), "--seen", f"{newest.number + 1}:{'a' * 64}")
    other = by_script(export(tmp_path), "--seen", f"{newest.number}:{'a' * 64}")

    # An export of the night before is older than the seals of today, and not for that tampered with.
    assert (older[0], other[0]) == (3, 1)
    assert "older than what you saw, or cut" in older[1]
    assert "NOT as it was sealed" not in older[1]
    assert "published with another digest" in other[1]


def test_the_script_finds_a_wrong_key_and_a_missing_signature(tmp_path, monkeypatch, key):
    sealed_in_three(monkeypatch, key)
    public, other = str(tmp_path / "seal.pub"), str(make_key(tmp_path, "other")[1])
    file = export(tmp_path)

    assert by_script(file, "--key", public)[0] == 0
    assert by_script(file, "--key", other)[0] == 1
    assert by_script(file, "--key", other, "--key", public)[0] == 0


def test_the_script_finds_that_nothing_is_signed(tmp_path, monkeypatch, key):
    sealed_in_three(monkeypatch)

    status, said = by_script(export(tmp_path), "--key", str(tmp_path / "seal.pub"))

    assert (status, "not signed" in said) == (1, True)
