"""Read descriptions: YAML files in, frozen objects out."""
