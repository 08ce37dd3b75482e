"""The checks that ``dev.py check`` runs, each on small files with and without faults."""

import textwrap
from pathlib import Path

import dev
import pytest
from checks import duplicates, spelling, templates


@pytest.fixture
def write(tmp_path: Path) -> "Write":
    return Write(tmp_path)


class Write:
    """Writes files to the test's folder and returns their paths."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return str(path)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("colored", "coloured"),
        ("the center", "centre"),
        ("organize", "organise"),
        ("organization", "organisation"),
        ("analyzing", "analysing"),
        ("neighborhood", "neighbourhood"),
        ("anonymized", "anonymised"),
        ("a license", "licence"),
        ("judgment", "judgement"),
        ("recieve", "receive"),
    ],
)
def test_american_and_wrong_spellings_are_found(
    wrong: str, right: str, write: Write, capfd: pytest.CaptureFixture[str]
) -> None:
    page = write("page.md", f"We say {wrong} here.\n")
    assert spelling.check([page]) == 1
    assert f"{wrong.rsplit(maxsplit=1)[-1]} ==> {right}" in capfd.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        "Organise the centre, analyse its behaviour, practise judgement: licensed by a licence.",
        "A story of good practice in one computer program; children’s services near the Humber.",
        "A size, a prize and a wise man seized: an exercise to advertise.",
    ],
)
def test_british_text_is_quiet(text: str, write: Write) -> None:
    assert spelling.check([write("page.md", text + "\n")]) == 0


def test_names_of_libraries_and_formats_are_left_alone(write: Write) -> None:
    code = write(
        "code.py",
        """
        import math
        from scipy.optimize import minimize

        text = unicodedata.normalize("NFC", name.capitalize())
        picture = page.render(grayscale=True)
        headers = {"Authorization": minimize(text)}
        """,
    )
    sheet = write("sheet.scss", "p { color: #000; align-items: center; }\n")
    assert spelling.check([code, sheet]) == 0


def test_comments_and_strings_in_code_are_checked(write: Write) -> None:
    assert spelling.check([write("one.py", "x = 1  # the color of a bar\n")]) == 1
    assert spelling.check([write("two.py", 'print("We recognize it.")\n')]) == 1


def test_templates_are_checked(write: Write) -> None:
    assert spelling.check([write("page.html", "<h1>{{ name }}: our behavior</h1>\n")]) == 1


LINES = [f"total += price_{n} * tax_{n}" for n in range(1, 8)]


def function(name: str, lines: int) -> str:
    body = "\n".join(f"    {line}" for line in LINES[:lines])
    return f'def {name}(total):\n    """{name} has its own words."""\n{body}\n    return {name!r}\n'


def test_the_same_lines_in_two_files_are_found(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    most = duplicates.MOST_LINES
    files = [write(f"{name}.py", function(name, most + 1)) for name in ("one", "two")]
    assert duplicates.check(files) == 1
    found = capsys.readouterr().out
    assert all(file in found for file in files)
    assert LINES[0] in found


def test_a_few_lines_may_be_the_same(write: Write) -> None:
    most = duplicates.MOST_LINES
    files = [write(f"{name}.py", function(name, most)) for name in ("one", "two")]
    assert duplicates.check(files) == 0


def test_imports_signatures_docstrings_and_comments_may_be_the_same(write: Write) -> None:
    imports = "".join(f"from package import name_{n}\n" for n in range(9))
    comments = "".join(f"# comment {n}\n" for n in range(9))
    words = "".join(f"    word {n}\n" for n in range(9))
    parameters = "".join(f"    parameter_{n}: int,\n" for n in range(9))
    text = (
        f'{imports}{comments}\n\ndef total(\n{parameters}) -> int:\n    """Say:\n\n{words}    """\n'
    )
    files = [write(f"{name}.py", f"{text}    return '{name}'\n") for name in ("one", "two")]
    assert duplicates.check(files) == 0


def test_migrations_may_be_alike(tmp_path: Path) -> None:
    for app in ("one", "two"):
        folder = tmp_path / app / "migrations"
        folder.mkdir(parents=True)
        (folder / "0001_initial.py").write_text("\n".join(LINES), encoding="utf-8")
    assert duplicates.check([str(tmp_path)]) == 0


PAGE = """\
    {% extends "base.html" %}
    {% block content %}
      <c-table caption="Grades">
        <c-slot name="head">
          <tr>
            <th>Area</th>
          </tr>
        </c-slot>
        {% for area in areas %}
          <tr>
            <td>{{ area }}</td>
          </tr>
        {% endfor %}
      </c-table>
    {% endblock %}
    """


def test_a_formatted_template_passes(write: Write) -> None:
    assert templates.check([write("page.html", PAGE)]) == 0


def test_a_template_without_indents_is_found_and_formatted(
    write: Write, capfd: pytest.CaptureFixture[str]
) -> None:
    flat = "\n".join(line.strip() for line in PAGE.splitlines())
    page = write("page.html", flat)
    assert templates.check([page]) == 1
    assert "page.html" in capfd.readouterr().out
    assert templates.fix([page]) == 0
    assert Path(page).read_text("utf-8") == textwrap.dedent(PAGE)
    assert templates.check([page]) == 0


def test_long_lines_are_found(write: Write, capfd: pytest.CaptureFixture[str]) -> None:
    page = write("page.html", f"<p>{'word ' * 30}</p>\n<p>{'word ' * 5}</p>\n")
    assert templates.check([page]) == 1
    said = capfd.readouterr().out
    assert f"{page}:1: 157 characters" in said
    assert f"{page}:2" not in said


@pytest.mark.parametrize("end", [".", ", and more", ") was", ")."])
def test_punctuation_on_a_line_of_its_own_is_found(
    end: str, write: Write, capfd: pytest.CaptureFixture[str]
) -> None:
    page = write("page.html", f"<p>\n  (\n  <c-note>\n    Good\n  </c-note>\n  {end}\n</p>\n")
    assert templates.check([page]) == 1
    assert f"{page}:6: starts with punctuation" in capfd.readouterr().out


def test_templates_of_packages_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "node_modules"
    folder.mkdir()
    (folder / "page.html").write_text("<p>" + "word " * 30, encoding="utf-8")
    assert templates.check([str(tmp_path)]) == 0


def test_every_check_runs_even_after_one_has_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fails, passes = ("-c", "print('a fault'); raise SystemExit(3)"), ("-m", "this")
    monkeypatch.setattr(dev, "CHECKS", (fails, passes))
    assert dev.check([]) == 3
    said = capsys.readouterr().out
    assert "FAILED\na fault" in said
    assert "this: passed" in said
    assert "Zen" not in said  # what passed needs no output
