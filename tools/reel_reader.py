#!/usr/bin/env python3
"""reel_reader.py CAPTURE : prints the events of a capture as `sysreel dump --json` does.

Written from docs/format.md alone, with Python's standard library and the zstd command, so that a capture can be read
where sysreel is not, and so that the document is known to be enough. Section numbers in comments are the document's.
"""
import hashlib
import json
import socket
import struct
import subprocess
import sys

MASK = (1 << 64) - 1
MARKER = bytes.fromhex('897265656C0D0A1A')
HEADER, BLOCK = 1, 2
CORE, TIME, REST = 0, 1, 2
SOURCES = {1: 'syscall', 2: 'k8s_audit', 3: 'linux_audit'}
SIGNED = {'INT8', 'INT16', 'INT32', 'INT64', 'ERRNO', 'FD', 'PID'}
UNSIGNED = {'UINT8', 'UINT16', 'UINT32', 'UINT64', 'UID', 'GID', 'SIGTYPE', 'SIGSET', 'SYSCALLID', 'SOCKFAMILY', 'FLAGS8',
            'FLAGS16', 'FLAGS32', 'ENUMFLAGS8', 'ENUMFLAGS16', 'ENUMFLAGS32', 'MODE', 'ABSTIME', 'RELTIME', 'PORT',
            'L4PROTO', 'BOOL'}
PRESENT, TRUNCATED = 0, 3


class Damaged(Exception):
    """Bytes that are not what the document says."""


# --- checksums ------------------------------------------------------------------------------------------------------

P1, P2, P3, P4, P5 = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)


def rotl(value, bits):
    return ((value << bits) | (value >> (64 - bits))) & MASK


def lane(state, word):
    return rotl((state + word * P2) & MASK, 31) * P1 & MASK


def xxh64(data):
    """XXH64 with seed 0."""
    at, size = 0, len(data)
    if size >= 32:
        lanes = [(P1 + P2) & MASK, P2, 0, -P1 & MASK]
        while at + 32 <= size:
            words = struct.unpack_from('<4Q', data, at)
            lanes = [lane(s, w) for s, w in zip(lanes, words)]
            at += 32
        value = sum(rotl(s, r) for s, r in zip(lanes, (1, 7, 12, 18))) & MASK
        for state in lanes:
            value = ((value ^ lane(0, state)) * P1 + P4) & MASK
    else:
        value = P5
    value = (value + size) & MASK
    while at + 8 <= size:
        value = (rotl(value ^ lane(0, struct.unpack_from('<Q', data, at)[0]), 27) * P1 + P4) & MASK
        at += 8
    if at + 4 <= size:
        value = (rotl(value ^ struct.unpack_from('<I', data, at)[0] * P1 & MASK, 23) * P2 + P3) & MASK
        at += 4
    for byte in data[at:]:
        value = rotl(value ^ byte * P5 & MASK, 11) * P1 & MASK
    value = (value ^ value >> 33) * P2 & MASK
    value = (value ^ value >> 29) * P3 & MASK
    return value ^ value >> 32


# --- frames, sections 2 and 9 ---------------------------------------------------------------------------------------

class Frame:
    def __init__(self, data, at):
        """The frame that begins at `at`; Damaged when there is none, IndexError when the file ends within it."""
        if data[at + 8:at + 16] != MARKER or data[at:at + 4] != b'\x5c\x2a\x4d\x18':
            raise Damaged('no frame header')
        size = struct.unpack_from('<I', data, at + 4)[0] + 8
        if not 176 <= size <= 176 + 8 * 20:
            raise Damaged('no frame header')
        head = data[at:at + size]
        if len(head) < size:
            raise IndexError
        if struct.unpack_from('<Q', head, size - 8)[0] != xxh64(head[:-8]):
            raise Damaged('the checksum of a frame header does not match')
        self.capture = head[16:32]
        version, self.kind, self.source, count = head[32:36]
        if version != 1 or size != 176 + 20 * count:
            raise Damaged('a frame header of another version')
        self.sequence, self.first_time = struct.unpack_from('<QQ', head, 40)
        self.payload_hash = head[104:136]
        self.sections = []
        self.at, end = at, at + size
        self.payload_at = end
        for i in range(count):
            kind, packed, _, stored, raw, checksum = struct.unpack_from('<BBHIIQ', head, 168 + 20 * i)
            if stored > 49 << 20 or raw > 48 << 20:
                raise Damaged('a section is too large')
            self.sections.append((kind if packed == 1 else None, end, stored, raw, checksum))
            end += stored
        self.end = end
        if end > len(data):
            raise IndexError

    def sound(self, data):
        return all(xxh64(data[at:at + stored]) == checksum for _, at, stored, _, checksum in self.sections)

    def section(self, data, wanted):
        for kind, at, stored, raw, _ in self.sections:
            if kind == wanted:
                done = subprocess.run(['zstd', '-q', '-dc'], input=data[at:at + stored], capture_output=True, check=False)
                if done.returncode or len(done.stdout) != raw:
                    raise Damaged('a section cannot be decompressed')
                return done.stdout
        return None


