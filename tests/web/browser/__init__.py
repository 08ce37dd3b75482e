"""Pages as people use them: in Chromium, on a server of their own."""
