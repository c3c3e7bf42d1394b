#!/usr/bin/env python
"""Django's command line, with podviz's commands: serve, play, bench."""

import os
import sys


def main() -> None:
    """Run the command named by the arguments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "podviz.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django isn't installed here. Run `make run`, or use .venv/bin/python.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
