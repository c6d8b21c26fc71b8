// What the BPF programs and the recorder agree on: descriptors (recorder → kernel), event records and
// counters (kernel → recorder). Plain C so that both sides compile the same text; the assertions below hold
// on both.
//
// An event record is a reel_record, followed by arguments of the call as they were in its registers (eight
// bytes each, as many as reel_record_args() says) and by `fields` fields. A field is a reel_field followed by
// `length` bytes, padded to a multiple of four. Numbers are 8 bytes. What follows from the arguments, the
// result and the number of a call is no field: the recorder works it out (derived_value.h). Both sides are
// the same machine, so everything is in its byte order.
#ifndef SYSREEL_BPF_EVENT_ABI_H
#define SYSREEL_BPF_EVENT_ABI_H

#include <linux/types.h>

#ifdef __cplusplus
#define REEL_ASSERT(condition) static_assert(condition, #condition)
#else
#define REEL_ASSERT(condition) _Static_assert(condition, #condition)
#endif

enum reel_limit {
  REEL_SYSCALLS = 512,         // numbers per table
  REEL_SOCKETCALLS = 32,       // of i386 socketcall
  REEL_KINDS = 1024,           // descriptors
  REEL_OPS = 8192,             // operations of all descriptors
  REEL_OPS_PER_KIND = 80,      // of one
  REEL_PATH_MAX = 4096,        // bytes of a path or a string argument
  REEL_PATH_COMPONENTS = 128,  // of a dentry walk
  REEL_AREA_MAX = 16384,       // bytes of an argument or environment area
  REEL_ARGV_MAX = 128,         // pointers followed in the argv of an exec that failed
  REEL_IOVECS_MAX = 16,
  REEL_SNAPLEN_MAX = 16384,
  REEL_CALL_ARGS = 6,
  REEL_FIELD_MAX = 0x7fff,   // bytes of one field
  REEL_RECORD_MAX = 0xffff,  // bytes of one record
};

// A kind that is not recorded, in the tables by number.
#define REEL_NO_KIND 0xffff
// i386 socketcall: its first argument says which.
#define REEL_SOCKETCALL_KIND 0xfffe

// How a field is read: what format/catalogue/capture_from.h describes, in the same words.
enum reel_opcode {
  REEL_OP_NONE = 0,
  REEL_OP_RETURN,
  REEL_OP_ARG,
  REEL_OP_ARG_INT,
  REEL_OP_ARG_BITS,  // `offset`: how far to shift
  REEL_OP_WIDE_ARG,
  REEL_OP_CONST,  // `offset`
  REEL_OP_NATIVE_NUMBER,
  REEL_OP_OPEN_MODE,
  REEL_OP_USER_NUMBER,  // `width` bytes at `offset`
  REEL_OP_USER_LONG,    // `offset`: which
  REEL_OP_TIMESPEC,
  REEL_OP_STRING,  // `offset` bytes behind the pointer
  REEL_OP_BYTES,
  REEL_OP_IOVECS,
  REEL_OP_IOVECS_SIZE,
  REEL_OP_MESSAGE,
  REEL_OP_MESSAGE_SIZE,
  REEL_OP_CONTROL,
  REEL_OP_SOCKADDR,
  REEL_OP_SOCKET_OPTION,  // level and name (four bytes each) in front of the bytes
  REEL_OP_POLL,           // the return value (eight bytes) in front of the pollfds
  REEL_OP_DYNAMIC,        // a string where the condition holds, else a number
  REEL_OP_TUPLE,          // flags: REEL_TUPLE_INBOUND; `length`: argument with the peer's address
  REEL_OP_MESSAGE_TUPLE,  // `length`: argument with the msghdr
  REEL_OP_FILE,
  REEL_OP_SOCKET,
  REEL_OP_TASK,
  REEL_OP_EXEC,
  REEL_OP_EXIT,
  REEL_OP_HOOK,  // what the hook itself tells: reel_hook_member
};

// Operands: an argument 0..5, or one of these.
enum reel_operand {
  REEL_FROM_RETURN = 6,
  REEL_FROM_MEMORY = 0x10,  // flag: the int behind the argument
  REEL_NO_OPERAND = 0xff,
};

