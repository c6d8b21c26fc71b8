#!/usr/bin/env python3
"""check_layers.py finds what it is there to find: one tree per kind of mistake."""
import pathlib
import tempfile
import unittest

import check_layers


def problems_of(files):
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        return check_layers.check(root)[0]


class CheckLayers(unittest.TestCase):
    def test_clean_tree(self):
        self.assertEqual(problems_of({'base/a.h': '#pragma once\n', 'format/b.cpp': '#include "base/a.h"\n'}), [])

    def test_upward_include(self):
        found = problems_of({'base/a.h': '#include "format/b.h"\n', 'format/b.h': ''})
        self.assertIn('layer base may not include format/b.h', found[0])

    def test_rules_know_no_captures(self):
        found = problems_of({'rules/a.h': '#include "format/b.h"\n', 'format/b.h': '',
                             'rules/c.h': '#include "format/catalogue/d.h"\n', 'format/catalogue/d.h': ''})
        self.assertEqual(len(found), 1)

    def test_relative_include(self):
        self.assertIn('no file', problems_of({'base/a.h': '#include "b.h"\n', 'base/b.h': ''})[0])

    def test_ring(self):
        found = problems_of({'base/a.h': '#include "base/b.h"\n', 'base/b.h': '', 'base/b.cpp': '#include "base/c.h"\n',
                             'base/c.h': '#include "base/a.h"\n'})
        self.assertIn('ring of includes', found[0])

    def test_third_party(self):
        found = problems_of({'rules/a.cpp': '#include <yaml-cpp/yaml.h>\n'})
        self.assertIn('belongs to', found[0])


if __name__ == '__main__':
    unittest.main()
