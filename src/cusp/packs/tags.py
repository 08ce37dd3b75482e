"""Bring the structure trees of several papers together in one.

The tree of each paper becomes a part of the pack's document. Numbers in the parent tree are moved
up. Names of element types and classes that two papers define differently, and ids that could be
used twice, get a name of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

Elements = list[Dictionary]
# The types that PDF 1.7 and 2.0 define. They need no entry in a role map.
STANDARD = {
    "/Document", "/DocumentFragment", "/Part", "/Art", "/Sect", "/Div", "/Aside", "/BlockQuote",
    "/Caption", "/TOC", "/TOCI", "/Index", "/NonStruct", "/Private", "/P", "/H", "/H1", "/H2",
    "/H3", "/H4", "/H5", "/H6", "/Title", "/FENote", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/TR",
    "/TH", "/TD", "/THead", "/TBody", "/TFoot", "/Span", "/Sub", "/Quote", "/Note", "/Reference",
    "/BibEntry", "/Code", "/Link", "/Annot", "/Em", "/Strong", "/Ruby", "/RB", "/RT", "/RP",
    "/Warichu", "/WT", "/WP", "/Figure", "/Formula", "/Form", "/Artifact",
}  # fmt: skip


def is_tagged(pdf: pikepdf.Pdf) -> bool:
    """Whether a document says that it is tagged, and has a tag."""
    tree, marks = pdf.Root.get("/StructTreeRoot"), pdf.Root.get("/MarkInfo")
    if not isinstance(tree, Dictionary) or not isinstance(marks, Dictionary):
        return False
    return bool(marks.get("/Marked", False)) and next(elements(tree), None) is not None


def elements(tree: Any) -> Iterator[Dictionary]:
    """Every structure element, once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [tree]
    while waiting:
        kids = waiting.pop().get("/K")
        for kid in kids if isinstance(kids, Array) else (kids,):
            if not isinstance(kid, Dictionary) or not isinstance(kid.get("/S"), Name):
                continue
            if kid.is_indirect:
                if kid.objgen in seen:
                    continue
                seen.add(kid.objgen)
            yield kid
            waiting.append(kid)


