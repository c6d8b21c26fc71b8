"""The reference engine of ../shared, live: it watches the whole host until it is stopped."""
import os
import pathlib
import subprocess
import time

READY = 'watch-is-ready'
READY_WITHIN = 120  # s; on a busy machine the kernel takes long to attach

# Everything that happens reaches a rule without an event type; only one program makes it fire.
READY_RULE = f'''- rule: {READY}
  desc: a program that is started until the engine tells of it
  condition: evt.num > 0 and proc.name = {READY}
  output: ready
  priority: CRITICAL
'''
READY_OF_EXEC = READY_RULE.replace('evt.num > 0', 'evt.type in (execve, execveat)')


def cpu_seconds(pid):
    """User and system time of a running process with all its threads, those that have ended included."""
    return time.clock_gettime((~pid << 3) | 2)


class LiveReference:
    """A context: inside it the engine is known to see what is done on this host.

    rule_files  its rules; with everything, it asks the kernel for all calls and also keeps them (capture())
    folder      for its files; one engine a folder
    load_cpu    CPU seconds until it saw its first event
    """

    def __init__(self, run_falco, folder, rule_files=(), everything=False, options=()):
        self.folder, self.everything = pathlib.Path(folder), everything
        self.folder.mkdir(parents=True, exist_ok=True)
        self.output, self.log = self.folder / 'alerts.jsonl', self.folder / 'log'
        ready = self.folder / 'ready.yaml'
        ready.write_text(READY_RULE if everything else READY_OF_EXEC)
        self.command = [str(run_falco), '-U', '-o', 'engine.kind=modern_ebpf', '-o', 'priority=debug', *options]
        for file in (*rule_files, ready):
            self.command += ['-r', str(file)]
        if everything:
            self.command += ['-o', 'base_syscalls.all=true', '-o', 'capture.enabled=true', '-o', 'capture.mode=all_rules',
                             '-o', 'capture.default_duration=86400000', '-o', f'capture.path_prefix={self.folder}/kept']

    def __enter__(self):
        for old in self.folder.glob('kept*'):
            old.unlink()
        with self.output.open('w') as output, self.log.open('w') as log:
            self.process = subprocess.Popen(self.command, stdout=output, stderr=log)
        try:
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        self.load_cpu = cpu_seconds(self.process.pid)
        return self

    def wait_until_ready(self):
        """Starts a program again and again until the engine tells of it."""
        marker = self.folder / READY
        marker.unlink(missing_ok=True)
        marker.symlink_to('/bin/true')
        told, deadline = self.told(), time.monotonic() + READY_WITHIN
        while self.told() == told:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f'the reference engine does not run: {self.log.read_text(errors="replace")[-500:]}')
            subprocess.run([marker], check=True)
            time.sleep(0.1)

    def told(self):
        return self.output.read_text(errors='replace').count(f'"rule":"{READY}"')

    @property
    def pid(self):
        return self.process.pid

    def resident(self):
        """MiB."""
        with open(f'/proc/{self.pid}/status') as status:
            return next(int(line.split()[1]) for line in status if line.startswith('VmRSS')) / 1024

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait()

    def __exit__(self, *_):
        self.stop()

    def capture(self):
        """What it kept, once it has ended."""
        return next(self.folder.glob('kept*.scap'))


def reason_not_to_run(run_falco):
    """Why there is no reference engine to be run here, or None."""
    if not pathlib.Path(run_falco).exists():
        return f'{run_falco} is not there'
    if os.geteuid() != 0:
        return 'the reference engine needs root'
    if not pathlib.Path('/sys/kernel/btf/vmlinux').exists():
        return 'the reference engine needs a kernel with BTF'
    return None
