"""Work done in the background by one process: `cusp worker`.

`worker` is its loop and `status` is what it reports, which pages show. `supervisor` keeps it
running alongside the web server, `process_lock` makes sure that there is only one, and `lifeline`
that it ends with the server. `lock_timeout` limits how long it waits for a locked database. The
work itself belongs to the chapters: each gives the worker functions that do the next piece of it.
"""