enum reel_op_flag {
  REEL_TUPLE_INBOUND = 1,  // the peer comes first
  REEL_SIGNED = 2,
};

enum reel_when { REEL_ALWAYS = 0, REEL_IF_SUCCEEDED, REEL_IF_IN, REEL_IF_NOT_IN };

enum reel_file_member {
  REEL_FILE_DEV = 1,
  REEL_FILE_INO,
  REEL_FILE_PATH,
  REEL_FILE_MODE,
  REEL_FILE_FLAGS,
  REEL_FILE_STATE,  // REEL_STATE_*
  REEL_FILE_MNT_ID,
  REEL_FILE_CTIME,
  REEL_FILE_MTIME,
};

enum reel_file_state {
  REEL_STATE_CREATED = 1,
  REEL_STATE_UPPER_LAYER = 2,
  REEL_STATE_LOWER_LAYER = 4,
  REEL_STATE_CLOSE_ON_EXEC = 8,
  REEL_STATE_UNLINKED = 16,
  REEL_STATE_MEMFD = 32,
};

enum reel_socket_member {
  REEL_SOCKET_FAMILY = 1,
  REEL_SOCKET_TYPE,
  REEL_SOCKET_PROTOCOL,
  REEL_SOCKET_QUEUE_LENGTH,
  REEL_SOCKET_QUEUE_MAX,
  REEL_SOCKET_QUEUE_PERCENT,
};

enum reel_task_member {
  REEL_TASK_TID = 1,
  REEL_TASK_PID,
  REEL_TASK_PTID,
  REEL_TASK_VTID,
  REEL_TASK_VPID,
  REEL_TASK_PGID,
  REEL_TASK_VPGID,
  REEL_TASK_SID,
  REEL_TASK_VSID,
  REEL_TASK_COMM,
  REEL_TASK_CWD,
  REEL_TASK_ROOT,
  REEL_TASK_FDLIMIT,
  REEL_TASK_MAJOR_FAULTS,
  REEL_TASK_MINOR_FAULTS,
  REEL_TASK_VM_SIZE,
  REEL_TASK_VM_RSS,
  REEL_TASK_VM_SWAP,
  REEL_TASK_CGROUPS,
  REEL_TASK_CGROUP_ID,
  REEL_TASK_TTY,
  REEL_TASK_LOGINUID,
  REEL_TASK_SESSION_ID,
  REEL_TASK_CAP_INHERITABLE,
  REEL_TASK_CAP_PERMITTED,
  REEL_TASK_CAP_EFFECTIVE,
  REEL_TASK_CAP_BOUNDING,
  REEL_TASK_CAP_AMBIENT,
  REEL_TASK_UID,  // effective
  REEL_TASK_RUID,
  REEL_TASK_SUID,
  REEL_TASK_FSUID,
  REEL_TASK_GID,  // effective
  REEL_TASK_RGID,
  REEL_TASK_SGID,
  REEL_TASK_FSGID,
  REEL_TASK_NS_USER,
  REEL_TASK_NS_MNT,
  REEL_TASK_NS_PID,
  REEL_TASK_NS_NET,
  REEL_TASK_NS_UTS,
  REEL_TASK_NS_IPC,
  REEL_TASK_NS_CGROUP,
  REEL_TASK_START_TIME,  // of the thread group
  REEL_TASK_THREAD_START_TIME,
  REEL_TASK_PIDNS_INIT_START,
  REEL_TASK_CHILD_IN_PIDNS,
  REEL_TASK_SECCOMP,
  REEL_TASK_NO_NEW_PRIVS,
  REEL_TASK_DUMPABLE,
  REEL_TASK_SUBREAPER,
  REEL_TASK_EXE_PATH,
  REEL_TASK_EXE,   // argv[0]
  REEL_TASK_ARGS,  // the argument area, argv[0] included
  REEL_TASK_ENV,
  REEL_TASK_EXE_INO,
  REEL_TASK_EXE_DEV,
  REEL_TASK_EXE_MODE,
  REEL_TASK_EXE_CTIME,
  REEL_TASK_EXE_MTIME,
  REEL_TASK_EXE_FLAGS,  // REEL_EXE_*
};

