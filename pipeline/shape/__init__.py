"""Shape raw text into typed tables: read, correct, convert, derive, annotate. Tables in, tables out."""
