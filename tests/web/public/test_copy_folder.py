"""The folder of a copy: a run that ends early leaves the site as it was, or the next completes it.

Quick tests of what `test_publish.py` tests with a whole site.
"""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from cusp.web.public.copy.crawl import Made
from cusp.web.public.copy.folder import OWN, CannotPublish, Changes, Folder, State, files_in

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
FIRST = {"index.html": "Front", "kent/index.html": "Kent"}
SECOND = {"index.html": "New front", "leeds/index.html": "Leeds"}


def publish(root: Path, texts: dict[str, str], *, fault: str = "") -> Changes:
    folder = Folder(root)
    with folder.claimed() as before:
        files = {}
        for name, text in texts.items():
            place = folder.staging / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
            files[name] = Made(sha256(text.encode()).hexdigest(), len(text))
        if fault:
            raise CannotPublish(fault)
        return folder.place(State(files=files), made=NOW, before=folder.as_listed(before))


def site(root: Path) -> dict[str, str]:
    return {name: (root / name).read_text() for name in files_in(root) if name != "manifest.json"}


def test_a_run_that_fails_changes_nothing(tmp_path: Path) -> None:
    publish(tmp_path, FIRST)
    with pytest.raises(CannotPublish, match="no such page"):
        publish(tmp_path, SECOND, fault="no such page")
    assert site(tmp_path) == FIRST
    assert not (tmp_path / OWN / "next").exists()


def test_files_that_are_gone_are_removed_with_their_folder(tmp_path: Path) -> None:
    publish(tmp_path, FIRST)
    assert publish(tmp_path, SECOND) == Changes(written=2, removed=1)
    assert site(tmp_path) == SECOND
    assert not (tmp_path / "kent").exists()


def test_a_run_that_was_stopped_while_placing_files_is_completed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, FIRST)
    replace = Path.replace

    def stop(source: Path, target: Path) -> Path:
        if target == tmp_path / "index.html":  # the front page is placed last
            raise OSError(28, "No space left on device")
        return replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", stop)
        with pytest.raises(CannotPublish, match="No space left on device"):
            publish(tmp_path, SECOND)
    assert site(tmp_path) == FIRST | {"leeds/index.html": "Leeds"}
    publish(tmp_path, SECOND)
    assert site(tmp_path) == SECOND
