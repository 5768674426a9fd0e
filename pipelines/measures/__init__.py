"""From a definition in words to counts, which nobody is shown: the gate in `disclosure` decides about them.

definitions/*.toml   what each figure means; nothing else says so
measure, catalogue   a definition, frozen · every one of them, checked
conditions           the only SQL a definition may hold
grains, dimensions   what one row is, and what it may be broken down by
requests, supply     a reader's request to a question, over the programmes that supply what it needs
query, compute       as few scans as possible, values bound · rows to answers
statistics/          intervals, comparisons and curves from those answers
"""
