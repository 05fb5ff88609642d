"""The page in Chromium: its script runs, sorts and filters, nothing is asked for, and it prints."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from benchmarks.page import chromium as browser

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]

# Runs behind the page's own script, which it allows in the policy by its digest, and leaves what it saw in the page.
PROBE = """
const seen = {};
const texts = (selector) => [...document.querySelectorAll(selector)].map((one) => one.textContent.trim());
const visible = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).length;
const heads = [...document.querySelectorAll("#agents thead th")];
const score = heads.find((one) => one.textContent === "Score");
const at = heads.indexOf(score) + 1;
const column = () => texts(`#agents tbody tr > :nth-child(${at})`).map(Number);
score.querySelector("button").click();
seen.down = [score.getAttribute("aria-sort"), column()];
score.querySelector("button").click();
seen.up = [score.getAttribute("aria-sort"), column()];
heads[0].querySelector("button").click();
seen.names = [heads[0].getAttribute("aria-sort"), score.getAttribute("aria-sort"), texts("#agents tbody th")];
const filter = document.querySelector("[data-for=agents]");
const find = filter.querySelector("input");
find.value = "rufus";
find.dispatchEvent(new Event("input", { bubbles: true }));
seen.found = [visible("#agents tbody tr"), filter.querySelector("[role=status]").textContent];
find.value = "";
find.dispatchEvent(new Event("input", { bubbles: true }));
seen.all = visible("#agents tbody tr");
document.querySelector("#agents tbody a").click();
setTimeout(() => {
  seen.opened = document.querySelectorAll("#plans details[open]").length;
  dispatchEvent(new Event("beforeprint"));
  seen.unfolded = document.querySelectorAll("details:not([open])").length;
  dispatchEvent(new Event("afterprint"));
  seen.folded = document.querySelectorAll("details[open]").length;
  seen.requests = performance.getEntriesByType("resource").map((one) => one.name);
  seen.wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  document.title = JSON.stringify(seen);
}, 100);
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the example transcripts."""
    place = tmp_path_factory.mktemp("browser") / "report.html"
    command = [
        sys.executable,
        "-m",
        "csmistakes",
        "score",
        "examples/transcripts",
        "--min-sample",
        "5",
        "--html",
        str(place),
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return place


def chromium(page: Path, *args: str) -> subprocess.CompletedProcess[str]:
    program = browser()
    assert program, "Chromium is not on this machine"
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
    logged = ("--enable-logging=stderr", "--virtual-time-budget=4000", f"--user-data-dir={page.parent / 'profile'}")
    command = [program, *quiet, *logged, *args, page.as_uri()]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)


def complaints(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stderr.splitlines() if "CONSOLE" in line]


@pytest.mark.parametrize("width", [500, 1280])
def test_it_sorts_filters_unfolds_and_asks_for_nothing(page: Path, width: int) -> None:
    text = page.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(PROBE.encode()).digest()).decode()
    probed = page.with_name("probed.html")
    text = text.replace("script-src ", f"script-src &#x27;sha256-{digest}&#x27; ", 1)
    probed.write_text(text.replace("</body>", f"<script>{PROBE}</script></body>"), encoding="utf-8")
    done = chromium(probed, f"--window-size={width},900", "--dump-dom")
    assert complaints(done) == []
    title = re.search("<title>(.*?)</title>", done.stdout)
    assert title
    seen: dict[str, Any] = json.loads(unescape(title[1]))
    (down, falling), (up, rising) = seen["down"], seen["up"]
    assert (down, up) == ("descending", "ascending")
    assert falling == sorted(falling, reverse=True)
    assert rising == sorted(rising)
    assert len(set(rising)) > 5
    order, before, names = seen["names"]
    assert (order, before) == ("ascending", None)
    assert names == sorted(names, key=str.casefold)
    assert seen["found"] == [1, f"1 of {len(names)} shown"]
    assert seen["all"] == len(names)
    assert (seen["opened"], seen["unfolded"], seen["folded"]) == (1, 0, 1)
    assert seen["requests"] == []
    assert not seen["wide"]


def test_it_opens_without_a_complaint_and_prints(page: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "report.pdf"
    done = chromium(page, f"--print-to-pdf={pdf}")
    assert complaints(done) == []
    assert pdf.read_bytes().startswith(b"%PDF")
    assert pdf.read_bytes().count(b"/Type /Page\n") + pdf.read_bytes().count(b"/Type /Page ") > 10


def test_the_policy_stops_what_would_ask(page: Path) -> None:
    """A complaint is seen where there is reason for one: a page that asks for a picture."""
    asking = page.with_name("asking.html")
    text = page.read_text(encoding="utf-8").replace("</body>", '<img alt="" src="http://127.0.0.1:9/x.png"></body>')
    asking.write_text(text, encoding="utf-8")
    assert any("Content Security Policy" in line for line in complaints(chromium(asking, "--dump-dom")))
