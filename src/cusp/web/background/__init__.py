"""Work that no request waits for, done by one process: `cusp worker`.

`worker` is its loop and `status` what it says of itself, shown on pages. `supervisor` keeps it
running beside the web server, `process_lock` makes sure that there is only one, and `lifeline` that
it ends with the server. `patience` limits how long it waits for a locked database. What there is to
do belongs to the chapters: each gives the worker functions that do the next piece of it.
"""
