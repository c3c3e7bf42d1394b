"""One-liners in Python and Perl, as manifests have them."""

import pytest

from lifecycle.engine.cri.programs.languages import pi
from lifecycle.engine.cri.python.flatten import Unplayed, steps_of
from tests.engine.cri.workbench import Workbench


def lived(source, interpreter="python3", seconds=1000, flag="-c", **env):
    """Exit code, seconds, and what was printed to stdout and stderr."""
    bench = Workbench()
    container = bench.start((interpreter, flag, source), "python", env=env)
    bench.after(seconds)
    status = bench.status(container)
    code = status.exit_code if status.finished_ms else None
    lasted = bench.lived(container)
    return code, lasted and round(lasted), bench.output(), bench.output("stderr")


INDEXED = """
import os, sys
print("Hello world")
index = int(os.environ.get("JOB_COMPLETION_INDEX"))
if index == 0:
  sys.exit(1)
elif index % 2 == 1:
  sys.exit(42)
else:
  sys.exit(0)
"""


@pytest.mark.parametrize(["index", "code"], [("0", 1), ("1", 42), ("2", 0), ("3", 42)])
def test_a_script_goes_by_its_environment(index, code):
    assert lived(INDEXED, JOB_COMPLETION_INDEX=index)[0] == code


SCRIPTS = [
    ("print('a', 1, 2.5, None, sep='-', end='!\\n')", 0, 0, "a-1-2.5-None!\n"),
    ("import time\nfor i in range(2):\n  print(f'{i:03d}'); time.sleep(2)", 0, 4, "000\n001\n"),
    ("from time import sleep as s\nn = 3\nwhile n:\n  n -= 1\n  s(1.5)", 0, 4, ""),
    ("n = 0\nwhile True:\n  n += 1\n  if n == 3: continue\n  if n > 4: break\n  print(n)", 0, 0,
     "1\n2\n4\n"),
    ("for a, b in enumerate(['x', 'y']):\n  print(a, b.upper())", 0, 0, "0 X\n1 Y\n"),
    ("for x in []: print(x)\nprint('end')", 0, 0, "end\n"),
    ("for x in [1]:\n  for y in [2, 3]: print(x, y)", 0, 0, "1 2\n1 3\n"),
    ("print('yes' if 1 < 2 <= 2 and not 'a' in 'b' else 'no')", 0, 0, "yes\n"),
    ("print('%s of %d' % ('two', 3), ','.join(['a', 'b']))", 0, 0, "two of 3 a,b\n"),
    ("import sys; sys.exit()", 0, 0, ""),
    ("exit(300)", 44, 0, ""),
    ("raise SystemExit(7)", 7, 0, ""),
    ("import os; os._exit(5)", 5, 0, ""),
]  # fmt: skip


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script[0][:40])
def test_what_scripts_print_and_how_they_end(script):
    source, code, seconds, printed = script
    assert lived(source)[:3] == (code, seconds, printed)


FAILURES = [
    ("int(None)", "TypeError: int() argument must be"),
    ("import os\nos.environ['NONE']", "KeyError: 'NONE'"),
    ("print(missing)", "NameError: name 'missing' is not defined"),
    ("1 / 0", "ZeroDivisionError: division by zero"),
    ("raise ValueError('no')", "ValueError: no"),
    ("assert 1 > 2", "AssertionError"),
    ("import sys\nsys.exit('out of luck')", "out of luck"),
    ("if True print(1)", "SyntaxError: "),
]


@pytest.mark.parametrize(["source", "complaint"], FAILURES)
def test_a_failure_is_told_as_python_tells_it(source, complaint):
    code, _, _, error = lived(source)
    assert code == 1 and complaint in error


@pytest.mark.parametrize(
    "source",
    [
        "import requests",
        "def f(): pass",
        "x = [i for i in range(3)]",
        "2 ** 10 ** 10",
        "try:\n  pass\nexcept Exception: pass",
        "lambda: 0",
        "x = 1\n" * 10_000,
    ],
)
def test_what_is_not_played_is_known_before_anything_runs(source):
    with pytest.raises(Unplayed):
        steps_of(source)


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "n = 1\nwhile True: n = n * 3",
        "x = 'a' * 10 ** 9",
        "x = 'a'\nfor i in range(60000): x = x + x",
        "x = [0]\nfor i in range(60000): x = [x, x]",
        "x = 'a' * 60000\ny = x.replace('a', x)",
        "print('%999999999d' % 1)",
        "print(f'{1:999999999}')",
        "x = range(10000000)\nfor i in x: pass",
        "print(" + "(" * 5000 + ")" * 5000 + ")",
        "print(" + "1+" * 9000 + "1)",
    ],
)
def test_nothing_hangs_or_grows_without_bounds(source):
    lived(source, seconds=60)


def test_an_endless_loop_is_stopped_by_its_container():
    bench = Workbench()
    source = "import time\nwhile True:\n  print('tick'); time.sleep(1)"
    container = bench.start(("python3", "-c", source), "python")
    bench.after(10)
    assert bench.output().count("tick") == 11
    bench.runtime.stop_container(container, 5000, bench.then)
    bench.after(6)
    assert bench.status(container).exit_code == 137


@pytest.mark.parametrize(
    ["digits", "text"],
    [(1, "3"), (3, "3.14"), (10, "3.141592654"), (30, "3.14159265358979323846264338328")],
)
def test_pi(digits, text):
    assert pi(digits) == text


def test_the_job_that_everybody_knows_prints_pi():
    code, _, printed, _ = lived("print bpi(2000)", "perl", flag="-wle")
    assert code == 0
    assert printed.startswith("3.14159265358979") and len(printed) == 2002