enum reel_exec_member {
  REEL_EXEC_FILENAME = 1,  // as the program was named to the kernel
  REEL_EXEC_ARG0,
  REEL_EXEC_ARGS,  // all of them, argv[0] included
  REEL_EXEC_ENV,
};

enum reel_exit_member {
  REEL_EXIT_STATUS = 1,  // as waitpid has it
  REEL_EXIT_CODE,
  REEL_EXIT_SIGNAL,
  REEL_EXIT_CORE,
  REEL_EXIT_REAPER,
  REEL_EXIT_GROUP_DEAD,
};

// The hook's program has put them into the scratch.
enum reel_hook_member {
  REEL_HOOK_NUMBER = 1,      // the first of four numbers: args[0] … args[3]
  REEL_HOOK_OPEN_FLAGS = 5,  // args[3], if the hook told of an open
  REEL_HOOK_NAME,            // kernel string at args[4]
  REEL_HOOK_SECOND_NAME,     // at args[5]
  REEL_HOOK_ADDRESS,         // sockaddr in user memory
};

// Bits of REEL_TASK_EXE_FLAGS.
enum reel_exe_flag {
  REEL_EXE_WRITABLE = 1,
  REEL_EXE_UPPER_LAYER = 2,
  REEL_EXE_FROM_MEMFD = 4,
  REEL_EXE_LOWER_LAYER = 8,
};

struct reel_op {
  __u8 opcode;
  __u8 param;  // number of the kind's parameter that the field fills
  __u8 arg;
  __u8 length;
  __u8 member;
  __u8 flags;
  __u16 offset;
  __u8 width;
  __u8 when;
  __u8 when_arg;
  __u8 spare[5];
  __u64 when_set;  // bit N: value N
};
REEL_ASSERT(sizeof(struct reel_op) == 24);
REEL_ASSERT(__builtin_offsetof(struct reel_op, when_set) == 16);

// Loss classes as format/capture_item.h has them (LossClass), checked where both are visible.
enum reel_class { REEL_CLASS_ANY = 0, REEL_CLASS_PROCESS, REEL_CLASS_FILE, REEL_CLASS_NET, REEL_CLASS_OTHER };
#define REEL_CLASSES 8  // room for a mask

// The first operation of a kind, if it is one of these without a condition: done without a look at the table.
enum reel_lead { REEL_LEAD_NONE = 0, REEL_LEAD_STRING, REEL_LEAD_BYTES };

struct reel_descriptor {
  __u16 first;  // of its operations, the leading one not among them
  __u8 count;
  __u8 event_class;
  __u8 args;  // how many of a call's arguments the record holds
  __u8 lead;  // enum reel_lead
  __u8 lead_param;
  __u8 lead_arg;
  __u8 lead_length;
  __u8 vital;  // what is known of a process begins or ends with it
  __u8 spare[2];
  __u32 room;  // bytes that must be free in a lane before an event of this kind is begun
};
REEL_ASSERT(sizeof(struct reel_descriptor) == 16);
REEL_ASSERT(__builtin_offsetof(struct reel_descriptor, room) == 12);

enum reel_record_flag {
  REEL_RECORD_COMPAT = 1,      // a 32-bit call
  REEL_RECORD_FAILED = 2,      // system call returned an error
  REEL_RECORD_UNREADABLE = 4,  // at least one field carries REEL_MARK_FAULT
  REEL_RECORD_NESTED = 8,      // the CPU's lane was taken: there are no fields
};
#define REEL_RECORD_ARGS_SHIFT 4  // the number of arguments, in the flags

