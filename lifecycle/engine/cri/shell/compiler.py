"""From the tree of a script to a flat list of instructions.

Commands in `$( … )` are laid out before the command whose words they belong to; their
output waits in a slot. Functions, pipelines and background commands are code of their own.
"""

from functools import lru_cache

import msgspec

from lifecycle.engine.cri.shell import instructions as op
from lifecycle.engine.cri.shell.braces import expand_braces
from lifecycle.engine.cri.shell.parser import parse
from lifecycle.engine.cri.shell.syntax import (
    AndOr,
    Arithmetic,
    ArithmeticCommand,
    ArithmeticFor,
    Case,
    Command,
    Condition,
    For,
    Function,
    Group,
    If,
    Loop,
    Parameter,
    Pipeline,
    Redirect,
    Redirected,
    Sequence,
    Simple,
    Subshell,
    Substitution,
    Word,
)


class Code(msgspec.Struct, frozen=True, eq=False):
    """Instructions to be stepped through; `single` is the only simple command of a script."""

    steps: tuple[op.Instruction, ...]
    single: bool = False


@lru_cache(maxsize=2048)
def compile_script(source: str, bash: bool = False, joins: bool = False) -> Code:
    """The code of a script; raises ShellSyntaxError."""
    tree = parse(source, bash, joins)
    single = len(tree.items) == 1 and isinstance(tree.items[0][0], Simple) and not tree.items[0][1]
    return _code(tree, bash, single)


def _code(command: Command, bash: bool, single: bool = False) -> Code:
    compiler = _Compiler(bash)
    compiler.command(command, False)
    return Code(tuple(compiler.steps), single)


