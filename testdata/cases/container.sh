# Moves the shell that reads it into a control group with the name that Docker would give it, so that what it runs
# from here on counts as a container's. The group is gone when the shell has ended.
for root in /sys/fs/cgroup/unified /sys/fs/cgroup; do
  [ ! -e "$root/cgroup.procs" ] || break
done
group="$root/docker/c0ffee0000000000000000000000000000000000000000000000000000000000"
mkdir -p "$group"
leave() {
  echo $$ > "$root/cgroup.procs"
  rmdir "$group" "$root/docker"
}
trap leave EXIT
echo $$ > "$group/cgroup.procs"
