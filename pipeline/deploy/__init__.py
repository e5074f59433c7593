"""The site leaves the house: output/ -> a kit for each kind of server, and the proof that what is served is what was built."""
