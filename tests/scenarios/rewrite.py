"""`python -m tests.scenarios.rewrite [NAME…]`: play scenes and write their golden traces.

Read the difference before committing it: it is how the lessons have changed.
"""

import sys

from tests.scenarios.golden import FOLDER, render
from tests.scenarios.playing import NAMES, play, scene


def main(names: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in names or NAMES:
        text = render(scene(name), play(scene(name)).records)
        (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")
        print(f"{name}: {len(text.splitlines())} lines")


if __name__ == "__main__":
    main(sys.argv[1:])
