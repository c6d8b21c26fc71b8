"""A Debian kernel in qemu, with a root file system of this machine's programs, that runs shell steps one after the other."""
import pathlib
import re
import shutil
import subprocess

from image import Image
from packages import Packages, Unavailable

HERE = pathlib.Path(__file__).resolve().parent
TIMEOUT = 1800  # s of a guest, which takes three minutes on a machine that has nothing else to do
COMMANDS = 'basename cat hostname ip mkdir mount sh'.split()  # of its first process
APPLETS = 'poweroff mount'.split()


class Guest:
    """What it needs is added to `image`; its steps find themselves in /work."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.image = Image(self.folder / 'root')
        for command in COMMANDS:
            self.image.add_command(command)
        self.image.add_busybox(APPLETS)
        self.image.add_file(HERE / 'init', 'init', 0o755)

    def add_steps(self, steps):
        """Shell text by name; NUMBER-NAME, in whose order they run."""
        place = self.image.root / 'work/steps'
        place.mkdir(parents=True)
        for name, text in steps.items():
            (place / name).write_text(text + '\n')

    def boot(self, packages_folder, series, parameters=''):
        """Runs the steps under a kernel (`6.1`). By the name of each, without its number, its exit code and output; and all that
        the guest's console showed."""
        if not shutil.which('qemu-system-x86_64'):
            raise Unavailable('qemu-system-x86_64 is not there (package qemu-system-x86)')
        kernel = next((Packages(packages_folder).kernel(series) / 'boot').glob('vmlinuz-*'))
        self.image.pack(self.folder / 'initramfs')
        # A busy machine's guest finds its timer too slow, and its kernel gives up: no_timer_check.
        machine = ['qemu-system-x86_64', '-accel', 'tcg', '-cpu', 'Haswell,-cx16', '-smp', '2', '-m', '1536', '-nodefaults',
                   '-no-reboot', '-display', 'none', '-serial', f'file:{self.folder / "console"}', '-kernel', kernel,
                   '-initrd', self.folder / 'initramfs', '-append', f'console=ttyS0 quiet panic=-1 no_timer_check {parameters}']
        try:
            subprocess.run(machine, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=TIMEOUT, check=False)
        except subprocess.TimeoutExpired:
            pass
        text = (self.folder / 'console').read_bytes().decode('utf-8', 'replace').replace('\r', '')
        steps = {name: (int(code), output) for name, code, output in
                 re.findall(r'^@@ \d+-(\S+) (\d+)\n(.*?)^@@ end$', text, re.MULTILINE | re.DOTALL)}
        return steps, text