class _Compiler:
    """Emits instructions; jumps are emitted empty and filled in when the place is known."""

    def __init__(self, bash: bool) -> None:
        self.bash = bash
        self.steps: list[op.Instruction] = []

    def emit(self, instruction: op.Instruction) -> int:
        self.steps.append(instruction)
        return len(self.steps) - 1

    def aim(self, place: int, **changes: int) -> None:
        self.steps[place] = msgspec.structs.replace(self.steps[place], **changes)

    @property
    def here(self) -> int:
        return len(self.steps)

    def code(self, command: Command) -> Code:
        return _code(command, self.bash)

    def command(self, command: Command, tested: bool) -> None:
        """`tested` says that a failure here is looked at, so that `set -e` lets it be."""
        _COMPILE[type(command)](self, command, tested)

    # Words

    def captures(self, *words: Word | None) -> None:
        for word in words:
            for part in word.parts if word is not None else ():
                self.capture_part(part)

    def capture_part(self, part: object) -> None:
        if isinstance(part, Substitution):
            begin = self.emit(op.SubshellBegin(0, part.slot))
            self.command(part.body, False)
            self.emit(op.SubshellEnd())
            self.aim(begin, leave=self.here)
        elif isinstance(part, Parameter):
            self.captures(*part.words)
        elif isinstance(part, Arithmetic):
            self.captures(part.expression)

    def redirect_captures(self, redirects: tuple[Redirect, ...]) -> None:
        self.captures(*(redirect.target for redirect in redirects))

    # Commands

    def simple(self, command: Simple, tested: bool) -> None:
        assignments, words, redirects = command
        if self.bash:
            words = tuple(w for word in words for w in expand_braces(word))
        self.captures(*words)
        for assignment in assignments:
            self.captures(assignment.value, assignment.index, *(assignment.items or ()))
        self.redirect_captures(redirects)
        captured = any(
            isinstance(part, Substitution) for a in assignments for part in a.value.parts
        )
        self.emit(op.Run(assignments, words, redirects, tested, captured))

    def sequence(self, command: Sequence, tested: bool) -> None:
        for item, background in command.items:
            if background:
                self.emit(op.Background(self.code(item)))
            else:
                self.command(item, tested)

    def and_or(self, command: AndOr, tested: bool) -> None:
        last = len(command.items) - 1
        for index, (operator, item) in enumerate(command.items):
            skip = self.emit(op.JumpIf(operator == "||")) if operator else None
            self.command(item, tested or index < last)
            if skip is not None:
                self.aim(skip, to=self.here)

    def pipeline(self, command: Pipeline, tested: bool) -> None:
        if len(command.commands) == 1:
            self.command(command.commands[0], True)
        else:
            codes = tuple(self.code(item) for item in command.commands)
            self.emit(op.Pipe(codes, tested or command.negated))
        if command.negated:
            self.emit(op.Negate())

    def choice(self, command: If, tested: bool) -> None:
        ends = []
        for condition, body in command.branches:
            self.command(condition, True)
            skip = self.emit(op.JumpIf(False))
            self.command(body, tested)
            ends.append(self.emit(op.Jump()))
            self.aim(skip, to=self.here)
        if command.otherwise is not None:
            self.command(command.otherwise, tested)
        else:
            self.emit(op.SetStatus(0))
        for end in ends:
            self.aim(end, to=self.here)

    def loop(self, command: Loop, tested: bool) -> None:
        begin = self.emit(op.LoopBegin())
        again = self.here
        self.command(command.condition, True)
        out = self.emit(op.JumpIf(command.until))
        self.command(command.body, tested)
        self.emit(op.LoopAgain())
        self.aim(out, to=self.here)
        self.emit(op.LoopEnd())
        self.aim(begin, leave=self.here, again=again)

    def for_each(self, command: For, tested: bool) -> None:
        words = command.words
        if words is not None:
            if self.bash:
                words = tuple(w for word in words for w in expand_braces(word))
            self.captures(*words)
        begin = self.emit(op.ForBegin(command.name, words))
        again = self.emit(op.ForNext())
        self.command(command.body, tested)
        self.emit(op.LoopAgain())
        self.aim(again, done=self.here)
        self.emit(op.LoopEnd())
        self.aim(begin, leave=self.here, again=again)

    def arithmetic_for(self, command: ArithmeticFor, tested: bool) -> None:
        self.captures(command.begin)
        self.emit(op.Calculate(command.begin, True))
        begin = self.emit(op.LoopBegin())
        first = self.emit(op.Jump())
        again = self.here
        self.captures(command.step)
        self.emit(op.Calculate(command.step, True))
        self.aim(first, to=self.here)
        self.captures(command.condition)
        self.emit(op.Calculate(command.condition, True, True))
        out = self.emit(op.JumpIf(False))
        self.command(command.body, tested)
        self.emit(op.LoopAgain())
        self.aim(out, to=self.here)
        self.emit(op.LoopEnd())
        self.aim(begin, leave=self.here, again=again)

    def case(self, command: Case, tested: bool) -> None:
        self.captures(command.subject)
        self.emit(op.CaseBegin(command.subject))
        ends, falls = [], []
        for patterns, body, end in command.items:
            self.captures(*patterns)
            test = self.emit(op.CaseTest(patterns))
            for fall in falls:
                self.aim(fall, to=self.here)
            falls = []
            self.command(body, tested)
            if end == ";&":
                falls.append(self.emit(op.Jump()))
            elif end == ";;":
                ends.append(self.emit(op.Jump()))
            self.aim(test, otherwise=self.here)
        for place in (*ends, *falls):
            self.aim(place, to=self.here)
        self.emit(op.CaseEnd())

    def function(self, command: Function, tested: bool) -> None:
        self.emit(op.Define(command.name, self.code(command.body)))

    def group(self, command: Group, tested: bool) -> None:
        self.command(command.body, tested)

    def subshell(self, command: Subshell, tested: bool) -> None:
        begin = self.emit(op.SubshellBegin())
        self.command(command.body, tested)
        self.emit(op.SubshellEnd(tested))
        self.aim(begin, leave=self.here)

    def arithmetic(self, command: ArithmeticCommand, tested: bool) -> None:
        self.captures(command.expression)
        self.emit(op.Calculate(command.expression, tested))

    def condition(self, command: Condition, tested: bool) -> None:
        self.captures(*command.words)
        self.emit(op.Test(command.words, tested))

    def redirected(self, command: Redirected, tested: bool) -> None:
        self.redirect_captures(command.redirects)
        begin = self.emit(op.RedirectBegin(command.redirects, tested))
        self.command(command.command, tested)
        self.emit(op.RedirectEnd())
        self.aim(begin, leave=self.here)


_COMPILE = {
    Simple: _Compiler.simple,
    Sequence: _Compiler.sequence,
    AndOr: _Compiler.and_or,
    Pipeline: _Compiler.pipeline,
    If: _Compiler.choice,
    Loop: _Compiler.loop,
    For: _Compiler.for_each,
    ArithmeticFor: _Compiler.arithmetic_for,
    Case: _Compiler.case,
    Function: _Compiler.function,
    Group: _Compiler.group,
    Subshell: _Compiler.subshell,
    ArithmeticCommand: _Compiler.arithmetic,
    Condition: _Compiler.condition,
    Redirected: _Compiler.redirected,
}
