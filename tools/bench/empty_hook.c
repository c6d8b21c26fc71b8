// empty_hook COMMAND… : runs a command while a BPF program that does nothing sits at the end of every system
// call: what any recorder costs at least.
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const struct bpf_insn nothing[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = 0},
                                     {.code = BPF_JMP | BPF_EXIT}};
  const int type = libbpf_find_vmlinux_btf_id("sys_exit", BPF_TRACE_RAW_TP);
  LIBBPF_OPTS(bpf_prog_load_opts, options, .expected_attach_type = BPF_TRACE_RAW_TP,
              .attach_btf_id = type > 0 ? (__u32)type : 0);
  const int program = bpf_prog_load(BPF_PROG_TYPE_TRACING, "nothing", "GPL", nothing,
                                    sizeof(nothing) / sizeof(*nothing), &options);
  if (program < 0) {
    perror("empty_hook: the program does not load");
    return 77;
  }
  const int hook = bpf_raw_tracepoint_open(NULL, program);
  if (hook < 0) {
    perror("empty_hook: the program cannot be attached");
    return 77;
  }
  const pid_t child = fork();
  if (child == 0) {
    execvp(argv[1], argv + 1);
    _exit(127);
  }
  int status = 0;
  if (waitpid(child, &status, 0) != child) return 1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
