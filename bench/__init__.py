"""What `make bench` measures: the figures of docs/speed.md, beside an empty page and the plain form of each page."""
