"""The project contains nothing specific to one machine, and its documents match the code."""

import re
import shutil
import subprocess
import sys
import tomllib
import typing
from pathlib import Path

import msgspec
import pytest

from cusp.reports import record

ROOT = Path(__file__).resolve().parent.parent
# Put together here so that this file passes its own test.
REGISTRIES = (".".join(("pypi", "org")), ".".join(("pythonhosted", "org")), "registry." + "npmjs")
FOLDERS = ("work", "tmp", "root", "home", "Users", "opt")
OF_ONE_MACHINE = re.compile(rf"(?<![\w.])/(?:{'|'.join(FOLDERS)})/\w")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
ANCHOR = re.compile(r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)")
DOCUMENT = re.compile(r"\bdocs/[\w/.-]+\.md\b")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def project_files() -> list[Path]:
    """Every file that is, or is about to be, part of the project."""
    if not shutil.which("git"):
        pytest.skip("no git: no telling which files are the project's")
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if listing.returncode:
        pytest.skip("not a git clone: no telling which files are the project's")
    return [p for name in listing.stdout.split("\0") if name and (p := ROOT / name).is_file()]


def lines_with(found: typing.Callable[[str], object]) -> list[str]:
    """File and line number wherever ``found`` returns true."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in project_files()
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if found(line)
    ]


def test_no_file_names_a_package_registry() -> None:
    assert lines_with(lambda line: any(host in line for host in REGISTRIES)) == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert lines_with(OF_ONE_MACHINE.search) == []


def test_documents_of_others_are_not_part_of_the_project() -> None:
    assert [p.name for p in project_files() if p.suffix.lower() == ".pdf"] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_to_a_heading_find_it(page: Path) -> None:
    linked = ANCHOR.findall(page.read_text("utf-8"))
    assert [
        (path, anchor)
        for path, anchor in linked
        if anchor not in anchors(page.parent / path if path else page)
    ] == []


def anchors(page: Path) -> set[str]:
    """The text after # in links to each heading on the page, as on GitHub and GitLab."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_documents_that_code_names_exist() -> None:
    code = [p for p in project_files() if p.suffix in (".py", ".toml", ".html", ".mjs")]
    named = {name for path in code for name in DOCUMENT.findall(path.read_text("utf-8"))}
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs/decisions").glob("*.md")), ids=lambda p: p.stem
)
def test_a_decision_is_one_page_with_four_parts(page: Path) -> None:
    lines = page.read_text("utf-8").splitlines()
    parts = [line.removeprefix("## ") for line in lines if line.startswith("## ")]
    assert parts == ["Context", "Decision", "Rejected", "Consequences"]
    assert lines[0].startswith(f"# {page.stem[:4]} ")
    assert len(lines) <= 50


def test_every_document_is_in_the_index() -> None:
    docs = ROOT / "docs"
    index = (docs / "README.md").read_text("utf-8")
    linked = {(docs / link).resolve() for link in LINK.findall(index)}
    assert {p for p in docs.rglob("*.md") if p.name != "README.md"} == {
        p for p in linked if p.is_relative_to(docs)
    }


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", ".ci/run", "Makefile"])
def test_chores_that_documents_name_exist(page: str) -> None:
    named = re.findall(r"dev\.py ([a-z]+)", (ROOT / page).read_text("utf-8"))
    if page == "Makefile":
        named = re.findall(r"^\.PHONY: (.+)$", (ROOT / page).read_text("utf-8"), re.M)[0].split()
    assert named
    assert set(named) <= chores()


def chores() -> set[str]:
    """The commands that ``dev.py help`` lists, including help."""
    shown = subprocess.run(
        [sys.executable, "dev.py", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {"help", *re.findall(r"^python3 dev\.py ([a-z]+)", shown.stdout, re.M)}


def test_dev_says_what_it_does_not_know() -> None:
    done = subprocess.run(
        [sys.executable, "dev.py", "tset"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "tset" in done.stdout


def test_version_is_in_the_changes() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert version in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("lock", ["run.lock", "dev.lock", "spark.lock"])
def test_every_locked_package_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    packages = re.split(r"\n(?=[a-z0-9])", text.split("\n", 2)[2])
    assert len(packages) > (2 if lock == "spark.lock" else 20)
    assert [p.split("\n")[0] for p in packages if "==" not in p or "--hash=sha256:" not in p] == []
    assert not re.search(r"https?:|file:|^--", text, re.M)


def test_the_locks_agree() -> None:
    run, dev = (pins(ROOT / "requirements" / name) for name in ("run.lock", "dev.lock"))
    assert run <= dev


def pins(lock: Path) -> set[str]:
    """The packages and versions pinned by a lock."""
    return set(re.findall(r"^([a-z0-9-]+==[^ ;]+)", lock.read_text("utf-8"), re.M))


def test_the_record_s_page_describes_every_field_and_code() -> None:
    page = (ROOT / "docs" / "record.md").read_text("utf-8")
    structs = [s for s in vars(record).values() if isinstance(s, msgspec.StructMeta)]
    names = {name for struct in structs for name in struct.__struct_fields__}
    for codes in (record.AreaCode, record.GradeCode, record.FrameworkCode, record.KindCode):
        names.update(typing.get_args(codes))
    assert sorted(n for n in names if f"`{n}`" not in page) == []
