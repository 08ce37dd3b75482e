"""Real reports altered in memory: cut, merged, turned, stamped, damaged and so on.

Each variant is read and compared with the reading of the original report. The result must be right
or named in ``problems``; anything else is a fault of the reader. No report is stored: variants are
in memory and in a temporary folder.
"""
