"""The demonstration: a region with its history, a day that is played, and whom to be.

``preparing.prepare`` makes the region, ``playing.play`` plays the day and returns its
story, ``telling.tell`` prints it, ``pages`` let one choose whom to be. Imported one by
one: most of them need Django.
"""
