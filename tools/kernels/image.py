"""The guest's root file system: programs of this machine with the libraries that they need, as an initramfs."""
import os
import pathlib
import re
import shutil
import subprocess

# Nothing of the standard library that the cases' few lines of Python do without.
PYTHON_LEFT_OUT = ('__pycache__', 'config-*', 'test', 'idlelib', 'lib2to3', 'pydoc_data', 'ensurepip', 'tkinter',
                   'dist-packages', 'asyncio', 'distutils')
MERGED = {'bin': 'usr/bin', 'sbin': 'usr/sbin', 'lib': 'usr/lib', 'lib64': 'usr/lib64'}
FOLDERS = ('usr/bin usr/sbin usr/lib usr/lib64 usr/share etc/pam.d etc/profile.d proc sys dev tmp run root var/log work').split()
ACCOUNTS = {'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n',
            'etc/group': 'root:x:0:\ndaemon:x:1:\n', 'etc/shadow': 'root:*:1::::::\n', 'etc/gshadow': 'root:*::\n',
            'etc/hostname': 'guest\n', 'etc/nsswitch.conf': 'passwd: files\ngroup: files\n'}


class Image:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        for folder in FOLDERS:
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        for name, target in MERGED.items():
            (self.root / name).symlink_to(target)
        for name, text in ACCOUNTS.items():
            (self.root / name).write_text(text)
        os.chmod(self.root / 'tmp', 0o1777)

    def add_program(self, path, destination='usr/bin'):
        """A program of this machine under its own name, with what the loader will ask for. A script is just copied."""
        target = self.root / destination / path.name
        shutil.copy(path.resolve(), target)
        target.chmod(0o755)
        listed = subprocess.run(['ldd', path], capture_output=True, text=True, check=False)
        for library in re.findall(r'(/\S+) \(0x', listed.stdout):
            place = self.root / library.lstrip('/')
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                shutil.copy(pathlib.Path(library).resolve(), place)

    def add_command(self, name):
        found = shutil.which(name, path='/usr/sbin:/usr/bin:/sbin:/bin')
        if not found:
            raise FileNotFoundError(name)
        self.add_program(pathlib.Path(found))

    def add_python(self):
        self.add_command('python3')
        library = next(pathlib.Path('/usr/lib').glob(f'{pathlib.Path("/usr/bin/python3").resolve().name}'))
        shutil.copytree(library, self.root / 'usr/lib' / library.name, symlinks=False,
                        ignore=shutil.ignore_patterns(*PYTHON_LEFT_OUT))
        for module in (library / 'lib-dynload').glob('_ctypes.*.so'):
            self.add_program(module, f'usr/lib/{library.name}/lib-dynload')

    def add_busybox(self, applets):
        """What the guest's first process needs; the workload runs the machine's own programs."""
        self.add_command('busybox')
        for applet in applets:
            link = self.root / 'usr/sbin' / applet
            if not link.exists():
                link.symlink_to('/usr/bin/busybox')

    def add_file(self, path, destination, mode=0o644):
        target = self.root / destination
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        target.chmod(mode)

    def pack(self, file):
        with open(file, 'wb') as out:
            names = subprocess.Popen(['find', '.', '-print0'], cwd=self.root, stdout=subprocess.PIPE)
            archive = subprocess.Popen(['busybox', 'cpio', '-o', '-H', 'newc', '-0'], cwd=self.root, stdin=names.stdout,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            subprocess.run(['gzip', '-1'], stdin=archive.stdout, stdout=out, check=True)
