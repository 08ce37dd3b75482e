"""Practice: which children wait, who is challenged, and whether it gets better.

Child-level pages. ``reach`` decides, row by row, who may see which children; ``looks``
logs every look. Only ``sharing`` lets numbers out, through disclosure control.
"""
