"""Every letter in every wording goes in; one page on which all of them can be read comes out.

    python tests/writers/show_letters.py out/letters/index.html

Exit status 1 if a letter does not pass the lint.
"""

import html
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.writers.letter_cast import LETTERS, STEPS, WORDINGS, brief_of, situations, worded  # noqa: E402
from tests.writers.letter_lint import lint_letter  # noqa: E402
from worker.domain.letter import Brief  # noqa: E402 - run as a script from anywhere

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
pre { white-space: pre-wrap; font: inherit; background: #8881; padding: .8rem 1rem; border-radius: .4rem; }
summary { cursor: pointer; } .fault { color: #b00; } nav a { margin-right: .8rem; white-space: nowrap; }
"""


def page() -> tuple[str, int, list[str]]:
    """The page, how many letters it shows, and what the lint says of them."""
    sections: list[str] = []
    faults: list[str] = []
    count = 0
    for cadence, step in STEPS:
        parts = []
        for wording in WORDINGS:
            shown = [_shown(worded(brief_of(cadence, step), wording), faults)]
            others = [_shown(brief, faults) for brief in situations(cadence, step, wording)]
            count += len(others) + 1
            told = f"wording {wording[0] + 1}, ending {wording[1] + 1}"
            rest = f"<details><summary>{len(others)} situations</summary>{''.join(others)}</details>"
            parts.append(f"<h3>{told}</h3>{shown[0]}{rest}")
        name = f"{cadence} / {step}"
        sections.append(f'<section id="{cadence}-{step}"><h2>{name}</h2>{"".join(parts)}</section>')
    return _whole(sections, count), count, faults


def _shown(brief: Brief, faults: list[str]) -> str:
    letter = LETTERS.write_letter(brief)
    found = lint_letter(letter, brief)
    faults += [f"{brief.cadence}/{brief.step}: {fault}" for fault in found]
    lines = [f"Subject: {letter.subject}", "", letter.text]
    lines += ["", f"LinkedIn: {letter.note}"] if letter.note else []
    wrong = "".join(f'<p class="fault">{html.escape(fault)}</p>' for fault in found)
    return f"<pre>{html.escape(chr(10).join(lines))}</pre>{wrong}"


def _whole(sections: list[str], count: int) -> str:
    links = " ".join(f'<a href="#{c}-{s}">{c} / {s}</a>' for c, s in STEPS)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Every letter</title>'
        f"<style>{STYLE}</style></head><body><h1>Every letter, in every wording</h1>"
        f"<p>{count} letters: {len(STEPS)} kinds in {len(WORDINGS)} wordings.</p><nav>{links}</nav>"
        f"{''.join(sections)}</body></html>\n"
    )


def _lines(count: int, faults: list[str]) -> Iterator[str]:
    yield f"{count} letters, {len(faults)} faults"
    yield from faults[:20]


def main() -> int:
    """Write the page."""
    file = Path(sys.argv[1] if len(sys.argv) > 1 else "out/letters/index.html")
    text, count, faults = page()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    print("\n".join([*_lines(count, faults), str(file)]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
