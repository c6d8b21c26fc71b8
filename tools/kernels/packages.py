"""Debian's cloud kernels, fetched and unpacked, not installed. Nothing of the machine's own apt changes: lists and packages
lie in a folder of ours."""
import pathlib
import re
import subprocess

SUITES = ('bookworm', 'bookworm-backports')
SOURCE = 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian {suite} main\n'
META = 'linux-image-cloud-amd64'


class Unavailable(Exception):
    """A kernel that cannot be had here, and why."""


class Packages:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        (self.folder / 'lists/partial').mkdir(parents=True, exist_ok=True)
        (self.folder / 'cache/archives/partial').mkdir(parents=True, exist_ok=True)
        (self.folder / 'sources.list').write_text(''.join(SOURCE.format(suite=suite) for suite in SUITES))
        self.updated = False

    def apt(self, program, *arguments):
        options = {'Dir::Etc::SourceList': self.folder / 'sources.list', 'Dir::Etc::SourceParts': '/dev/null',
                   'Dir::State::Lists': self.folder / 'lists', 'Dir::Cache': self.folder / 'cache',
                   'APT::Sandbox::User': 'root', 'APT::Get::List-Cleanup': 'false'}
        flags = [flag for name, value in options.items() for flag in ('-o', f'{name}={value}')]
        done = subprocess.run([program, *flags, *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Unavailable(f'{program} {arguments[0]}: {(done.stderr.strip().splitlines() or ["no message"])[-1]}')
        return done.stdout

    def name_of(self, series):
        """The package that the newest meta package of a series (`6.1`) asks for."""
        if not self.updated:
            self.apt('apt-get', 'update')
            self.updated = True
        text = self.apt('apt-cache', 'show', META)
        for version, name in re.findall(rf'^Version: (\S+)$.*?^Depends: (linux-image-\S+)', text, re.MULTILINE | re.DOTALL):
            if version.startswith(f'{series}.'):
                return name
        raise Unavailable(f'{META}: no version {series} in {", ".join(SUITES)}')

    def kernel(self, series):
        """The folder of an unpacked kernel: boot/vmlinuz-*, lib/modules/*. One that is there already is not looked for again."""
        unpacked = [tree for tree in self.folder.glob(f'linux-image-{series}.*') if tree.suffix not in ('.part', '.deb')]
        if unpacked:
            return max(unpacked, key=lambda tree: tree.stat().st_mtime)
        name = self.name_of(series)
        tree = self.folder / name
        self.apt('apt-get', 'download', name)
        package = max(self.folder.glob(f'{name}_*.deb'), key=lambda path: path.stat().st_mtime)
        subprocess.run(['dpkg', '-x', package, f'{tree}.part'], check=True)
        pathlib.Path(f'{tree}.part').rename(tree)
        package.unlink()
        return tree
