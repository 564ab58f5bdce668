"""`python -m padlib`: the command line."""

from padlib.cli import main

if __name__ == "__main__":
    main()
