import json

from lifecycle.conformance.casefile import case_id, case_lists


def test_lists_named_cases_and_lines_are_all_cases(tmp_path):
    (tmp_path / "fuzz").mkdir()
    table = {
        "meta": {"version": "v1.36"},
        "cases": [{"id": "a"}],
        "create": {"no image": {"http": 422}},
        "note": "words",
    }
    (tmp_path / "table.json").write_text(json.dumps(table))
    lines = [{"meta": {}}, {"id": "x/1"}, {"id": "x/2"}]
    (tmp_path / "fuzz" / "lines.jsonl").write_text("\n".join(map(json.dumps, lines)))

    found = {each.form: each.cases for each in case_lists(tmp_path)}

    assert found == {
        ("table", "cases"): [{"id": "a"}],
        ("table", "create"): [{"id": "no image", "http": 422}],
        ("fuzz/lines", "cases"): [{"id": "x/1"}, {"id": "x/2"}],
    }


def test_a_case_without_an_id_is_named_by_its_file_or_number():
    assert case_id({"file": "pods/a.yaml"}, 3) == "pods/a.yaml"
    assert case_id({}, 3) == "3"