def frames(data):
    """The frames that count, in the order of the file."""
    last, at = None, 0
    while True:
        frame = next_frame(data, at, last)
        if frame is None:
            return
        yield frame
        last, at = frame, frame.end


def counts(frame, last):
    if last is None:
        return frame.kind == HEADER and frame.sequence == 0
    return frame.capture == last.capture and frame.sequence > last.sequence and frame.kind != HEADER


def frame_or_none(data, at):
    try:
        return Frame(data, at)
    except (Damaged, IndexError):
        return None


def next_frame(data, at, last):
    frame = frame_or_none(data, at)
    if frame and counts(frame, last):
        return frame
    if at >= len(data):
        return None
    if data[at:at + 4] == b'\x5d\x2a\x4d\x18' and len(data) - at == 48:
        return None  # the trailer
    needle = MARKER + (last.capture if last else b'')
    start = at if last is None or last.sound(data) else last.payload_at
    place = data.find(needle, start + 8)
    while place >= 0:
        frame = frame_or_none(data, place - 8)
        if frame and counts(frame, last):
            print(f'bytes {at} to {frame.at} skipped', file=sys.stderr)
            return frame
        place = data.find(needle, place + 1)
    print(f'bytes {at} to {len(data)} skipped', file=sys.stderr)
    return None


# --- FlatBuffers, section 3 -----------------------------------------------------------------------------------------

class Table:
    def __init__(self, data, at):
        self.data, self.at = data, at
        vtable = at - struct.unpack_from('<i', data, at)[0]
        if not 0 <= vtable <= len(data) - 4:
            raise Damaged('a table without a vtable')
        size = struct.unpack_from('<H', data, vtable)[0]
        self.fields = struct.unpack_from(f'<{size // 2 - 2}H', data, vtable + 4)

    def place(self, field):
        offset = self.fields[field] if field < len(self.fields) else 0
        return self.at + offset if offset else None

    def number(self, field, form):
        place = self.place(field)
        return struct.unpack_from('<' + form, self.data, place)[0] if place else 0

    def target(self, field):
        place = self.place(field)
        return place + struct.unpack_from('<I', self.data, place)[0] if place else None

    def bytes(self, field):
        """A string, or a vector of bytes; None where the field is left out."""
        at = self.target(field)
        if at is None:
            return None
        size = struct.unpack_from('<I', self.data, at)[0]
        if at + 4 + size > len(self.data):
            raise Damaged('a vector leaves its buffer')
        return self.data[at + 4:at + 4 + size]

    def tables(self, field):
        at = self.target(field)
        if at is None:
            return []
        count = struct.unpack_from('<I', self.data, at)[0]
        places = [at + 4 + 4 * i for i in range(count)]
        return [Table(self.data, p + struct.unpack_from('<I', self.data, p)[0]) for p in places]


def root(data):
    return Table(data, struct.unpack_from('<I', data, 0)[0])


# --- columns, section 4 ---------------------------------------------------------------------------------------------

class Bytes:
    def __init__(self, data):
        self.data, self.at = data or b'', 0

    def take(self, count):
        if self.at + count > len(self.data):
            raise Damaged('a column is cut short')
        self.at += count
        return self.data[self.at - count:self.at]

    def byte(self):
        return self.take(1)[0]

    def varint(self):
        value = 0
        for shift in range(0, 70, 7):
            byte = self.byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value & MASK
        raise Damaged('a varint of more than ten bytes')

    def zigzag(self):
        value = self.varint()
        return (value >> 1) ^ (-(value & 1) & MASK)

    def fixed(self, count, width):
        data = self.take(count * width)
        return [int.from_bytes(data[i:i + width], 'little') for i in range(0, len(data), width)]


def running(first, differences):
    values = [first]
    for difference in differences:
        values.append((values[-1] + difference) & MASK)
    return values


