"""python -m benchmarks.page REPORT.html: what a page of `score --html` takes in Chromium."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import click

# Runs behind the page's own script, and leaves what it measured, in milliseconds, in the title. Asking for a height
# makes the browser lay the page out, which is most of the work.
PROBE = """
const seen = {};
const layout = () => document.documentElement.offsetHeight;
layout();
seen["open, laid out"] = Math.round(performance.now());
const timed = (name, act) => {
  const begin = performance.now();
  act();
  layout();
  seen[name] = Math.round(performance.now() - begin);
};
for (const filter of document.querySelectorAll(".filters")) {
  const find = filter.querySelector("input");
  for (const words of ["agent-017", ""]) {
    find.value = words;
    const name = words ? `filter ${filter.dataset.for}` : `show all ${filter.dataset.for}`;
    timed(name, () => find.dispatchEvent(new Event("input", { bubbles: true })));
  }
}
for (const table of document.querySelectorAll("table.data")) {
  timed(`sort ${table.id}`, () => table.querySelector("thead button")?.click());
}
document.title = JSON.stringify(seen);
"""


def chromium() -> str | None:
    """Return where Chromium, or a browser made of it, is on this machine; None if there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def probed(text: str) -> str:
    """Return a page with the probe in it, which its policy allows by its digest."""
    digest = base64.b64encode(hashlib.sha256(PROBE.encode()).digest()).decode()
    text = text.replace("script-src ", f"script-src &#x27;sha256-{digest}&#x27; ", 1)
    return text.replace("</body>", f"<script>{PROBE}</script></body>")


def measured(page: Path) -> Iterator[str]:
    """Yield what a page takes, in words. SystemExit without Chromium."""
    program = chromium()
    if program is None:
        raise SystemExit("Chromium is not on this machine")
    text = page.read_text(encoding="utf-8")
    yield f"{len(text.encode()) / 1e6:.1f} MB, {text.count('item talk'):,} conversations"
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "page.html"
        copy.write_text(probed(text), encoding="utf-8")
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={scratch}/profile"]
        done = subprocess.run([*command, "--dump-dom", copy.as_uri()], capture_output=True, text=True, check=True)  # noqa: S603
        title = re.search("<title>(.*?)</title>", done.stdout)
        assert title is not None
        yield from (f"{name}: {took} ms" for name, took in json.loads(unescape(title[1])).items())
        begin = time.perf_counter()
        pdf = Path(scratch) / "page.pdf"
        subprocess.run([*command, f"--print-to-pdf={pdf}", page.resolve().as_uri()], capture_output=True, check=True)  # noqa: S603
        took, pages = time.perf_counter() - begin, len(re.findall(rb"/Type /Page\b", pdf.read_bytes()))
        yield f"print, with Chromium's start: {took:.1f} s, {pages:,} pages"


@click.command()
@click.argument("page", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(page: Path) -> None:
    """Open PAGE in headless Chromium, filter, sort and print it."""
    for line in measured(page):
        click.echo(line)


if __name__ == "__main__":
    main()
