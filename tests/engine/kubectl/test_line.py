"""From a line to words, flags and a command."""

import pytest

from lifecycle.engine.kubectl.flags import LIST, NUMBER, SWITCH, TEXT, Flag, parse
from lifecycle.engine.kubectl.line import recognise, split
from lifecycle.engine.kubectl.refusal import Refusal

FLAGS = (
    Flag("output", TEXT, "o"),
    Flag("replicas", NUMBER, "r", default=1),
    Flag("force", SWITCH, default=False),
    Flag("stdin", SWITCH, "i", default=False),
    Flag("tty", SWITCH, "t", default=False),
    Flag("filename", LIST, "f"),
    Flag("cascade", TEXT, default="background", bare="foreground"),
)


@pytest.mark.parametrize(
    ["line", "words"],
    [
        ("", []),
        ("  get   pods ", ["get", "pods"]),
        ("label pod web 'a=b c'", ["label", "pod", "web", "a=b c"]),
        ('patch -p "{\\"a\\": 1}"', ["patch", "-p", '{"a": 1}']),
        ("""echo it\\'s '"' """, ["echo", "it's", '"']),
        ("a''b", ["ab"]),
        ("''", [""]),
        ('"a\\nb"', ["a\\nb"]),
        ('patch -p {"a": ["b c"]} web', ["patch", "-p", '{"a": ["b c"]}', "web"]),
        ("exec -- sh {a,b} [ -f x ]", ["exec", "--", "sh", "{a,b}", "[", "-f", "x", "]"]),
        ('pod/{app=web}[0] [1]"x"', ["pod/{app=web}[0]", "[1]x"]),
    ],
)
def test_quotes_hold_words_together(line, words):
    assert split(line) == words


def test_an_open_quote_is_named():
    with pytest.raises(Refusal, match="looking for a closing '"):
        split("label pod 'web")


def test_flags_may_stand_before_the_command():
    found = recognise("kubectl -n shop get pods")
    assert (found.is_kubectl, found.name, found.words) == (True, "get", ["-n", "shop", "pods"])
    assert recognise("kill web").is_kubectl is False


@pytest.mark.parametrize(
    ["words", "flags"],
    [
        ("-o yaml", {"output": "yaml"}),
        ("-oyaml", {"output": "yaml"}),
        ("-o=yaml", {"output": "yaml"}),
        ("--output=yaml", {"output": "yaml"}),
        ("--output yaml", {"output": "yaml"}),
        ("-it", {"stdin": True, "tty": True}),
        ("--force=false", {"force": False}),
        ("-r -5", {"replicas": -5}),
        ("-f a -f b", {"filename": ["a", "b"]}),
        ("--cascade", {"cascade": "foreground"}),
        ("-n shop", {"namespace": "shop"}),
    ],
)
def test_flags_are_read_in_all_their_forms(words, flags):
    parsed = parse("test", words.split(), FLAGS)
    assert parsed.args == ()
    assert {name: parsed.flags[name] for name in flags} == flags


def test_what_follows_two_dashes_is_left_alone():
    parsed = parse("exec", ["web", "-i", "--", "sh", "-c", "x"], FLAGS)
    assert (parsed.args, parsed.rest) == (("web",), ("sh", "-c", "x"))
    assert parsed.asks_for_rest


@pytest.mark.parametrize(
    ["words", "message"],
    [
        ("--frce", "error: unknown flag: --frce"),
        ("-x", "error: unknown shorthand flag: 'x' in -x"),
        ("-tx", "error: unknown shorthand flag: 'x' in -tx"),
        ("-o", "error: flag needs an argument: 'o' in -o"),
        ("--output", "error: flag needs an argument: --output"),
        (
            "--replicas=many",
            'error: invalid argument "many" for "-r, --replicas" flag: strconv.ParseInt: '
            'parsing "many": invalid syntax',
        ),
        (
            "--force=maybe",
            'error: invalid argument "maybe" for "--force" flag: strconv.ParseBool: '
            'parsing "maybe": invalid syntax',
        ),
    ],
)
def test_wrong_flags_are_named(words, message):
    with pytest.raises(Refusal) as caught:
        parse("test", words.split(), FLAGS)
    assert caught.value.message == message