def column(source, count, tag=None):
    """`count` numbers in 0 … 2^64-1."""
    tag = source.byte() if tag is None else tag
    encoding, width = tag & 15, (tag >> 4) + 1
    if tag & 128:
        raise Damaged('a tag that is not in the table')
    if encoding == 1:
        return [source.zigzag()] * count
    if encoding == 2:
        base = source.zigzag()
        return [(base + value) & MASK for value in source.fixed(count, width)]
    if encoding in (3, 8):
        first, base = source.zigzag(), source.zigzag()
        low = source.fixed(count - 1, width)
        return running(first, [base + value + (source.varint() << 8 if encoding == 8 else 0) for value in low])
    if encoding == 4:
        return [source.zigzag() for _ in range(count)]
    if encoding == 5:
        return running(0, [source.zigzag() for _ in range(count)])[1:]
    if encoding == 6:
        values = []
        while len(values) < count:
            length = source.varint() + 1
            if length > count - len(values):
                raise Damaged('a run is too long')
            values += [source.zigzag()] * length
        return values
    if encoding == 7:
        first, step = source.zigzag(), source.zigzag()
        return [(first + i * step) & MASK for i in range(count)]
    raise Damaged('a tag that is not in the table')


def whole_column(data, count):
    source = Bytes(data)
    values = column(source, count)
    if source.at != len(source.data):
        raise Damaged('bytes behind a column')
    return values


def signed(value):
    return value - (1 << 64) if value >> 63 else value


# --- parameters, section 6 ------------------------------------------------------------------------------------------

class Param:
    def __init__(self, text):
        self.rest = text.startswith('~')
        text = text.removeprefix('~').removeprefix('+')
        self.text = text.startswith('$')
        self.name, self.type = text.removeprefix('$').split(':')[:2]
        self.type = self.type.split('.')[0]

    def value(self, number, strings):
        if not self.text:
            return number if self.type in UNSIGNED else signed(number)
        return json_text(self, strings[number])


class Kind:
    def __init__(self, table):
        self.name = text_of(table.bytes(0))
        self.flags = table.number(2, 'I')
        self.params = [Param(word) for word in text_of(table.bytes(4)).split(' ') if word]

    def result(self):
        names = [param.name for param in self.params]
        if 'res' in names:
            return 'res'
        return 'fd' if names[:1] == ['fd'] and self.flags & 1 else None


def text_of(data):
    """Bytes as text; every byte that is not part of valid UTF-8 becomes U+FFFD."""
    out, data = [], data or b''
    while data:
        try:
            out.append(data.decode())
            break
        except UnicodeDecodeError as error:
            out.append(data[:error.start].decode() + '\ufffd')
            data = data[error.start + 1:]
    return ''.join(out)


def endpoint(data, family):
    size = 16 if family == 10 else 4
    if len(data) < size + 2:
        return None
    address = socket.inet_ntop(socket.AF_INET6 if family == 10 else socket.AF_INET, data[:size])
    port = struct.unpack_from('<H', data, size)[0]
    return f'[{address}]:{port}' if family == 10 else f'{address}:{port}'


def socket_text(data, is_tuple):
    family = data[0] if data else None
    if family == 1:
        skip = 17 if is_tuple else 1
        return text_of(data[skip:].split(b'\0')[0]) if len(data) >= skip else None
    if family not in (2, 10):
        return None
    first = endpoint(data[1:], family)
    if not is_tuple:
        return first
    second = endpoint(data[1 + (18 if family == 10 else 6):], family)
    return f'{first}->{second}' if first and second else None


def json_text(param, data):
    if param.type in ('CHARBUFARRAY', 'CHARBUF_PAIR_ARRAY') or (param.type == 'BYTEBUF' and param.name in ('args', 'env', 'cgroups')):
        pieces = data.split(b'\0')
        return [text_of(piece) for piece in (pieces if pieces[-1] else pieces[:-1])]
    if param.type in ('SOCKADDR', 'SOCKTUPLE'):
        known = socket_text(data, param.type == 'SOCKTUPLE')
        if known is not None:
            return known
    return text_of(data)


# --- blocks, section 5 ----------------------------------------------------------------------------------------------

def read_strings(count, sizes, data, strings):
    at = 0
    for size in whole_column(sizes, count):
        strings.append(data[at:at + size])
        at += size
    if at != len(data):
        raise Damaged('the strings do not add up')


def read_params(source, params, rows, strings):
    """name → list of values as JSON, for the parameters of one section."""
    values = {}
    for param in params:
        tag = source.byte()
        if tag == 0:
            values[param.name] = [None] * rows
            continue
        marks = [PRESENT] * rows
        if tag == 0x80:
            marks, tag = column(source, rows), None
        dense = iter(column(source, sum(mark in (PRESENT, TRUNCATED) for mark in marks), tag))
        values[param.name] = [param.value(next(dense), strings) if mark in (PRESENT, TRUNCATED) else None for mark in marks]
    if source.at != len(source.data):
        raise Damaged('bytes behind the columns of a kind')
    return values


