"""Files from outside are opened in separate processes with limits on time and memory.

``process`` starts and watches such a process, ``child`` is the code that runs in it, ``slots``
limits how many run at once, and ``workbooks`` opens workbooks within limits. A file may be made to
use up memory or time, so web processes do not open files themselves.
"""
