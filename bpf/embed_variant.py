#!/usr/bin/env python3
"""embed_variant.py OUT.h NAME SKELETON.h VARIANT.skel.h : the object of VARIANT as the function NAME.

Both skeletons are of programs from one source, under one name. The loader fills in the variables and finds the maps and programs
of the variant through the structure of SKELETON, so that everything but the object's bytes must be the same: else the build fails.
"""
import pathlib
import re
import sys

BYTES = re.compile(r'elf_bytes\(size_t \*sz\)\n\{.*?"(\\\n.*?)";.*?\n\}', re.DOTALL)


def main():
    out, name, skeleton, variant = sys.argv[1:]
    texts = [pathlib.Path(path).read_text() for path in (skeleton, variant)]
    if BYTES.sub('', texts[0]) != BYTES.sub('', texts[1]):
        sys.exit(f'{variant}: its maps, programs or variables are not those of {skeleton}')
    pathlib.Path(out).write_text(
        f'#pragma once\n\n#include <cstddef>\n\ninline const void* {name}(size_t* size) {{\n'
        f'  static constexpr char kBytes[] = "{BYTES.search(texts[1])[1]}";\n'
        f'  *size = sizeof(kBytes) - 1;\n  return kBytes;\n}}\n')


if __name__ == '__main__':
    main()
