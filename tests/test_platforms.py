"""Cusp runs on Linux, macOS and Windows: code that differs between them must have a guard."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted([*ROOT.glob("src/**/*.py"), ROOT / "dev.py", ROOT / "hatch_build.py"])
# Codes that only some systems' C libraries know, such as the day without a leading zero.
STRFTIME = re.compile(r"%[-#_^][A-Za-z]|%[eklP](?![a-z])")
# Put together here so that the project's own test does not find a folder on one machine.
FOLDERS = "|".join(("tmp", "var", "dev", "etc", "usr", "proc", "home"))
FOLDER = re.compile(rf"/(?:{FOLDERS})(?:/|$)|[A-Z]:\\")
ONE_SYSTEM = frozenset(
    [
        "fcntl",
        "grp",
        "msvcrt",
        "posix",
        "pty",
        "pwd",
        "resource",
        "syslog",
        "termios",
        "tty",
        "winreg",
        "winsound",
    ]
)
OS = frozenset(
    [
        "chroot",
        "fork",
        "forkpty",
        "getegid",
        "geteuid",
        "getgid",
        "getloadavg",
        "getpgid",
        "getuid",
        "killpg",
        "mkfifo",
        "nice",
        "setpgid",
        "setsid",
        "startfile",
        "sysconf",
        "uname",
        "wait",
        "waitpid",
    ]
)
SIGNAL = frozenset(
    [
        "SIGALRM",
        "SIGCHLD",
        "SIGHUP",
        "SIGKILL",
        "SIGPIPE",
        "SIGQUIT",
        "SIGSTOP",
        "SIGUSR1",
        "SIGUSR2",
        "CTRL_C_EVENT",
        "alarm",
        "pause",
        "setitimer",
    ]
)
GUARD = re.compile(r"os\.name|sys\.platform|hasattr\(")


def differs(source: str) -> list[str]:
    """What differs by platform in source code, with its line and the reason."""
    tree = ast.parse(source)
    guarded = {id(inner) for node in ast.walk(tree) for inner in under_guard(node)}
    found = [
        (node.lineno, why)
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt | ast.expr) and id(node) not in guarded
        for why in reasons(node)
    ]
    return [f"{line}: {why}" for line, why in sorted(set(found))]


def under_guard(node: ast.AST) -> Iterator[ast.AST]:
    """Every part of a statement or expression that only runs after a check of the platform."""
    if isinstance(node, ast.If | ast.IfExp) and GUARD.search(ast.unparse(node.test)):
        yield from ast.walk(node)
    if isinstance(node, ast.BoolOp) and GUARD.search(ast.unparse(node.values[0])):
        yield from ast.walk(node)
    if isinstance(node, ast.FunctionDef):
        # "if sys.platform == …: return" guards what comes after it.
        leaves = [i for i, step in enumerate(node.body) if asks_and_leaves(step)]
        for later in node.body[leaves[0] + 1 :] if leaves else ():
            yield from ast.walk(later)


def asks_and_leaves(step: ast.stmt) -> bool:
    return (
        isinstance(step, ast.If)
        and bool(GUARD.search(ast.unparse(step.test)))
        and isinstance(step.body[-1], ast.Return | ast.Raise)
    )


def reasons(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            if STRFTIME.search(text):
                yield f"strftime code in {text!r}"
            if FOLDER.match(text):
                yield f"folder of one system {text!r}"
        case ast.Import(names=names):
            yield from (f"import {n.name}" for n in names if n.name in ONE_SYSTEM)
        case ast.ImportFrom(module=str(name)) if name in ONE_SYSTEM:
            yield f"import {name}"
        case ast.Attribute(value=ast.Name(id="os"), attr=name) if name in OS:
            yield f"os.{name}"
        case ast.Attribute(value=ast.Name(id="signal"), attr=name) if name in SIGNAL:
            yield f"signal.{name}"
        case ast.Call():
            yield from encoding_left_open(node)


def encoding_left_open(call: ast.Call) -> Iterator[str]:
    """Text read or written in the system's default encoding."""
    name = ast.unparse(call.func)
    named = {word.arg: word.value for word in call.keywords}
    if "encoding" in named or None in named:
        return
    method = name.rpartition(".")[2]
    if (method == "read_text" and not call.args) or (method == "write_text" and len(call.args) < 2):
        yield f"{method} without an encoding"
    at = 1 if name in ("open", "os.fdopen") else 0
    mode = named.get("mode") or (call.args[at] if len(call.args) > at else None)
    how = mode.value if isinstance(mode, ast.Constant) else None
    if method in ("open", "fdopen") and isinstance(how, str) and re.fullmatch("[rwax+t]+", how):
        yield f"{method} without an encoding"
    if name == "open" and mode is None:
        yield "open without an encoding"
    if isinstance(text := named.get("text"), ast.Constant) and text.value is True:
        yield "text=True without an encoding"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_nothing_differs_by_platform_without_a_guard(path: Path) -> None:
    assert differs(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "f'{day:%-d %B}'",
        "day.strftime('%e %B')",
        "os.fork()",
        "os.kill(1, signal.SIGKILL)",
        "import fcntl",
        "folder = '/" + "tmp'",
        "path.read_text()",
        "path.write_text('x')",
        "path.open('w')",
        "open(path)",
        "run(command, text=True)",
    ],
)
def test_the_scan_finds_what_differs(line: str) -> None:
    assert len(differs(line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "f'{day.day} {day:%B %Y}'",
        "'50 % each'",
        "f'{share:.0%}'",
        "getattr(signal, 'SIGKILL', signal.SIGTERM)",
        "if sys.platform != 'win32':\n    import fcntl",
        "def f():\n    if os.name == 'nt':\n        return\n    os.fork()",
        "hasattr(os, 'geteuid') and os.geteuid() == 0",
        "path.read_text('utf-8')",
        "path.write_text('x', encoding='utf-8')",
        "path.open('rb')",
        "'/static/'",
    ],
)
def test_the_scan_leaves_alone_what_does_not(line: str) -> None:
    assert differs(line) == []
