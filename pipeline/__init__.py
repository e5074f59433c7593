"""Zgjedhje të Hapura: from published figures to validated data packages and a bilingual site.

    data/      what was published, and what we know about it
      describe/   YAML descriptions -> frozen objects
      shape/      raw text -> typed, corrected, derived tables
      publish/    tables -> CSV, Parquet, JSON, workbooks, data package; read back and proved
      draw/       charts.yaml -> pictures that need no script
      profile/    profiles.yaml, panels.yaml -> what the pages of things say and show
    build/     data packages, charts and page.json, one folder per dataset
      render/     build/ + content/ + theme/ -> pages, with Pelican
    output/    the site
      deploy/     output/ -> a kit for each kind of server, and the proof that it serves what was built

`build.py` is the way to `build/`; `render/` the way from there to `output/`.
"""
