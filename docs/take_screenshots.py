"""Takes the pictures in docs/screenshots from the demo, with a server and a database of its own.

make screenshots, or with names for some of them only: .venv/bin/python docs/take_screenshots.py desk receipt
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from pictured_sites import ROOT, Site, demo
from playwright.sync_api import Browser, Page, sync_playwright

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
BOAT = "/articles/the-boat-on-lake-zerin/"
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


def write_and_send(page: Page) -> None:
    page.locator("#comment-form [name=name]").fill("Halime")
    page.locator("#comment-form [name=text]").fill("My grandfather rowed that lake for forty years.")
    send_nothing(page)


def send_to_what_breaks(page: Page) -> None:
    words = "<input name=text value='My grandfather rowed that lake for forty years.'>"
    page.set_content(f"<form method=post action={page.url}>{words}<button>Send</button></form>")
    page.locator("button").click()
    page.locator("textarea").wait_for()


def look_again(page: Page) -> None:
    page.reload()
    page.locator(".discussion__closed").evaluate("element => element.scrollIntoView({block: 'center'})")


def print_out(page: Page) -> None:
    page.emulate_media(media="print")


def open_the_first_mail(page: Page) -> None:
    page.locator("main a[href*='/demo/mail/']").first.click()
    page.wait_for_timeout(SETTLING)


@dataclass(frozen=True)
class Picture:
    name: str
    path: str = "/"
    width: int = 1280
    height: int = 900
    scheme: str = "light"
    scroll_to: str = ""
    language: str = "en"  # of the words around the article
    row: str = ""  # at the desk: whose comment is open
    is_staff: bool = False  # signed in, as for any row
    keys: tuple[str, ...] = ()  # pressed once it is open
    problem: str = ""  # which page that says what went wrong
    closing: bool = False  # the discussion, once the page is open
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
    Picture("error-400", problem="400"),
    Picture("error-403", problem="403"),
    Picture("error-404", problem="404"),
    Picture("error-404-narrow", problem="404", width=320, height=700),
    Picture("error-404-dark", problem="404", scheme="dark"),
    Picture("error-413-arabic", problem="413", language="ar"),
    Picture("error-429", problem="429"),
    Picture("error-500", problem="500"),
    Picture("error-500-words", problem="500", act=send_to_what_breaks),
    Picture("error-500-arabic-dark", problem="500", language="ar", scheme="dark"),
    Picture("error-csrf-kurmanji", problem="403_csrf", language="kmr"),
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
    # Last, as this discussion stays closed.
    Picture("form-closed", BOAT, closing=True, act=write_and_send),
    Picture("discussion-closed", BOAT, closing=True, act=look_again),
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
    page.goto(address(picture, site))
    if picture.row:
        page.goto(site.url + row_of(page, picture.row))
    if picture.closing:
        site.close_discussion(picture.path)
    if picture.scroll_to:
        page.locator(picture.scroll_to).evaluate("element => element.scrollIntoView()")
    for key in picture.keys:
        press(page, key)
    if picture.act:
        picture.act(page)
    page.screenshot(path=PICTURES / f"{picture.name}.png")
    page.context.close()
    print(f"docs/screenshots/{picture.name}.png")


def address(picture: Picture, site: Site) -> str:
    if picture.problem:
        return f"{site.problems}/problem/{picture.problem}/"
    if picture.path in (RECEIPT, REASONS):
        receipt = site.path_of_receipt()
        return site.url + (f"{receipt}reasons/1/" if picture.path == REASONS else receipt)
    return site.url + picture.path


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


if __name__ == "__main__":
    main()
