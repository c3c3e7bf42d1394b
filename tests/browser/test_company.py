"""A teacher and a student on one session, each with a browser of their own."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage


@pytest.fixture
def alice(visit, server):
    """The teacher, at 6 s of a scene, standing still."""
    stage = Stage(visit().page(), server.url).open()
    stage.press("l")
    stage.page.get_by_role("searchbox").fill("first seconds")
    stage.page.locator(".scene-row").first.click()
    stage.page.wait_for_url(re.compile(r"/s/[\w-]{16,}/"))
    stage.wait()
    stage.pause()
    stage.press("3")
    return stage


@pytest.fixture
def bob(visit, server, alice):
    """The student who was given the address."""
    return Stage(visit().page(), server.url).open(alice.page.url.removeprefix(server.url))


def people(stage):
    return stage.page.locator(".connection .people")


def test_a_student_is_where_the_teacher_is_breaks_away_and_comes_back_with_one_key(alice, bob):
    bob.wait_for(alice.moment)
    expect(people(alice)).to_have_text("1 follows")
    alice.press("5")
    bob.wait_for(alice.moment)
    bob.press("j", "Home")
    expect(people(alice)).to_have_text("0 of 1 follow")
    alice.press("7", "o")
    # Who sees the hand has also heard of the move before it.
    expect(bob.page.locator(".pointing button")).to_be_visible()
    assert bob.seconds == 0
    bob.press("j")
    bob.wait_for(alice.moment)
    expect(people(alice)).to_have_text("1 follows")


def test_what_the_teacher_points_at_the_student_sees_and_is_taken_to(alice, bob):
    alice.page.locator(".hit").nth(3).focus()
    alice.press("Enter", "o")
    expect(bob.page.locator(".pointing button")).to_be_visible()
    expect(bob.page.locator(".hit.pointed")).to_have_count(1)
    bob.press("Home")
    bob.page.get_by_role("button", name=re.compile("The host points at")).first.click()
    expect(bob.page.locator(".clock b")).to_have_text(f"{alice.seconds:.2f} s")
    expect(bob.page.locator(".hit.chosen")).to_have_count(1)
    alice.press("o")
    expect(bob.page.locator(".pointing button")).to_be_hidden()


def test_a_locked_student_is_told_so_and_goes_on_in_a_session_of_their_own(alice, bob):
    before = bob.page.url
    bob.press("d")
    expect(bob.page.locator(".connection .refusal")).to_contain_text("Only the host")
    bob.page.get_by_role("button", name="Go on in my own session").click()
    bob.page.wait_for_url(lambda url: url != before)
    bob.wait()
    assert bob.seconds == alice.seconds
    bob.press("d")
    bob.step_until("Terminating")
    assert "Terminating" not in " ".join(alice.board)


def test_once_unlocked_the_student_acts_and_all_see_the_branch(alice, bob):
    alice.press("c")
    alice.page.get_by_label("Only I may act").uncheck()
    alice.press("Escape")
    bob.press("c")
    expect(bob.page.get_by_role("dialog")).to_contain_text("lets everybody act here")
    bob.press("Escape", "d")
    expect(alice.page.locator(".connection")).to_contain_text("branch 2 of 2")
    alice.step_until("Terminating")


def test_the_hosts_rights_change_hands(alice, bob):
    alice.press("c")
    alice.page.get_by_role("button", name="Hand over").click()
    link = alice.page.get_by_label("becomes the host").input_value()
    alice.press("Escape")
    bob.page.goto(link)
    bob.page.get_by_role("button", name="Become the host").click()
    bob.wait()
    bob.press("8")
    expect(bob.page.locator(".clock b")).to_have_text("16.00 s")
    alice.wait_for(bob.moment)
    alice.press("Home")
    expect(alice.page.get_by_role("button", name="Follow the host")).to_be_visible()


def test_undo_and_redo_walk_the_tree_and_branches_have_names(alice, bob):
    alice.press("d")
    expect(alice.page.locator(".connection")).to_contain_text("branch 2 of 2")
    alice.step_until("Terminating")
    there = alice.moment
    alice.press("Control+z")
    expect(alice.page.locator(".connection")).to_contain_text("branch 1 of 2")
    expect(alice.page.locator(".board")).not_to_contain_text("Terminating")
    alice.press("r")
    alice.wait_for(there)
    alice.press("b")
    alice.page.get_by_role("button", name="Name kubectl delete pod hello").click()
    field = alice.page.get_by_label("The branch's name")
    field.fill("<b>ended early</b>")
    field.press("Enter")
    expect(alice.page.locator(".tree .branch").nth(1)).to_contain_text("<b>ended early</b>")
    expect(alice.page.locator(".tree .ending").first).to_contain_text("restarts")
    bob.press("b")
    expect(bob.page.locator(".tree")).to_contain_text("<b>ended early</b>")
    expect(bob.page.locator(".tree .branch").first).to_be_disabled()


def test_a_class_joins_by_a_code(alice):
    alice.press("c")
    dialog = alice.page.get_by_role("dialog")
    dialog.get_by_text("As a QR code").click()
    address = alice.page.url.partition("#")[0].partition("?")[0]
    expect(dialog.get_by_role("img", name=address)).to_be_visible()
    expect(dialog).to_contain_text("other machines can't open it")
