"""Names that the build and the site take themselves: what is described may not have them."""

ADDRESSES = ("codebook", "data", "embed", "search", "style")
"""Below a language, where kinds of things and prose have theirs."""
