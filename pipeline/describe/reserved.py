"""Names that the build and the site take themselves: what is described may not have them."""

ADDRESSES = ("codebook", "data", "embed", "search", "style")
"""Below a language, where kinds of things and prose have theirs."""

DATASETS = ("profiles",)
"""In `build/`, where each dataset has its folder."""

FILES = ("datapackage", "page")
"""In the folder of a dataset, before the ending, where tables and published files have theirs."""

TABLES = (*FILES, "quality", "notes", "comparisons", "differences")
"""Among the pages and tables of a dataset."""
