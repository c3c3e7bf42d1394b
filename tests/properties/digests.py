"""`python -m tests.properties.digests [scenes] < LIVES`: what each comes to.

Prints a line for each scene of the library, if asked, and one for each life of a JSON line
on the standard input, so that two processes can be compared.
"""

import json
import sys

from lifecycle.engine.kernel.digest import digest
from tests.properties.lives import Life, play
from tests.properties.scripts import Step
from tests.scenarios.playing import NAMES, scene
from tests.scenarios.playing import play as play_scene


def life_of(text: str) -> Life:
    """The life that `json.dumps` wrote."""
    documents, script, *rest = json.loads(text)
    return Life(tuple(documents), tuple(Step(*step) for step in script), *rest)


def main() -> None:
    for name in NAMES if "scenes" in sys.argv else ():
        print(name, digest(play_scene(scene(name)).records))
    for number, line in enumerate(sys.stdin):
        print(number, digest(play(life_of(line)).records))


if __name__ == "__main__":
    main()
