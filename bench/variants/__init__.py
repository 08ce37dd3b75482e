"""Real reports altered in memory: cut, merged, turned, stamped, damaged and so on.

Each variant is read and compared with the reading of the original report. Either the result must be
right or ``problems`` must say what is wrong; anything else is a fault in the reader. No report is
stored: variants are only in memory and in a temporary folder.
"""