struct reel_record {
  __u32 size;  // with this header and all padding
  __u16 kind;  // number of the descriptor
  __u16 cpu;
  __u64 time;        // CLOCK_BOOTTIME ns
  __u64 start_time;  // of the thread group, CLOCK_BOOTTIME ns
  __u32 tid;
  __u32 pid;
  __u32 sequence;  // per lane, of published records
  __u16 number;    // of the call
  __u8 fields;
  __u8 flags;  // enum reel_record_flag | arguments << REEL_RECORD_ARGS_SHIFT
  __s64 result;
};
REEL_ASSERT(sizeof(struct reel_record) == 48);
REEL_ASSERT(__builtin_offsetof(struct reel_record, time) == 8);
REEL_ASSERT(__builtin_offsetof(struct reel_record, tid) == 24);
REEL_ASSERT(__builtin_offsetof(struct reel_record, sequence) == 32);
REEL_ASSERT(__builtin_offsetof(struct reel_record, flags) == 39);

// A lane is a head, a ring of a power of two of bytes, and slack. Positions count bytes and never wrap; a
// record begins at its position in the ring, aligned; one that reaches the end of the ring goes on in the
// slack, and the next position is that of the ring's next beginning.
#define REEL_LANE_HEAD 4096
#define REEL_LANE_SLACK 131072
#define REEL_LANE_ALIGN 8

struct reel_lane {
  __u64 tail;  // written by the recorder: up to here it has read
  __u8 tail_alone[120];
  __u64 head;  // written by the programs: up to here they have published
  // Programs at work, the one at the end of calls and any other.
  __u32 busy_with_call;
  __u32 busy_with_other;
  __u32 rung;  // a ring that is half full has woken the recorder, which sets it back
  __u8 head_alone[44];
};
REEL_ASSERT(sizeof(struct reel_lane) == 192);
REEL_ASSERT(__builtin_offsetof(struct reel_lane, head) == 128);

// What wakes the recorder, in the ring buffer: less than a record.
#define REEL_BELL_BYTES 8

// As format/event_block.h has them (Mark).
enum reel_mark { REEL_MARK_PRESENT = 0, REEL_MARK_MISSING = 1, REEL_MARK_FAULT = 2, REEL_MARK_TRUNCATED = 3 };

// How the recorder reads the bytes of a field.
enum reel_shape {
  REEL_SHAPE_NUMBER = 0,  // 8 bytes
  REEL_SHAPE_BYTES,       // as they are
  REEL_SHAPE_TEXT,        // one string without its NUL
  REEL_SHAPE_COMPONENTS,  // NUL-terminated path components, last one first
  REEL_SHAPE_CGROUPS,     // per hierarchy: byte (enum reel_hierarchy), components as above, an empty one
};

struct reel_field {
  __u8 param;
  __u8 mark_shape;  // mark | shape << 4
  __u16 length;
};
REEL_ASSERT(sizeof(struct reel_field) == 4);

enum reel_hierarchy {
  REEL_CG_CPUSET = 1,
  REEL_CG_CPU,
  REEL_CG_CPUACCT,
  REEL_CG_IO,
  REEL_CG_MEMORY,
  REEL_CG_UNIFIED,
  // Hierarchies of a scope only; records do not have them.
  REEL_CG_DEVICES,
  REEL_CG_FREEZER,
  REEL_CG_PIDS
};

// What the task iterator writes, one a thread.
struct reel_task {
  __u32 tid;
  __u32 pid;
  __u32 parent_pid;
  __u32 recorded;  // 1: in the recording's scope
  __u64 start_time;
  __u64 group_start_time;
};
REEL_ASSERT(sizeof(struct reel_task) == 32);

// One per CPU. What was seen is filtered + admitted, and admitted = recorded + sum of lost once no program
// runs: a program that lets an event go adds to `filtered` alone; one that takes it adds to `admitted` first
// and to exactly one of the others last.
struct reel_counters {
  __u64 admitted;
  __u64 filtered;
  __u64 recorded;
  __u64 ring_full[REEL_CLASSES];
  __u64 nested[REEL_CLASSES];
  __u64 oversize[REEL_CLASSES];
  __u64 unreadable;    // events with a value that could not be read; they are recorded
  __u64 scope_failed;  // children that could not be marked
  __u64 bytes;         // of recorded events
};
REEL_ASSERT(sizeof(struct reel_counters) == 8 * (3 + 3 * REEL_CLASSES + 3));

#endif
