"""What may come in. `findings.check_staged` asks both parts of every staged row:

    contract/  what may stand in each column: one pandera model a table
    rules      what rows and tables must not say together: a catalogue of sentences and SQL

A finding is a row, a rule and a column; never a value.
"""
