#!/usr/bin/python3
"""slow_disk.py MOUNT_POINT BACKING_FOLDER : a file system (FUSE) in which every write takes DELAY seconds, and which becomes
read-only as soon as the backing folder holds a file called `read-only`.

Runs in the foreground until it is unmounted. Of Debian's own Python, which python3-fuse belongs to.
"""
import errno
import os
import pathlib
import sys
import time

import fuse

fuse.fuse_python_api = (0, 2)
DELAY = 0.05


class SlowDisk(fuse.Fuse):
    def __init__(self, backing):
        super().__init__(dash_s_do='setsingle')
        self.backing = backing

    def place(self, path):
        return str(self.backing) + path

    def refuses(self):
        return (self.backing / 'read-only').exists()

    def getattr(self, path):
        return os.lstat(self.place(path))

    def statfs(self):
        return os.statvfs(self.backing)

    def readdir(self, path, _offset):
        for name in ['.', '..', *os.listdir(self.place(path))]:
            yield fuse.Direntry(name)

    def create(self, path, flags, mode):
        os.close(os.open(self.place(path), flags | os.O_CREAT, mode))

    def open(self, _path, _flags):
        return 0

    def read(self, path, size, offset):
        with open(self.place(path), 'rb') as file:
            file.seek(offset)
            return file.read(size)

    def write(self, path, data, offset):
        time.sleep(DELAY)
        if self.refuses():
            return -errno.EROFS
        with open(self.place(path), 'r+b') as file:
            file.seek(offset)
            return file.write(data)

    def truncate(self, path, size):
        if self.refuses():
            return -errno.EROFS
        os.truncate(self.place(path), size)
        return 0

    def rename(self, old, new):
        if self.refuses():
            return -errno.EROFS
        os.rename(self.place(old), self.place(new))
        return 0

    def unlink(self, path):
        os.unlink(self.place(path))

    def fsync(self, _path, _data_only):
        time.sleep(DELAY)
        return 0


def main():
    mount_point, backing = sys.argv[1:]
    server = SlowDisk(pathlib.Path(backing))
    server.parse([mount_point, '-f', '-s', '-o', 'allow_other,big_writes,max_write=131072'])
    server.main()


if __name__ == '__main__':
    main()
