"""Project files: what is saved reads back, and what somebody else made can do no harm (RELIABILITY 9, V6)."""

from __future__ import annotations

import json
import os
import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fwdesk.domain.draft import Draft, Drafts
from fwdesk.store.project_file import LIMIT, Project, ProjectError, TooLargeError, load, picture_file, save
from tests.faults.kit.runs import runs
from tests.unit.store.test_draft_json import SHA, WHOLE

COPIES = {SHA: b"\xff\xd8 a small picture"}


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "Harbor.fwdesk"
    save(path, Project(Drafts((WHOLE,)), COPIES))
    return path


def test_it_reads_back_with_no_path_outside_its_folder(saved: Path) -> None:
    project = load(saved)
    assert project.copies == COPIES
    assert WHOLE.picture is not None
    assert project.drafts.open == (replace(WHOLE, picture=replace(WHOLE.picture, path="")),)
    assert "/home/ada" not in saved.read_text("utf-8")


def test_a_picture_in_its_folder_is_named_from_there(tmp_path: Path) -> None:
    inside = tmp_path / "pictures" / "gull.tif"
    inside.parent.mkdir()
    inside.write_bytes(b"gull")
    assert WHOLE.picture is not None
    draft = replace(WHOLE, picture=replace(WHOLE.picture, path=str(inside)))
    save(tmp_path / "p.fwdesk", Project(Drafts((draft,)), {}))
    picture = load(tmp_path / "p.fwdesk").drafts.open[0].picture
    assert picture is not None
    assert picture.path == "pictures/gull.tif"
    assert picture_file(tmp_path / "p.fwdesk", picture.path) == inside


def test_a_draft_without_a_picture_has_none(tmp_path: Path) -> None:
    save(tmp_path / "p.fwdesk", Project(Drafts((Draft(WHOLE.piece),)), {}))
    assert load(tmp_path / "p.fwdesk").drafts.open == (Draft(WHOLE.piece),)


def test_it_is_readable_and_keeps_what_it_does_not_know(saved: Path) -> None:
    raw: Any = json.loads(saved.read_text("utf-8"))
    assert raw["pieces"][0]["piece"]["code"] == "5M6M9S16x20F96S20x24J1S16x20G1"
    raw["season"] = "spring"
    saved.write_text(json.dumps(raw))
    save(saved, load(saved))
    assert json.loads(saved.read_text("utf-8"))["season"] == "spring"


HARMFUL = [
    "",
    "/etc/passwd",
    "../secret.tif",
    "a/../../secret.tif",
    "a//b.tif",
    "./a.tif",
    "a/.",
    "a/ ",
    "\\\\host\\share\\a.tif",
    "//host/share/a.tif",
    "C:/a.tif",
    "C:a.tif",
    "a.tif:stream",
    "con",
    "CON.tif",
    "a/nul.jpg",
    "Lpt1",
    "com¹.tif",
    "conin$",
    "a\0b",
    "a\nb.tif",
    "a.tif.",
    "a.tif ",
    "a*.tif",
    "a?.tif",
    "x" * 2000,
    "a\x7f.tif",
]


