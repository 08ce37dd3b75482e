"""``cusp brief``: a briefing from a folder of reports, in each kind of file."""

import json
from pathlib import Path

import pytest

from cusp.specimens import write_all
from tests.commands import cusp

MEETING = {
    "board": "Education Board", "day": "2019-10-22", "time": "08:15", "place": "Town Hall",
    "item": "The official response", "item_number": "5",
    "source": {"what": "The agenda", "file": "https://board.example/agenda"},
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two specimens, so that reading is quick."""
    every = write_all(tmp_path_factory.mktemp("every"))
    folder = tmp_path_factory.mktemp("reports")
    for file in every:
        if file.stem in ("wexcombe-2016", "wexcombe-2019"):
            file.rename(folder / file.name)
    return folder


def test_json_with_a_meeting(folder: Path, tmp_path: Path) -> None:
    meeting = tmp_path / "meeting.json"
    meeting.write_text(json.dumps(MEETING))
    out = tmp_path / "brief.json"
    done = cusp("brief", "Wexcombe", "--corpus", folder, "--meeting", meeting, "--out", out)
    assert done.returncode == 0, done.stderr
    found = json.loads(out.read_bytes())
    assert found["schema"] == "cusp.briefing/1"
    assert set(found["sentences"][0]) >= {"number", "text", "sources"}
    texts = [each["text"] for each in found["sentences"]]
    assert "Meeting of the Education Board: Tuesday 22 October 2019 at 8.15am, Town Hall." in texts
    cites = [s["cite"] for each in found["sentences"] for s in each["sources"] if s["cite"]]
    assert all(cite["page"] >= 1 and len(cite["box"]) == 4 for cite in cites)


def test_an_earlier_inspection_as_text(folder: Path) -> None:
    done = cusp("brief", "Wexcombe", "--corpus", folder, "--inspection", "20 January 2016")
    assert done.returncode == 0, done.stderr
    assert "from 11 January to 4 February 2016" in " ".join(done.stdout.split())
    assert "There has been a later inspection" in done.stdout


@pytest.mark.parametrize(
    ("meeting", "said"),
    [
        ("{}", "does not describe a meeting: Object missing required field"),
        (json.dumps({**MEETING, "time": "quarter past"}), "“quarter past” is not a time"),
        (json.dumps({**MEETING, "day": "22 October"}), "does not describe a meeting"),
        (json.dumps({**MEETING, "board": " "}), "enter the name of the board"),
        ("not JSON", "does not describe a meeting"),
    ],
)
def test_bad_meetings(folder: Path, tmp_path: Path, meeting: str, said: str) -> None:
    path = tmp_path / "meeting.json"
    path.write_text(meeting)
    from cusp.briefing.meeting import CannotUseMeeting, read_meeting

    with pytest.raises(CannotUseMeeting, match=said):
        read_meeting(path)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Nowhere"], "has no report on Nowhere"),
        (["Wexcombe", "--inspection", "1 January 2018"], "No inspection was on site on 1 January"),
        (["Wexcombe", "--inspection", "soon"], "is not a date"),
        (["Wexcombe", "--out", "brief.txt"], "must end in .json, .md, .docx or .pdf"),
        (["Wexcombe", "--meeting", "missing.json"], "missing.json cannot be opened"),
    ],
)
def test_errors_are_one_sentence(folder: Path, arguments: list[str], said: str) -> None:
    done = cusp("brief", *arguments, "--corpus", folder)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
