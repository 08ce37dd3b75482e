"""Real reports changed while they run: cut, merged, turned, stamped, damaged and so on.

Each variant is read and held against the reading of the report it was made of. What comes out is
right, or named in ``problems``, or it is a fault of the reader. No report is kept: variants live in
memory and in a folder that is deleted.
"""
