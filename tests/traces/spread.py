"""How often a recorded life is played, over many seeds: `python -m tests.traces.spread DIR`.

One seed is one draw of all delays and jitters. A recording that agrees for some seeds alone
hangs on chance, or the range of a delay is wrong: the share of seeds tells how much, and the
commonest differences tell where. With `--owners` recordings with controllers, else those
without.
"""

import io
import os
import re
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import fmean
from subprocess import CompletedProcess
from typing import Any, NamedTuple

from tests.traces.test_recordings import COMPARE

MOMENT = re.compile(r"\d+\.\d+( s)?")


class Spread(NamedTuple):
    """One recording: the results of the comparison, seed by seed."""

    name: str
    results: list[dict[str, Any]]

    def share(self, what: str) -> float:
        """Of the seeds that agree in states and events ("agrees"), or in time."""
        return fmean(result[what] for result in self.results)

    def commonest(self, most: int) -> list[tuple[str, int]]:
        """The differences with how many seeds show them; moments are left out."""
        differing = (r for r in self.results if not (r["agrees"] and r["times_agree"]))
        seen = Counter(d for r in differing for d in {MOMENT.sub("…", each) for each in r["diffs"]})
        return seen.most_common(most)


def compared(file: Path, seeds: int, owners: bool) -> Spread | None:
    """The recording held against as many plays; None if it is of the other kind."""
    tool = comparison()
    results = []
    for seed in range(1, seeds + 1):
        asked = Namespace(owners=owners, pods=not owners, real=None, run="", seed=seed)
        _, result, _ = tool.judge_file(file, asked)
        if result is None:
            return None
        results.append(result)
    return Spread(file.stem, results)


def comparison() -> Any:
    """The tool, with plays in this process: starting another takes longer than playing."""
    spec = spec_from_file_location("compare_traces", COMPARE)
    tool = module_from_spec(spec)
    spec.loader.exec_module(tool)
    tool.subprocess = Namespace(run=play)
    return tool


def play(arguments: list[str], **_: Any) -> CompletedProcess:
    """`manage.py play` with these arguments, as `subprocess.run` would answer."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "podviz.settings")
    django.setup()
    out, errors, status = io.StringIO(), io.StringIO(), 0
    with redirect_stdout(out), redirect_stderr(errors):
        try:
            call_command("play", *arguments, stderr=errors)
        except SystemExit as end:
            status = int(end.code or 0)
    return CompletedProcess(arguments, status, out.getvalue(), errors.getvalue())


def main() -> None:
    """Print the recordings that differ for some seed, and the means over all."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--only", default="", help="a regular expression on the names")
    parser.add_argument("--owners", action="store_true")
    parser.add_argument("--differences", type=int, default=3, help="as many of each recording")
    asked = parser.parse_args()
    files = [f for f in sorted(asked.folder.glob("*.json")) if re.search(asked.only, f.stem)]
    with ProcessPoolExecutor() as pool:
        judge = partial(compared, seeds=asked.seeds, owners=asked.owners)
        spreads = [spread for spread in pool.map(judge, files) if spread is not None]
    for spread in spreads:
        agree, in_time = spread.share("agrees"), spread.share("times_agree")
        if min(agree, in_time) < 1:
            print(f"{agree:5.0%} agree, {in_time:5.0%} in time  {spread.name}")
            for difference, count in spread.commonest(asked.differences):
                print(f"{count:10} {difference[:160]}")
    if not spreads:
        sys.exit(f"{asked.folder}: no recordings")
    agree = sum(spread.share("agrees") for spread in spreads)
    in_time = sum(spread.share("times_agree") for spread in spreads)
    print(
        f"{len(spreads)} recordings, {asked.seeds} seeds: {agree:.1f} agree "
        f"({agree / len(spreads):.1%}), {in_time:.1f} in time ({in_time / len(spreads):.1%})"
    )


if __name__ == "__main__":
    main()
