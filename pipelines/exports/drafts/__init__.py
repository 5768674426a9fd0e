"""Drafts of mappings: what each column of an export may be, for a person to confirm.

facts      what can be said about a column without knowing what it is; no value but labels
likeness   headers, labels and questions to the contract's words, `words.toml` among them
codes · suggesting · questions   suggestions, each with a confidence
planning   which of our tables a sheet may feed
writing    the draft as TOML, what is not sure as comments
"""
