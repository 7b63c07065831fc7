"""``python -m linchpin`` is the command line."""

from linchpin._call import program

program()
