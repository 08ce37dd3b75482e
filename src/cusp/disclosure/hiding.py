"""Choose which further cells to hide, so that no hidden number can be worked out.

For each number that is not safe, the cheapest change of the table is sought that makes it safe and
leaves every total right. The cells that change are hidden. It is itself the proof: readers cannot
tell the changed table from the true one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from cusp.disclosure.readers import Need, Readers
from cusp.disclosure.relations import Floats, Ints

# A limit on work, not on time, because results must not depend on the machine: about 5 seconds.
WORK = 400_000
_NEVER = 0.0
_ALREADY = 1e-3  # hidden already: free, but no larger change than is needed


@dataclass
class Choice:
    """What was chosen: further hidden cells, each with the cells that it protects.

    ``all_hidden`` says that everything was hidden that may be, because the search ran out of work
    or found no other way. ``given_away`` are not safe even then.
    """

    protects: dict[int, list[int]] = field(default_factory=dict)
    given_away: list[int] = field(default_factory=list)
    all_hidden: bool = False


@dataclass
class Search:
    """The search for further cells to hide. ``cost`` is 0 for cells that cannot be hidden."""

    readers: Readers
    needs: dict[int, Need]
    cost: Floats
    choice: Choice = field(default_factory=Choice)

    def run(self) -> Choice:
        """Hide cells until every number is safe, then show again what need not be hidden."""
        while left := self.readers.spread(self.needs):
            if self._tired() or not all(map(self._protect, left)):
                self._hide_all()
                return self.choice
        self._show_again()
        return self.choice

    def _protect(self, at: int) -> bool:
        """Hide what makes a number safe. False if there is no way, or no work left to find it."""
        target = self.readers.targets({at: self.needs[at]}).get(at)
        if target is None:
            return True
        if self._tired():
            return False
        change = self._cheapest(at, target)
        if change is None and self.needs[at] is not Need.OTHER:
            self.readers.reach(at, target)
            target = self.readers.targets({at: self.needs[at]}).get(at)
            if target is None:
                return True
            change = self._cheapest(at, target)
        if change is None:
            return False
        for cell in np.flatnonzero(change):
            if not self.readers.hidden[cell]:
                self._hide(int(cell), at)
        self.readers.add(self.readers.start + change)
        return True

    def _hide(self, cell: int, protected: int) -> None:
        self.readers.hide(cell)
        self.needs[cell] = Need.OTHER
        self.choice.protects.setdefault(cell, []).append(protected)

    def _cheapest(self, at: int, target: int) -> Ints | None:
        readers, start = self.readers, self.readers.start
        step = target - int(start[at])
        room = np.maximum(start - readers.least, 0)
        may = readers.hidden | (self.cost > _NEVER)
        price = np.where(readers.hidden, _ALREADY, self.cost)
        # A cell that can take the whole step costs its price once; a smaller one costs it too.
        up = price / step
        down = price / np.maximum(np.minimum(room, step), 1)
        most_up = np.where(may, float(readers.most), 0.0)
        most_down = np.where(may, room, 0).astype(float)
        least_up = np.zeros(len(start))
        least_up[at] = most_up[at] = step
        most_down[at] = 0
        return readers.relations.move(start, (up, down), (most_up, most_down), least_up)

    def _tired(self) -> bool:
        return self.readers.relations.work > WORK

    def _hide_all(self) -> None:
        self.choice.all_hidden = True
        for cell in np.flatnonzero((self.cost > _NEVER) & ~self.readers.hidden):
            self._hide(int(cell), int(cell))
        self.choice.given_away = self.readers.unsafe(self.needs)

    def _show_again(self) -> None:
        """Show each further cell again if everything else stays safe without it."""
        for cell in sorted(self.choice.protects, key=lambda at: (-self.cost[at], -at)):
            if self._tired():
                return
            if self._safe_without(cell):
                del self.choice.protects[cell], self.needs[cell]

    def _safe_without(self, cell: int) -> bool:
        before = self.readers.points
        self.readers.show(cell)
        needs = {at: need for at, need in self.needs.items() if at != cell}
        if not self.readers.unsafe(needs, most=1):
            return True
        self.readers.hide(cell, before)
        return False
