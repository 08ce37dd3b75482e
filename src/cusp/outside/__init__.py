"""Open files from outside in separate processes, with limits on time and memory.

A file may be designed to use up memory or time, so web processes do not open files themselves.

- ``process``: starts and watches a process.
- ``child``: the code that runs in that process.
- ``slots``: limits how many run at once.
- ``workbooks``: opens workbooks within limits.
- ``sheets``: the sheets of a workbook as typed cells.
- ``large_sheets``: the sheets of a large workbook as plain rows.
- ``office_files``: checks office files that people will download.
- ``word_tables``: the tables of a Word document in the same form.
"""
