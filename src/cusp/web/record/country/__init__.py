"""Country: every council's grade on a day, which councils moved, and changes over the years."""