@pytest.mark.parametrize("path", HARMFUL)
def test_no_harmful_path_is_touched(tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def touched(*arguments: object, **_: object) -> None:
        raise AssertionError(f"the disk was asked about {arguments}")

    for name in ("lstat", "stat", "open", "exists", "is_file", "resolve", "readlink"):
        monkeypatch.setattr(Path, name, touched)
    assert picture_file(tmp_path / "p.fwdesk", path) is None


def test_only_a_regular_file_below_the_folder_is_a_picture(tmp_path: Path) -> None:
    project, outside = tmp_path / "in" / "p.fwdesk", tmp_path / "outside.tif"
    project.parent.mkdir()
    outside.write_bytes(b"secret")
    (project.parent / "here.tif").write_bytes(b"fine")
    (project.parent / "link.tif").symlink_to(outside)
    (project.parent / "links").symlink_to(tmp_path)
    (project.parent / "folder").mkdir()
    os.mkfifo(project.parent / "pipe")
    assert picture_file(project, "here.tif") == project.parent / "here.tif"
    for path in ("link.tif", "links/outside.tif", "folder", "pipe", "here.tif/x", "none.tif"):
        assert picture_file(project, path) is None, path


def changed(saved: Path, **members: object) -> Path:
    raw: Any = json.loads(saved.read_text("utf-8"))
    raw.update(members)
    saved.write_text(json.dumps(raw))
    return saved


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"version": 2}, "was made by a newer fwdesk"),
        ({"kind": "something"}, "does not say that it is one"),
        ({"pieces": []}, "holds 0 pieces"),
        ({"pieces": [{}] * 201}, "holds 201 pieces"),
        ({"pieces": [{"piece": 3}]}, "piece 1: piece: not an object"),
        ({"copies": []}, "copies: not an object"),
        ({"copies": {"../a": ""}}, "copies: not a picture by its SHA-256"),
        ({"copies": {SHA: 3}}, "copies: not a picture by its SHA-256"),
        ({"copies": {SHA: "?"}}, "copies: not base64"),
    ],
)
def test_what_is_wrong_is_said(saved: Path, members: dict[str, object], says: str) -> None:
    with pytest.raises(ProjectError) as caught:
        load(changed(saved, **members))
    assert says in str(caught.value)
    assert str(caught.value).startswith("Harbor.fwdesk ")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"PK\x03\x04",
        b"\x80\x04\x95",
        b"[" * 100_000,
        b'{"a":' * 33 + b"1" + b"}" * 33,
        b"{" + b",".join(b'"%d": 1' % number for number in range(10**5)) + b"}",
        b'{"kind": "fwdesk project", "kind": "fwdesk project"}',
        b'{"kind": "fwdesk project", "version": 1e400}',
        b"\xff\xfe{\x00}\x00",
        os.urandom(5000),
        b" " * (LIMIT + 1),
    ],
    ids=["empty", "null", "list", "zip", "pickle", "depth", "33 levels", "10^5 names", "doubled", "1e400", "utf-16",
         "chance", "5 MB and one"],
)  # fmt: skip
def test_what_is_no_project_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.fwdesk"
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=r"p\.fwdesk"):
        load(path)
    assert path.read_bytes() == content


def test_a_folder_or_a_pipe_is_no_project(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.fwdesk")
    (tmp_path / "folder.fwdesk").mkdir()
    for name in ("pipe.fwdesk", "folder.fwdesk"):
        with pytest.raises(ProjectError, match="is no file"):
            load(tmp_path / name)


def test_a_file_that_went_away_and_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="not there any more"):
        load(tmp_path / "p.fwdesk")
    with pytest.raises(ProjectError, match="could not be saved"):
        save(tmp_path / "no" / "p.fwdesk", Project(Drafts((WHOLE,)), {}))


def test_more_than_a_project_holds_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(TooLargeError):
        save(tmp_path / "p.fwdesk", Project(Drafts((WHOLE,)), {SHA: bytes(LIMIT)}))
    assert list(tmp_path.iterdir()) == []


def mutated(chance: random.Random, whole: bytes) -> bytes:
    """The file with a few bytes changed, taken out, doubled or cut off."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, 4)):
        at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        match chance.randrange(5):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : min(end, at + 40)]
            case 2:
                data[at:at] = data[at : min(end, at + 40)]
            case 3:
                data[at:at] = chance.choice(
                    [b"null", b"-1", b'"../../x"', b"{}", b"[", b"1e999", b"\\u0000", b'"\\ud800"']
                )
            case _:
                del data[at:]
        data = data or bytearray(b" ")
    return bytes(data)


def test_a_mutated_project_reads_or_is_refused(tmp_path: Path) -> None:
    """V6: 5,000 and more are tried with FWDESK_RUNS=full."""
    path = tmp_path / "p.fwdesk"
    save(path, Project(Drafts((WHOLE, Draft(WHOLE.piece))), COPIES))
    whole, chance, refused = path.read_bytes(), random.Random(6), 0
    for _ in range(runs(300, 6000)):
        path.write_bytes(mutated(chance, whole))
        try:
            project = load(path)
        except ProjectError:
            refused += 1
        else:
            assert project.drafts.open
    assert refused > 100


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(name=st.sampled_from(["piece", "picture", "tray", "done", "undone", "step"]), value=json_values)
def test_any_value_in_any_place_reads_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: object
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.fwdesk"
    path.write_text(
        json.dumps({"kind": "fwdesk project", "version": 1, "pieces": [{name: value}]}), "utf-8", "surrogatepass"
    )
    with suppress(ProjectError):
        load(path)
