// One function per family of event kinds that change state. dispatch.cpp says which kind calls which.
#pragma once

#include "replayer/state/state.h"

namespace sysreel {

void on_open(State& state, Step& step);
void on_close(State& state, Step& step);
bool pass_close(const State::Brief& brief);
void on_close_range(State& state, Step& step);
void on_dup(State& state, Step& step);
void on_fcntl(State& state, Step& step);
bool pass_fcntl(const State::Brief& brief);
void on_pidfd_getfd(State& state, Step& step);

void on_socket(State& state, Step& step);
void on_socketpair(State& state, Step& step);
void on_bind(State& state, Step& step);
void on_connect(State& state, Step& step);
void on_accept(State& state, Step& step);
void on_getsockopt(State& state, Step& step);
void on_receive(State& state, Step& step);
void on_send(State& state, Step& step);
bool pass_transfer(const State::Brief& brief);

void on_pipe(State& state, Step& step);
void on_special_fd(State& state, Step& step);
void on_memfd_create(State& state, Step& step);
void on_pidfd_open(State& state, Step& step);

void on_clone(State& state, Step& step);
void on_exec(State& state, Step& step);
void on_exit(State& state, Step& step);

void on_chdir(State& state, Step& step);
void on_fchdir(State& state, Step& step);
void on_chroot(State& state, Step& step);

void on_set_user(State& state, Step& step);
void on_set_group(State& state, Step& step);
void on_capset(State& state, Step& step);
void on_namespace(State& state, Step& step);
void on_setsid(State& state, Step& step);
void on_setpgid(State& state, Step& step);
void on_prctl(State& state, Step& step);
void on_rlimit(State& state, Step& step);
void on_memory(State& state, Step& step);
void on_switch(State& state, Step& step);
void on_procinfo(State& state, Step& step);
void on_account(State& state, Step& step);
void on_container(State& state, Step& step);
void on_async(State& state, Step& step);

// Shared by exec, clone and snapshots.
void take_cgroups(Thread& thread, std::string_view raw);
// argv[1..] as a capture has it. Falco takes a single empty argument for none.
std::string_view arguments_in(const EventBlock& block, std::string_view raw);
// The kernel marks the path of an unlinked executable.
std::string_view without_deleted(std::string_view path);

}  // namespace sysreel
