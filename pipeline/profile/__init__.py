"""Profiles: the pages of things, each gathered across all datasets.

A thing is a row of a table: a municipality, an election, a party. One dataset owns the list (`profiles.yaml`); every
dataset may have something to say about its things (`panels.yaml`).

    read_declarations   profiles.yaml, panels.yaml -> Kind, Panel           form.py (whole.py: what goes together)
    things_of           Kind + its table -> Things: id, address, name       things.py
    facts_of            Panel -> one row per thing, one column per fact     facts.py
    fill_panel          facts -> sentences, rows, chart of each thing       panels.py (speak.py, pictures.py)
    profile             all of it -> build/profiles/<kind>.json, Drawings   write.py

Facts are columns over all things, so that a rank, a highest value or a condition is one expression of the grammar that
checks and filters already use. A sentence whose facts are not all known is not said.
"""

from pipeline.profile.built import Built
from pipeline.profile.declared import Declarations
from pipeline.profile.form import read_declarations
from pipeline.profile.write import profile

__all__ = ["Built", "Declarations", "profile", "read_declarations"]
