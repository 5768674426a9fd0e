"""How fast, how much memory, and how true: plain scripts, each run by `make bench`.

Every figure is a ratio of two things measured in the same run on the same machine, so that another machine
should find about the same. What was measured last is in `results/`.
"""
