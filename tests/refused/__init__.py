"""The rows of test_bad_input.py, by what they spoil."""
