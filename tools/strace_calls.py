"""Reads what `strace -f -X raw -xx -s N -o FILE` wrote: every call with its arguments as values.

Numbers are int, strings are bytes (Cut when strace shortened them), structures are dicts, arrays are lists, NULL is None,
anything else (sets of signals, changes written with =>) is an Opaque text. Nothing of sysreel is used: this is the
independent observer's side of compare_strace.py."""
import collections
import re

LINE = re.compile(r'^(\d+)\s+(.*)$')
RESUMED = re.compile(r'<\.\.\. (\w+) resumed>(.*)$')
CALL = re.compile(r'^(\w+)\((.*)\)\s+= (0x[0-9a-f]+|-?\d+|\?)(.*)$', re.S)
END = re.compile(r'\+\+\+ (?:exited with (\d+)|killed by (\w+))')
NUMBER = re.compile(r'-?(?:0x[0-9a-f]+|\d+)')
NAME = re.compile(r'[A-Za-z_][A-Za-z_0-9]*')

Call = collections.namedtuple('Call', 'name arguments result')


class Cut(bytes):
    """A string that strace shortened."""


class Opaque(str):
    """A value that is not understood."""


def number(text):
    return int(text, 16 if 'x' in text else 8 if text.lstrip('-').startswith('0') else 10)


class Reader:
    """A value at a place of a line; what it cannot read it passes over up to the next comma or bracket."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def peek(self, text):
        return self.text.startswith(text, self.at)

    def take(self, text):
        found = self.peek(text)
        self.at += len(text) if found else 0
        return found

    def blanks(self):
        while self.take(' '):
            pass

    def string(self):
        end = self.text.index('"', self.at + 1)
        data = bytes.fromhex(self.text[self.at + 1:end].replace('\\x', ''))
        self.at = end + 1
        return Cut(data) if self.take('...') else data

    def opaque(self, start):
        depth = 0
        while self.at < len(self.text):
            letter = self.text[self.at]
            if depth == 0 and letter in ',)]}':
                break
            depth += (letter in '([{') - (letter in ')]}')
            self.at += 1
        return Opaque(self.text[start:self.at])

    def sequence(self, closing):
        """Values up to `closing`: a list, and a dict of those with names."""
        values, named = [], {}
        self.blanks()
        while not self.take(closing) and self.at < len(self.text):
            name = NAME.match(self.text, self.at)
            if name and self.text.startswith('=', name.end()):
                self.at = name.end() + 1
                named[name.group()] = self.value()
            else:
                values.append(self.value())
            self.take(',')
            self.blanks()
        return values, named

    def value(self):
        start = self.at
        made = self.simple()
        self.blanks()
        if isinstance(made, int) and self.take('|'):
            other = self.value()
            made = made | other if isinstance(other, int) else Opaque('?')
        if self.at < len(self.text) and self.text[self.at] not in ',)]}':
            return self.opaque(start)
        return made

    def simple(self):
        start = self.at
        if self.peek('"'):
            return self.string()
        if self.take('NULL'):
            return None
        if self.take('['):
            values, named = self.sequence(']')
            return [*values, *named.values()]
        if self.take('{'):
            return self.sequence('}')[1]
        found = NUMBER.match(self.text, self.at)
        if found:
            self.at = found.end()
            return number(found.group())
        return self.opaque(start)


def arguments_of(text):
    """By place, and by name where strace names them (clone)."""
    reader = Reader(text + ')')
    values, named = reader.sequence(')')
    return {**dict(enumerate(values)), **named}


def read_calls(path):
    """tid -> list of Call, and tid -> how it ended: exit code, or the name of a signal."""
    pending, calls, ends = {}, collections.defaultdict(list), {}
    for line in path.read_text(encoding='utf-8').splitlines():
        tid, text = LINE.match(line).groups()
        end = END.match(text)
        if end:
            ends[int(tid)] = int(end.group(1)) if end.group(1) else end.group(2)
        if text.startswith(('---', '+++')):
            continue
        if text.endswith('<unfinished ...>'):
            pending[tid] = text[:-len('<unfinished ...>')]
            continue
        resumed = RESUMED.match(text)
        if resumed:
            text = pending.pop(tid, resumed.group(1) + '(') + resumed.group(2)
        call = CALL.match(text)
        if call and call.group(3) != '?':
            error = re.match(r' (E[A-Z0-9]+)', call.group(4))
            result = 'error' if error else number(call.group(3))
            calls[int(tid)].append(Call(call.group(1), arguments_of(call.group(2)), result))
    return calls, ends
