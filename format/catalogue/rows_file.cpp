// Opens, names, metadata, mounts. The grammar is in catalogue.h, what stands after "=" in capture_from.h.
#include "format/catalogue/row_texts.h"

namespace sysreel {

const std::string_view kRowsFile = R"(
open 2,5,- file creates_fd,state,security
    fd:FD=ret name:FSPATH=str(a0) flags:FLAGS32:open_flags=a1 mode:UINT32.o=openmode(a1,a2)
    dev:UINT32.x=file(ret).dev ino:UINT64=file(ret).ino +path:FSPATH=file(ret).path
    +file_mode:UINT32.o=file(ret).mode +file_state:FLAGS8:file_state=file(ret).state
openat 257,295,56 file creates_fd,state,security
    fd:FD=ret dirfd:FD=a0 name:FSRELPATH=str(a1) flags:FLAGS32:open_flags=a2 mode:UINT32.o=openmode(a2,a3)
    dev:UINT32.x=file(ret).dev ino:UINT64=file(ret).ino +path:FSPATH=file(ret).path
    +file_mode:UINT32.o=file(ret).mode +file_state:FLAGS8:file_state=file(ret).state
openat2 437,437,437 file creates_fd,state,security
    fd:FD=ret dirfd:FD=a0 name:FSRELPATH=str(a1) flags:FLAGS32:open_flags=u32(a2) mode:UINT32.o=u32(a2,8)
    resolve:FLAGS32:openat2_resolve=u32(a2,16) dev:UINT32.x=file(ret).dev ino:UINT64=file(ret).ino
    +path:FSPATH=file(ret).path +file_mode:UINT32.o=file(ret).mode
    +file_state:FLAGS8:file_state=file(ret).state
creat 85,8,- file creates_fd,state,security
    fd:FD=ret name:FSPATH=str(a0) mode:UINT32.o=a1 dev:UINT32.x=file(ret).dev
    ino:UINT64=file(ret).ino creat_flags:FLAGS16:creat_flags=file(ret).state +path:FSPATH=file(ret).path
    +file_mode:UINT32.o=file(ret).mode +file_state:FLAGS8:file_state=file(ret).state
open_by_handle_at 304,342,265 file creates_fd,state,security
    fd:FD=ret mountfd:FD=a0 flags:FLAGS32:open_flags=a2 path:FSPATH=file(ret).path
    dev:UINT32.x=file(ret).dev ino:UINT64=file(ret).ino +file_mode:UINT32.o=file(ret).mode
    +file_state:FLAGS8:file_state=file(ret).state
chdir 80,12,49 file state,security
    res:ERRNO=ret path:CHARBUF=str(a0) +cwd:FSPATH=task.cwd
fchdir 81,133,50 file uses_fd,state,security
    res:ERRNO=ret fd:FD=a0 +cwd:FSPATH=task.cwd
chroot 161,61,51 process state,security
    res:ERRNO=ret path:FSPATH=str(a0) +root:FSPATH=task.root
getcwd 79,183,17 file -
    res:ERRNO=ret path:CHARBUF=str(a0)?ok
rename 82,38,- file security
    res:ERRNO=ret oldpath:FSPATH=str(a0) newpath:FSPATH=str(a1)
renameat 264,302,38 file security
    res:ERRNO=ret olddirfd:FD=a0 oldpath:FSRELPATH=str(a1) newdirfd:FD=a2 newpath:FSRELPATH=str(a3)
renameat2 316,353,276 file security
    res:ERRNO=ret olddirfd:FD=a0 oldpath:FSRELPATH=str(a1) newdirfd:FD=a2 newpath:FSRELPATH=str(a3)
    flags:FLAGS32:renameat2_flags=a4
link 86,9,- file security
    res:ERRNO=ret oldpath:FSPATH=str(a0) newpath:FSPATH=str(a1)
linkat 265,303,37 file security
    res:ERRNO=ret olddir:FD=a0 oldpath:FSRELPATH=str(a1) newdir:FD=a2 newpath:FSRELPATH=str(a3)
    flags:FLAGS32:linkat_flags=a4
symlink 88,83,- file security
    res:ERRNO=ret target:CHARBUF=str(a0) linkpath:FSPATH=str(a1)
symlinkat 266,304,36 file uses_fd,security
    res:ERRNO=ret target:CHARBUF=str(a0) linkdirfd:FD=a1 linkpath:FSRELPATH=str(a2)
unlink 87,10,- file security
    res:ERRNO=ret path:FSPATH=str(a0)
unlinkat 263,301,35 file uses_fd,security
    res:ERRNO=ret dirfd:FD=a0 name:FSRELPATH=str(a1) flags:FLAGS32:unlinkat_flags=a2
mkdir 83,39,- file security
    res:ERRNO=ret path:FSPATH=str(a0) mode:UINT32.x=a1
mkdirat 258,296,34 file uses_fd,security
    res:ERRNO=ret dirfd:FD=a0 path:FSRELPATH=str(a1) mode:UINT32.x=a2
rmdir 84,40,- file security
    res:ERRNO=ret path:FSPATH=str(a0)
mknod 133,14,- other security
    res:ERRNO=ret path:FSPATH=str(a0) mode:MODE:mknod_mode=a1 dev:UINT32=a2
mknodat 259,297,33 other uses_fd,security
    res:ERRNO=ret dirfd:FD=a0 path:FSRELPATH=str(a1) mode:MODE:mknod_mode=a2 dev:UINT32=a3
chmod 90,15,- file security
    res:ERRNO=ret filename:FSPATH=str(a0) mode:MODE:chmod_mode=a1
fchmod 91,94,52 file uses_fd,security
    res:ERRNO=ret fd:FD=a0 mode:MODE:chmod_mode=a1 +path:FSPATH=file(a0).path +dev:UINT32.x=file(a0).dev
    +ino:UINT64=file(a0).ino
fchmodat 268,306,53 file uses_fd,security
    res:ERRNO=ret dirfd:FD=a0 filename:FSRELPATH=str(a1) mode:MODE:chmod_mode=a2
chown 92,182+212,- file security
    res:ERRNO=ret path:FSPATH=str(a0) uid:UINT32=a1 gid:UINT32=a2
lchown 94,16+198,- file security
    res:ERRNO=ret path:FSPATH=str(a0) uid:UINT32=a1 gid:UINT32=a2
fchown 93,95+207,55 file uses_fd,security
    res:ERRNO=ret fd:FD=a0 uid:UINT32=a1 gid:UINT32=a2 +path:FSPATH=file(a0).path +dev:UINT32.x=file(a0).dev
    +ino:UINT64=file(a0).ino
fchownat 260,298,54 file uses_fd,security
    res:ERRNO=ret dirfd:FD=a0 pathname:FSRELPATH=str(a1) uid:UINT32=a2 gid:UINT32=a3
    flags:FLAGS32:fchownat_flags=a4
mount 165,21,40 file state,security
    res:ERRNO=ret dev:CHARBUF=str(a0) dir:FSPATH=str(a1) type:CHARBUF=str(a2) flags:FLAGS32:mount_flags=a3
umount -,22,- file state,security
    res:ERRNO=ret name:FSPATH=str(a0)
umount2 166,52,39 file state,security
    res:ERRNO=ret name:FSPATH=str(a0) flags:FLAGS32:umount_flags=a1
fsconfig 431,431,431 system uses_fd,security
    res:ERRNO=ret fd:FD=a0 cmd:ENUMFLAGS32:fsconfig_command=a1 key:CHARBUF=str(a2)
    ~value_bytebuf:BYTEBUF=buf(a3,a4)?a1:2 value_charbuf:CHARBUF=str(a3)?a1:1,3,4 aux:INT32=a4
access 21,33,- file -
    res:ERRNO=ret name:FSPATH=str(a0) mode:FLAGS32:access_mode=a1
stat 4,106,- file -
    res:ERRNO=ret path:FSPATH=str(a0)
lstat 6,107,- file -
    res:ERRNO=ret path:FSPATH=str(a0)
stat64 -,195,- file -
    res:ERRNO=ret path:FSPATH=str(a0)
lstat64 -,196,- file -
    res:ERRNO=ret path:FSPATH=str(a0)
fstat 5,108,80 file uses_fd
    res:ERRNO=ret fd:FD=a0
fstat64 -,197,- file -
    res:ERRNO=ret +fd:FD=a0
newfstatat 262,300,79 file uses_fd
    res:ERRNO=ret dirfd:FD=a0 path:FSRELPATH=str(a1) flags:FLAGS32:fstatat_flags=a3
getdents 78,141,- file uses_fd
    res:ERRNO=ret fd:FD=a0
getdents64 217,220,61 file uses_fd
    res:ERRNO=ret fd:FD=a0
flock 73,143,32 file uses_fd
    res:ERRNO=ret fd:FD=a0 operation:FLAGS32:flock_operation=a1
quotactl 179,131,60 user security
    res:ERRNO=ret special:CHARBUF=str(a1) quotafilepath:CHARBUF ~dqb_bhardlimit:UINT64
    ~dqb_bsoftlimit:UINT64 ~dqb_curspace:UINT64 ~dqb_ihardlimit:UINT64 ~dqb_isoftlimit:UINT64
    ~dqb_btime:RELTIME ~dqb_itime:RELTIME ~dqi_bgrace:RELTIME ~dqi_igrace:RELTIME
    dqi_flags:FLAGS8.d:quota_info_flags quota_fmt_out:FLAGS8.d:quota_format
    cmd:FLAGS16.d:quota_command=bits(a0,8) type:FLAGS8.d:quota_type=a0 id:UINT32=a2
    quota_fmt:FLAGS8.d:quota_format
)";

}  // namespace sysreel
