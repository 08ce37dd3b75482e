"""The list of children: filtered, sorted, found by number, exported with a reason."""
