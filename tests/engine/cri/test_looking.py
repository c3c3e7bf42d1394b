"""Commands that only look at files: repeated without being run while the files are the same."""

import pytest

from lifecycle.engine.cri.filesystem import Mount
from tests.engine.cri.workbench import Workbench

VOLUME = (Mount("/shared", "volume/u1/shared"),)


def answers(bench, container, *commands):
    return [
        (result.exit_code, result.output)
        for result in (bench.run(container, *command.split()) for command in commands)
    ]


@pytest.mark.parametrize("folder", ["/tmp", "/shared"])
def test_an_answer_follows_what_becomes_of_the_file(folder):
    bench = Workbench()
    container = bench.start(["sleep", "1000"], mounts=VOLUME)
    look = f"cat {folder}/note"
    absent = (1, f"cat: can't open '{folder}/note': No such file or directory\n")
    assert answers(bench, container, look, look) == [absent, absent]
    answers(bench, container, f"cp /etc/hostname {folder}/note")
    assert answers(bench, container, look, look) == [(0, "web\n"), (0, "web\n")]
    answers(bench, container, f"rm {folder}/note")
    assert answers(bench, container, look) == [absent]


def test_a_repeated_look_takes_a_process_number_as_any_command():
    numbers = []
    for look in ("cat /etc/hostname", "sort /etc/hostname"):
        bench = Workbench()
        container = bench.start(["sleep", "1000"])
        answers(bench, container, look, look, look)
        numbers.append(bench.run(container, "sh", "-c", "echo $$").output)
    assert numbers[0] == numbers[1]
