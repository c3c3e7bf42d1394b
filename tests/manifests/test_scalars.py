import pytest

from lifecycle.manifests.reader import read

# As kubectl 1.32 read them; PyYAML differs on most.
SCALARS = [
    ("y", True), ("n", False), ("yes", True), ("Off", False), ("TRUE", True), ("tRue", "tRue"),
    ("~", None), ("null", None), ("Null", None), ("", None), ("nULL", "nULL"),
    ("0777", 511), ("0o777", 511), ("0x1F", 31), ("0b101", 5), ("-0x1F", -31), ("08", 8),
    ("1_000", 1000), ("+12", 12), ("-7", -7), ("1e3", 1000), ("129e6", 129000000),
    ("1.5", 1.5), (".5", 0.5), ("1.0", 1), ("1e", "1e"), ("0x", "0x"), ("1.2.3", "1.2.3"),
    ("2018-01-01", "2018-01-01"), ("2016-08-13T18:40:58Z", "2016-08-13T18:40:58Z"),
    ("1:30", "1:30"), ("22:22", "22:22"), ("=", "="), ("<", "<"), ("a-b", "a-b"),
    ("'1'", "1"), ('"yes"', "yes"), ("!!str 8", "8"), ("!!int '3'", 3), ("!!binary aGk=", "hi"),
    ("!custom x", "x"), ("1e400", "1e400"), ("18446744073709551615", 18446744073709551615),
    ("1" * 30, float("1" * 30)), ('"it\\\'s"', "it's"), ("1Gi", "1Gi"), ("100m", "100m"),
]  # fmt: skip


@pytest.mark.parametrize(["written", "meant"], SCALARS)
def test_a_scalar_means_what_it_means_to_kubectl(written, meant):
    reading = read(f"a: {written}\n")
    assert reading.ok, reading.complaints
    found = reading.documents[0].value["a"]
    assert found == meant and type(found) is type(meant)


@pytest.mark.parametrize(["key", "read_as"], [("1", "1"), ("yes", "true"), ("1.5", "1.5")])
def test_keys_become_text(key, read_as):
    assert read(f"{key}: x").documents[0].value == {read_as: "x"}


@pytest.mark.parametrize("written", [".nan", ".inf", "-.Inf", "!!int x", "!!bool 3", "*none"])
def test_what_json_cannot_hold_is_refused_at_its_place(written):
    complaint = read(f"ok: 1\na: {written}\n").complaints[0]
    assert (complaint.line, complaint.severity) == (2, "error")