def read_block(listed, core_bytes, time_bytes, rest_bytes):
    """Yields (time, event as an object)."""
    core = root(core_bytes)
    kinds = listed + [Kind(row) for row in core.tables(7)]
    events = core.number(3, 'I')
    strings = [b'']
    read_strings(core.number(16, 'I'), core.bytes(17), core.bytes(18) or b'', strings)
    threads = core.number(12, 'I')
    tids, pids = (list(map(signed, whole_column(core.bytes(field), threads))) for field in (13, 14))
    slots = []
    for table in core.tables(8):
        kind = kinds[table.number(0, 'H')]
        core_params = [param for param in kind.params if not param.rest]
        slots.append([kind, table.number(1, 'I'), read_params(Bytes(table.bytes(2)), core_params, table.number(1, 'I'), strings)])
    if rest_bytes:
        rest = root(rest_bytes)
        read_strings(rest.number(1, 'I'), rest.bytes(2), rest.bytes(3) or b'', strings)
        for table in rest.tables(0):
            kind, rows, values = slots[table.number(0, 'H')]
            values.update(read_params(Bytes(table.bytes(2)), [p for p in kind.params if p.rest], rows, strings))
    times = whole_column(root(time_bytes).bytes(0), events) if time_bytes else [0] * events
    order = whole_column(core.bytes(9), events)
    running_threads = whole_column(core.bytes(10), events)
    number_column = core.bytes(11)
    first = core.number(4, 'Q')
    numbers = whole_column(number_column, events) if number_column else range(first, first + events)
    used = [0] * len(slots)
    source = SOURCES[core.number(0, 'B')]
    for number, slot, thread, time in zip(numbers, order, running_threads, times):
        kind, _, values = slots[slot]
        row = used[slot]
        used[slot] += 1
        args = {param.name: values[param.name][row] if param.name in values else None for param in kind.params}
        yield time, {'num': number, 'time': time, 'type': kind.name, 'source': source, 'tid': tids[thread],
                     'pid': pids[thread], 'args': args, 'res': args.get(kind.result())}
    if used != [slot[1] for slot in slots]:
        raise Damaged('a kind has other rows than events')


# --- order, section 7 -----------------------------------------------------------------------------------------------

def events_of(data, listed, blocks):
    for frame in blocks:
        try:
            if not frame.sound(data) or hashlib.blake2b(data[frame.payload_at:frame.end], digest_size=32).digest() != frame.payload_hash:
                raise Damaged('the checksum of a payload does not match')
            events = list(read_block(listed, *(frame.section(data, kind) for kind in (CORE, TIME, REST))))
        except (Damaged, struct.error, IndexError, KeyError, ValueError) as error:
            print(f'bytes {frame.at} to {frame.end} skipped: {error}', file=sys.stderr)
            continue
        for time, event in events:
            yield time, frame.source, event


def merge(streams):
    heads = [[next(stream, None), stream] for stream in streams]
    while True:
        live = [head for head in heads if head[0] is not None]
        if not live:
            return
        best = min(live, key=lambda head: head[0][:2])
        yield best[0][2]
        best[0] = next(best[1], None)


def rfc3339(nanoseconds):
    days, rest = divmod(nanoseconds // 10**9, 86400)
    days += 719468  # since 0000-03-01
    era, day = divmod(days, 146097)
    year = (day - day // 1460 + day // 36524 - day // 146096) // 365
    day -= 365 * year + year // 4 - year // 100
    month = (5 * day + 2) // 153
    day -= (153 * month + 2) // 5 - 1
    year += 400 * era + (month >= 10)
    month += 3 if month < 10 else -9
    return (f'{year:04}-{month:02}-{day:02}T{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}'
            f'.{nanoseconds % 10**9:09}Z')


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    data = sys.stdin.buffer.read() if sys.argv[1] == '-' else open(sys.argv[1], 'rb').read()
    found = list(frames(data))
    if not found:
        sys.exit('not a sysreel capture')
    if not found[0].sound(data):
        sys.exit('the header of the capture is damaged')
    header = root(found[0].section(data, CORE))
    offset = header.number(14, 'Q') - header.number(13, 'Q')
    listed = [Kind(row) for row in header.tables(20)]
    blocks = [frame for frame in found if frame.kind == BLOCK]
    streams = [events_of(data, listed, [b for b in blocks if b.source == source]) for source in sorted({b.source for b in blocks})]
    for event in merge(streams):
        event['time'] = rfc3339((event['time'] + offset) & MASK)
        print(json.dumps(event, ensure_ascii=False))


if __name__ == '__main__':
    main()
