"""What a reader takes away from a chart, and what a page looks like where it is shared.

    kits       which charts there are, and the kit of each: files, addresses, citation, code to embed
    ├── frame      the picture with its title, key to its marks, source and address burned in, as SVG
    ├── workbook   exactly the plotted rows, as a workbook in one language
    └── cite       citation as text, BibTeX and CSL-JSON
    cards      one social card per page, made of the finished page
    paint      SVG -> PNG, kept by content

Nothing is drawn a second time: frames and cards are put around the pictures that the pipeline has drawn.
"""
