"""Takes the pictures in docs/screenshots from the demo, with a server and a database of its own.

make screenshots, or with names for some of them only: .venv/bin/python docs/take_screenshots.py desk receipt
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
DESK = "/admin/comments/comment/desk/"
BRIDGE = "/articles/the-bridge-at-tell-asra/"
HOSPITAL = "/articles/a-hospital-without-a-night/"
CUP = "/articles/shebeng-wins-the-cup/"
SETTLING, READING = 800, 4000  # milliseconds
REASONS = "reasons"  # the statement of them
RECEIPT = "receipt"  # of a comment that was rejected with reasons


def send_nothing(page: Page) -> None:
    page.wait_for_timeout(READING)
    page.locator("#comment-form button[type=submit]").click()
    page.locator("#comment-errors, #second-thoughts").wait_for()


def send_an_insult(page: Page) -> None:
    """What is sent first comes back once, with the guidelines that it may be against."""
    page.locator("#comment-form [name=name]").fill("Halime")
    page.locator("#comment-form [name=text]").fill("The mayor is an idiot, and so are you.")
    send_nothing(page)


def print_out(page: Page) -> None:
    page.emulate_media(media="print")


def open_the_first_mail(page: Page) -> None:
    page.locator("main a[href*='/demo/mail/']").first.click()
    page.wait_for_timeout(SETTLING)


@dataclass(frozen=True)
class Picture:
    name: str
    path: str
    width: int = 1280
    height: int = 900
    scheme: str = "light"
    scroll_to: str = ""
    language: str = "en"  # of the words around the article
    row: str = ""  # at the desk: whose comment is open
    is_staff: bool = False  # signed in, as for any row
    keys: tuple[str, ...] = ()  # pressed once it is open
    act: Callable[[Page], None] | None = None  # done before the picture is taken


PICTURES_TAKEN = [
    Picture("article", BRIDGE),
    Picture("article-narrow", BRIDGE, width=320, height=700),
    Picture("article-dark", BRIDGE, scheme="dark"),
    Picture("article-arabic", HOSPITAL, language="ar"),
    Picture("discussion", BRIDGE, scroll_to="#comments"),
    Picture("discussion-narrow", BRIDGE, width=320, height=700, scroll_to="#comments"),
    Picture("discussion-arabic", HOSPITAL, scroll_to="#comments", language="ar"),
    Picture("form", BRIDGE, scroll_to="#comment-form"),
    Picture("form-sorani", CUP, scroll_to="#comment-form", language="ckb"),
    Picture("front-kurmanji-narrow", "/", width=320, height=900, language="kmr"),
    Picture("front", "/"),
    Picture("front-dark", "/", scheme="dark"),
    Picture("form-errors", BRIDGE, act=send_nothing),
    Picture("second-thoughts", BRIDGE, act=send_an_insult),
    Picture("article-printed", BRIDGE, act=print_out),
    Picture("mine-empty", "/comments/mine/"),
    Picture("guidelines", "/comments/guidelines/"),
    Picture("transparency", "/comments/transparency/"),
    Picture("transparency-arabic", "/comments/transparency/", language="ar"),
    Picture("decisions", "/comments/decisions/"),
    Picture("reasons", REASONS, height=1000),
    Picture("sign-in", "/accounts/login/"),
    Picture("sign-up-arabic", "/accounts/signup/", language="ar"),
    Picture("account", "/accounts/", is_staff=True),
    Picture("second-factor", "/accounts/2fa/", is_staff=True),
    Picture("mail", "/demo/mail/", act=open_the_first_mail),
    Picture("receipt-turkish", RECEIPT, height=1000, language="tr"),
    Picture("receipt", RECEIPT, height=1000),
    Picture("receipt-narrow", RECEIPT, width=320, height=700),
    Picture("receipt-dark", RECEIPT, height=1000, scheme="dark"),
    Picture("desk", f"{DESK}?state=look", width=1440, row="RealKestrel"),
    Picture("desk-narrow", f"{DESK}?state=look", width=390, height=844, row="RealKestrel"),
    Picture("desk-dark", f"{DESK}?state=look", width=1440, scheme="dark", row="RealKestrel"),
    Picture("desk-arabic", f"{DESK}?state=look&language=ar", width=1440, row="أم خالد"),
    Picture("desk-appeal", f"{DESK}?state=appeals", width=1440, is_staff=True),
    Picture("desk-together", DESK, width=1440, is_staff=True, keys=("x", "j", "x", "Shift+R")),
    Picture("desk-keys", DESK, width=1440, is_staff=True, keys=("?",)),
    Picture("desk-empty", f"{DESK}?state=later", width=1440, is_staff=True),
    Picture("desk-search", f"{DESK}search/?words=bridge", is_staff=True),
    Picture("desk-sections", f"{DESK}sections/", is_staff=True),
    Picture("desk-in-arabic", f"{DESK}?state=look", width=1440, language="ar", row="RealKestrel"),
    Picture("desk-numbers", f"{DESK}numbers/", is_staff=True),
    Picture("desk-numbers-narrow", f"{DESK}numbers/", width=390, height=844, is_staff=True),
]


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("There is no Chromium here. Install it: apt-get install chromium fonts-noto-core")
    PICTURES.mkdir(exist_ok=True)
    wanted = sys.argv[1:] or [picture.name for picture in PICTURES_TAKEN]
    with demo() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for picture in PICTURES_TAKEN:
            if picture.name in wanted:
                take(browser, picture, site)


def take(browser: Browser, picture: Picture, site: Site) -> None:
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme=picture.scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale=picture.language,
    )
    if picture.row or picture.is_staff:
        sign_in(page, site)
    own = {RECEIPT: site.receipt, REASONS: f"{site.receipt}reasons/1/"}
    page.goto(site.url + own.get(picture.path, picture.path))
    if picture.row:
        page.goto(site.url + row_of(page, picture.row))
    if picture.scroll_to:
        page.locator(picture.scroll_to).evaluate("element => element.scrollIntoView()")
    for key in picture.keys:
        press(page, key)
    if picture.act:
        picture.act(page)
    page.screenshot(path=PICTURES / f"{picture.name}.png")
    page.context.close()
    print(f"docs/screenshots/{picture.name}.png")


def sign_in(page: Page, site: Site) -> None:
    page.goto(site.url + DESK)
    page.locator("[name=login]").fill("moderator")
    page.locator("[name=password]").fill(site.password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"**{DESK}**")


def press(page: Page, key: str) -> None:
    """What a key asks for shows in a moment; nothing on the page says that it is all there."""
    page.wait_for_timeout(SETTLING)
    page.keyboard.press(key)
    page.wait_for_timeout(SETTLING)


def row_of(page: Page, name: str) -> str:
    """Where the comment of this name in the list leads."""
    return page.locator(".row", has_text=name).locator("a").first.get_attribute("href") or ""


@dataclass(frozen=True)
class Site:
    url: str
    password: str
    receipt: str


@contextmanager
def demo() -> Iterator[Site]:
    """The demo newspaper on a free port, with its worker."""
    with tempfile.TemporaryDirectory(prefix="newsroom-screenshots-") as folder:
        port = free_port()
        environment = os.environ | {"DEBUG": "1", "VAR_DIR": folder, "PORT": str(port)}
        environment.pop("DATABASE_URL", None)
        server = subprocess.Popen(
            [sys.executable, "-u", "manage.py", "run_demo"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            password = wait_for_password(server)
            yield Site(f"http://127.0.0.1:{port}", password, path_of_receipt(environment))
        finally:
            server.terminate()
            server.wait()


def wait_for_password(server: subprocess.Popen[str]) -> str:
    """Printed with where to look, once the demo is served."""
    said = ""
    for line in server.stdout or ():
        said += line
        if password := re.search(r"password (\S+)", line):
            return password[1]
    sys.exit(f"The demo did not start:\n{said}")


def path_of_receipt(environment: dict[str, str]) -> str:
    """Of the demo's comment by Ethan: rejected, with marked words and an explanation."""
    ask = (
        "from comments.models import Receipt;"
        "print(Receipt.objects.get(comment__name='Ethan').get_absolute_url())"
    )
    asked = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", ask],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return asked.stdout.strip()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


if __name__ == "__main__":
    main()
