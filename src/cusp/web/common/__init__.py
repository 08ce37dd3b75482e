"""What every chapter of the web uses: page cache, downloads, wording, charts, paging."""
