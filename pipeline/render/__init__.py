"""The last stage: `build/` and `content/` become the site in `output/`.

::

    renew      is there anything to do? render beside output/, check, exchange
    ├── key        one digest over everything a page depends on
    ├── run        Pelican, in silence
    ├── site       the Pelican plugin: which pages there are
    │   ├── datasets   what the pipeline left in build/, as objects
    │   ├── tables     rows ready to print; cells: one value; sources: where they come from
    │   ├── profiles   the pages of things; links: what leads to them
    │   ├── prose      the pages of content/, paired by language
    │   ├── search     the index of the search; fold: names without case, marks and script
    │   ├── describe   citation, schema.org, history
    │   ├── last_site  files that the last site has already, known by all that they are made of
    │   ├── words      words, numbers, dates and links in the language of the page
    │   ├── apart      the languages at once, each in a process of its own
    │   └── assets     stylesheet, fonts and scripts under names that change with their content
    ├── check, page   is every link, language and picture there?
    └── serve      a local preview that renews itself

Nothing here computes a figure: pages read what the pipeline has written.
"""
