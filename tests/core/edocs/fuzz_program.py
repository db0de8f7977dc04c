"""Looks for bytes of which what must hold does not, guided by coverage of the library.

`python fuzz_program.py FOLDER [LIBFUZZER OPTIONS…]`; it needs atheris and lxml, and the tests and
the library on its path. `FOLDER` holds the seeds and gets what is found worth keeping.
"""

import sys

import atheris

with atheris.instrument_imports(include=["samkop"]):
    from core.edocs.fuzzing import check

from core.edocs.mutation import mutated

BYTES = 4
"""Every so many changes is one of bytes; the others leave the document XML."""


def mutator(data: bytes, most: int, seed: int) -> bytes:
    if seed % BYTES == 0 or not data:
        changed: bytes = atheris.Mutate(data, most)
        return changed
    return mutated(data, seed)[:most]


atheris.Setup(sys.argv, check, custom_mutator=mutator)
atheris.Fuzz()
