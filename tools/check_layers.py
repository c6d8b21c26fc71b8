#!/usr/bin/env python3
"""check_layers.py [ROOT] : the include graph obeys docs/architecture.md ("Layers").

Checks, for every C and C++ file: a project include names an existing file by its full path from the root; it points
to the same layer or to one that this layer may use; third-party headers that one place owns are included only there;
components (x.h with x.cpp) form no ring.
"""
import pathlib
import re
import sys

# layer -> the layers it may include besides itself. A file belongs to the longest matching prefix.
MAY_USE = {
    'base': [],
    'format/catalogue': ['base'],
    'format/redaction': ['base', 'format/catalogue', 'format', 'format/audit'],
    'format': ['base', 'format/catalogue'],
    'format/audit': ['base', 'format/catalogue', 'format'],
    'bpf': [],
    'rules': ['base', 'format/catalogue'],
    'recorder': ['base', 'format/catalogue', 'format', 'format/audit', 'format/redaction', 'bpf'],
    'replayer': ['base', 'format/catalogue', 'format', 'format/audit', 'format/redaction', 'rules'],
    'tools': ['base', 'format/catalogue', 'format', 'rules', 'replayer'],
}
# third-party header prefix -> where it may be included (path prefixes or suffix patterns), and how many files at most
OWNED = {
    'yaml-cpp/': (['base/yaml_cpp_reader'], 1),
    'yaml.h': (['base/libyaml_reader'], 1),
    'simdjson': (['base/json_document'], 1),
    'zstd': (['format/', 'replayer/import/'], 9),
    'httplib.h': (['recorder/k8s_listener'], 1),
    'seccomp.h': (['recorder/call_filter'], 1),
    'zlib.h': (['replayer/import/', 'replayer/page/'], 4),
    'lz4': (['replayer/import/'], 2),
    'sqlite3.h': (['replayer/export/sqlite_exporter'], 2),
    'flatbuffers/': (['format/'], 12),
    'CLI/': (['recorder/options/', 'replayer/options/', 'recorder/main.cpp', 'replayer/main.cpp'], 99),
    'bpf/libbpf': (['recorder/', 'tools/bench/empty_hook'], 5),
    'bpf/bpf.h': (['recorder/', 'tools/bench/empty_hook'], 4),
}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def layer_of(path):
    matches = [layer for layer in MAY_USE if path == layer or path.startswith(layer + '/')]
    return max(matches, key=len) if matches else None


def component(path):
    return re.sub(r'\.(h|c|cpp)$', '', path)


def find_ring(graph):
    """One ring as a list of components, or None. Iterative depth-first search."""
    done, state = set(), {}
    for start in sorted(graph):
        stack = [(start, iter(sorted(graph[start])))]
        state[start] = 'open'
        trail = [start]
        while stack:
            node, neighbours = stack[-1]
            following = next(neighbours, None)
            if following is None:
                stack.pop()
                trail.pop()
                state[node] = 'done'
                done.add(node)
            elif state.get(following) == 'open':
                return trail[trail.index(following):] + [following]
            elif following not in done:
                state[following] = 'open'
                trail.append(following)
                stack.append((following, iter(sorted(graph.get(following, ())))))
    return None


def check(root):
    problems, graph, owners = [], {}, {}
    generated = re.compile(r'_generated\.h$|\.skel\.h$|^base/version\.h$')
    files = [p for p in sorted(root.rglob('*')) if p.suffix in ('.h', '.c', '.cpp')]
    files = [p.relative_to(root).as_posix() for p in files]
    files = [p for p in files if layer_of(p)]
    for path in files:
        layer = layer_of(path)
        graph.setdefault(component(path), set())
        for quote, target in INCLUDE.findall((root / path).read_text(encoding='utf-8', errors='replace')):
            for prefix, (places, _) in OWNED.items():
                if quote == '<' and target.startswith(prefix) and layer != 'bpf':
                    owners.setdefault(prefix, set()).add(path)
                    if not any(path.startswith(place) for place in places):
                        problems.append(f'{path}: <{target}> belongs to {", ".join(places)}')
            if quote == '<':
                continue
            if generated.search(target):
                continue
            if not (root / target).is_file():
                problems.append(f'{path}: "{target}" is no file of this repository, named from its root')
                continue
            target_layer = layer_of(target)
            if target_layer != layer and target_layer not in MAY_USE[layer]:
                problems.append(f'{path}: layer {layer} may not include {target} (layer {target_layer})')
            if component(target) != component(path):
                graph[component(path)].add(component(target))
    for prefix, (_, most) in OWNED.items():
        if len(owners.get(prefix, ())) > most:
            problems.append(f'<{prefix}> is included by {len(owners[prefix])} files, at most {most} may')
    ring = find_ring(graph)
    if ring:
        problems.append('ring of includes: ' + ' -> '.join(ring))
    return problems, len(files)


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent).resolve()
    problems, count = check(root)
    for problem in problems:
        print(problem)
    print(f'{count} files, {len(problems)} problems')
    return 1 if problems or count == 0 else 0


if __name__ == '__main__':
    sys.exit(main())