class Tags:
    """The structure tree of a pack."""

    def __init__(self, pack: pikepdf.Pdf) -> None:
        self.pack = pack
        self.root = pack.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = self._element(Name.Document, self.root)
        self.parts: list[Any] = []
        self.parents: list[tuple[int, Any]] = []
        self.next_key = 0
        self.roles: dict[str, Any] = {}
        self.used: set[str] = set()
        self.classes: dict[str, Any] = {}
        self.ids: list[tuple[bytes, Any]] = []
        self.namespaces: list[Any] = []
        self.suspects = False

    def part(self, title: str, language: str) -> Any:
        """A new part of the document, for one paper."""
        part = self._element(Name.Part, self.document)
        part.T = String(title)
        if language:
            part.Lang = String(language)
        self.parts.append(part)
        return part

    def add(self, paper: pikepdf.Pdf, part: Any, number: int) -> int:
        """Add a paper's tree, once its pages are in the pack.

        Returns by how much its numbers in the parent tree have moved up.
        """
        tree = paper.Root.StructTreeRoot
        with_id = self._settle_names(tree, number)
        copied = self.pack.copy_foreign(paper.make_indirect(tree))
        kids = copied.K if isinstance(copied.K, Array) else Array([copied.K])
        part.K = kids
        for kid in kids:
            kid.P = part
        self._take_roles(copied)
        for element in with_id:
            if element.is_indirect:
                self.ids.append((bytes(element.ID), self.pack.copy_foreign(element)))
        self.namespaces += list(copied.get("/Namespaces", ()))
        moved = self.next_key
        if "/ParentTree" in copied:
            for key, value in pikepdf.NumberTree(copied.ParentTree).items():
                if value is not None:
                    self.parents.append((moved + key, value))
                self.next_key = max(self.next_key, moved + key + 1)
        marks: Any = paper.Root.get("/MarkInfo", {})
        self.suspects |= bool(marks.get("/Suspects", False))
        return moved

    def add_untagged(self, part: Any, page: Any, most: int) -> int:
        """Make the content of an untagged page one paragraph. Returns its mark on the page.

        ``most`` is the highest mark that the content has already, or -1.
        """
        paragraph = self._element(Name.P, part)
        paragraph.Pg = page
        paragraph.K = most + 1
        part.K = Array([*part.get("/K", ()), paragraph])
        page.StructParents = self.next_key
        self.parents.append((self.next_key, Array([paragraph] * (most + 2))))
        self.next_key += 1
        return most + 1

    def finish(self) -> None:
        """Put the tree into the pack."""
        pack, root = self.pack, self.root
        self.document.K = Array(self.parts)
        root.K = self.document
        tree = pikepdf.NumberTree.new(pack)
        for key, value in self.parents:
            tree[key] = value
        root.ParentTree = tree.obj
        root.ParentTreeNextKey = self.next_key
        if self.roles:
            root.RoleMap = Dictionary(self.roles)
        if self.classes:
            root.ClassMap = Dictionary(self.classes)
        if self.namespaces:
            root.Namespaces = Array(self.namespaces)
        if self.ids:
            pairs = [part for pair in sorted(self.ids, key=lambda each: each[0]) for part in pair]
            names = Array([String(p) if isinstance(p, bytes) else p for p in pairs])
            root.IDTree = pack.make_indirect(Dictionary(Names=names))
        pack.Root.StructTreeRoot = root
        pack.Root.MarkInfo = Dictionary(Marked=True)
        if self.suspects:
            pack.Root.MarkInfo.Suspects = True

    def _element(self, kind: Name, parent: Any) -> Any:
        return self.pack.make_indirect(Dictionary(Type=Name.StructElem, S=kind, P=parent))

    def _settle_names(self, tree: Any, number: int) -> Elements:
        """Rename what another paper has defined differently, in the paper before it is copied.

        Returns the elements with an id.
        """
        by_type: dict[str, Elements] = defaultdict(list)
        with_id, with_class, with_attributes = [], [], []
        for element in elements(tree):
            keys = element.keys()
            by_type[str(element.S)].append(element)
            if "/ID" in keys and isinstance(element.ID, String):
                with_id.append(element)
            if "/C" in keys:
                with_class.append(element)
            if "/A" in keys:
                with_attributes.append(element)
        self._settle_roles(tree, by_type, number)
        if with_id:
            _rename_ids(with_id, with_attributes, f"paper{number}-".encode())
        if "/ClassMap" in tree:
            self._settle_classes(tree, with_class, number)
        return with_id

    def _settle_roles(self, tree: Any, by_type: dict[str, Elements], number: int) -> None:
        roles = tree.get("/RoleMap", {}).items()
        own = {key: str(value) for key, value in roles if isinstance(value, Name)}
        known = {name: str(target) for name, target in self.roles.items()}
        renamed: dict[str, str] = {}
        while clashing := [
            name for name in {*own, *by_type} & self.used - renamed.keys()
            if own.get(name) != known.get(name) or own.get(name) in renamed
        ]:  # fmt: skip
            renamed |= {name: f"{name}-{number}" for name in clashing}
        for name, new in renamed.items():
            for element in by_type.get(name, ()):
                element.S = Name(new)
            # A type without a role of its own would otherwise take that of the other paper.
            own[new] = own.pop(name, name if name in STANDARD else "/Span")
        own = {name: renamed.get(target, target) for name, target in own.items()}
        tree.RoleMap = Dictionary({name: Name(target) for name, target in own.items()})
        self.used |= {renamed.get(name, name) for name in {*own, *by_type}}

    def _take_roles(self, copied: Any) -> None:
        self.roles |= dict(copied.get("/RoleMap", {}).items())
        self.classes |= dict(copied.get("/ClassMap", {}).items())

    def _settle_classes(self, tree: Any, using: Elements, number: int) -> None:
        renamed = {name: f"{name}-{number}" for name in tree.ClassMap.keys() & self.classes.keys()}
        if not renamed:
            return
        tree.ClassMap = Dictionary(
            {renamed.get(name, name): value for name, value in tree.ClassMap.items()}
        )
        for element in using:
            names = element.C
            if isinstance(names, Array):
                element.C = Array([
                    Name(renamed.get(str(each), str(each))) if isinstance(each, Name) else each
                    for each in names
                ])  # fmt: skip
            else:
                element.C = Name(renamed.get(str(names), str(names)))


def _rename_ids(with_id: Elements, with_attributes: Elements, before: bytes) -> None:
    """Give every id a beginning of its paper, also where header cells are named by their ids."""
    for element in with_id:
        element.ID = String(before + bytes(element.ID))
    seen: set[tuple[int, int]] = set()
    for element in with_attributes:
        attributes = element.A
        for each in attributes if isinstance(attributes, Array) else (attributes,):
            if not isinstance(each, Dictionary) or not isinstance(each.get("/Headers"), Array):
                continue
            if each.is_indirect:  # several cells may share it
                if each.objgen in seen:
                    continue
                seen.add(each.objgen)
            names = [name for name in each.Headers if isinstance(name, String)]
            each.Headers = Array([String(before + bytes(name)) for name in names])
