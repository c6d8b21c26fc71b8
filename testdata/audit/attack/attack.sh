# Steps of an attack, each of which an official rule looks for. SCRATCH is an empty directory.
cat /etc/shadow > /dev/null
perl -e 'system "cat", "/tmp/../tmp/../etc/shadow"' > /dev/null
grep "BEGIN RSA PRIVATE KEY" /root/.ssh/id_rsa
find /root -name id_rsa > /dev/null
find /root -path /root/.aws/credentials
ln -s /etc/shadow "$SCRATCH/symbolic"
ln /etc/shadow "$SCRATCH/hard"
: > /var/log/auth.log
echo data > "$SCRATCH/data" && shred -u "$SCRATCH/data"
cp /bin/true /dev/shm/program && /dev/shm/program
cp /bin/dash "$SCRATCH/nginx" && "$SCRATCH/nginx" -c 'sh -c id; true' > /dev/null
sleep 3 &
victim=$!
perl -e 'syscall(101, 16, $ARGV[0] + 0, 0, 0)' $victim
kill -KILL $victim
perl -e 'syscall(101, 0, 0, 0, 0)'
# A server at an address of documentation, and a program named ssh that calls it.
perl -e 'socket(L, 2, 1, 6); bind(L, pack("SnC4x8", 2, 443, 198, 51, 100, 7)) or die; listen(L, 5);
         accept(C, L)' &
sleep 1
cp /usr/bin/perl "$SCRATCH/ssh"
"$SCRATCH/ssh" -e 'socket(S, 2, 1, 6); connect(S, pack("SnC4x8", 2, 443, 198, 51, 100, 7)) or die $!'
perl -e '$fd = syscall(319, $name = "x", 0); open($in, "<", "/bin/true"); open($out, ">&=", $fd);
         binmode $in; binmode $out; local $/; print {$out} scalar <$in>; close $in; $old = select($out); $| = 1; select($old);
         exec {"/proc/$$/fd/$fd"} "hidden"'
wait
