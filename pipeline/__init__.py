"""Zgjedhje të Hapura: from published figures to validated data packages and a bilingual site.

    data/      what was published, and what we know about it
      describe/   YAML descriptions -> frozen objects
      shape/      raw text -> typed, corrected, derived tables
      publish/    tables -> CSV, Parquet, JSON, workbooks, data package; read back and proved
      draw/       charts.yaml -> pictures that need no script
    build/     data packages, charts and page.json, one folder per dataset
      render/     build/ + content/ + theme/ -> pages, with Pelican
    output/    the site

`build.py` is the way to `build/`; `render/` the way from there to `output/`.
"""
