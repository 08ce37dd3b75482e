"""Files from outside are opened in a process of their own, under limits of time and memory.

``process`` starts such a process and watches it, ``child`` is what runs in it, ``slots`` bounds
how many run at once, ``workbooks`` opens workbooks within limits. Nobody knows what is in a file
before it is opened, so no web server opens one by itself.
"""
