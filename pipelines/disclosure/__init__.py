"""The gate: counts to cells that may be shown. Every number it goes by is in `policy`, with its reason.

policy    the thresholds
protect   the exact gate, for a programme's own managers
figures   the interval, the middle and the steps that belong to each figure
changes   what may be said of one period against the one before
tables    a question and its answers to a published table
"""
