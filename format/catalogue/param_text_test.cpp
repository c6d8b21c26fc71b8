// Values as text. Expected texts are in the form that the reference engine prints on real captures.
#include "format/catalogue/param_text.h"

#include <doctest/doctest.h>
#include <linux/io_uring.h>

#include <map>

#include "format/catalogue/catalogue.h"
#include "format/catalogue/errno_name.h"
#include "format/catalogue/packed_address.h"
#include "format/catalogue/row_parser.h"

namespace sysreel {
namespace {

// Values by parameter; a parameter without one is missing.
class FakeValues : public ParamValues {
 public:
  explicit FakeValues(bool kernel = true) : kernel_(kernel) {}
  FakeValues& set(size_t param, int64_t value) {
    integers_[param] = value;
    return *this;
  }
  FakeValues& set(size_t param, std::string_view value) {
    texts_[param] = value;
    return *this;
  }
  bool has(size_t param) const override { return integers_.contains(param) || texts_.contains(param); }
  int64_t integer(size_t param) const override { return integers_.contains(param) ? integers_.at(param) : 0; }
  std::string_view text(size_t param) const override {
    return texts_.contains(param) ? std::string_view(texts_.at(param)) : std::string_view{};
  }
  bool kernel_numbers() const override { return kernel_; }
  Arch arch() const override { return Arch::kX86_64; }

 private:
  bool kernel_;
  std::map<size_t, int64_t> integers_;
  std::map<size_t, std::string> texts_;
};

class FakeNames : public ParamNames {
 public:
  bool descriptor(std::string& out, int64_t fd) const override {
    if (fd != 3) return false;
    out += "<f>/etc/passwd";
    return true;
  }
  char descriptor_letter(int64_t fd) const override { return fd == 3 ? 'f' : '?'; }
  bool command(std::string& out, int64_t tid) const override {
    if (tid != 123) return false;
    out += "bash";
    return true;
  }
  bool user(std::string& out, uint32_t uid) const override {
    if (uid != 0) return false;
    out += "root";
    return true;
  }
  bool group(std::string& out, uint32_t gid) const override {
    if (gid != 0) return false;
    out += "wheel";
    return true;
  }
  bool absolute_path(std::string& out, int64_t dirfd, std::string_view path) const override {
    out += dirfd == kAtCwd ? "/cwd/" : "/dir" + std::to_string(dirfd) + "/";
    out += path;
    return true;
  }
};

// Text of one parameter written as in a row of the catalogue: "raw(resolved)".
std::string render(const std::string& param, const FakeValues& values, std::string_view kind_name = "kind") {
  std::vector<EventKind> kinds;
  const std::string row = std::string(kind_name) + " -,-,- other -\n    " + param;
  REQUIRE(parse_rows(row, kinds) == "");
  ParamText text;
  render_param(kinds[0], kinds[0].params.size() - 1, values, FakeNames(), text);
  return text.resolved.empty() ? text.raw : text.raw + "(" + text.resolved + ")";
}

struct IntegerText {
  const char* param;
  int64_t value;
  const char* expected;
};

constexpr IntegerText kIntegers[] = {
    {"x:INT8", -5, "-5"},
    {"x:UINT8", 200, "-56"},
    {"x:UINT16", 65535, "-1"},
    {"x:UINT32", 4294967295, "-1"},
    {"x:UINT32", 2048, "2048"},
    {"x:UINT64", -1, "-1"},
    {"x:UINT64.x", 0x7FFC9BE94C80, "7FFC9BE94C80"},
    {"x:UINT32.x", 0xca02, "CA02"},
    {"x:INT32.x", -1, "FFFFFFFF"},
    {"x:UINT32.o", 04755, "04755"},
    {"x:UINT32.o", 0, "0"},
    {"x:INT64", -1, "-1"},
    {"res:ERRNO", 0, "0"},
    {"res:ERRNO", 19, "19"},
    {"res:ERRNO", -2, "-2(ENOENT)"},
    {"res:ERRNO", -115, "-115(EINPROGRESS)"},
    {"res:ERRNO", -4000, "-4000"},
    {"fd:FD", 3, "3(<f>/etc/passwd)"},
    {"fd:FD", 4, "4"},
    {"fd:FD", -1, "-1(EPERM)"},
    {"fd:FD", -100, "-100(AT_FDCWD)"},
    {"pid:PID", 123, "123(bash)"},
    {"pid:PID", 9, "9"},
    {"uid:UID", 0, "0(root)"},
    {"uid:UID", 1002, "1002(<NA>)"},
    {"uid:UID", 4294967295, "-1(<NONE>)"},
    {"gid:GID", 0, "0(wheel)"},
    {"gid:GID", 5, "5(<NA>)"},
    {"gid:GID", 4294967295, "-1(<NONE>)"},
    {"sig:SIGTYPE", 15, "15(SIGTERM)"},
    {"sig:SIGTYPE", 0, "0"},
    {"sig:SIGTYPE", 64, "64"},
    {"set:SIGSET", 0x4002, "SIGINT SIGTERM"},
    {"set:SIGSET", 0, ""},
    {"ID:SYSCALLID", 137, "137(kind)"},
    {"t:RELTIME", 0, "0(0s)"},
    {"t:RELTIME", 1500000000, "1500000000(1.5s)"},
    {"t:RELTIME", -1, "none"},
    {"t:ABSTIME", 1506127469000000007, "2017-09-23 00:44:29.000000007"},
    {"b:BOOL", 1, "true"},
    {"b:BOOL", 0, "false"},
    {"p:PORT", 8080, "8080"},
    {"flags:FLAGS32:open_flags", 0x80000, "4097(O_RDONLY|O_CLOEXEC)"},
    {"flags:FLAGS32:unlinkat_flags", 0, "0"},
    {"mode:FLAGS32:access_mode", 0, "0(F_OK)"},
    {"cmd:ENUMFLAGS8:fcntl_command", 1030, "26(F_DUPFD_CLOEXEC)"},
    {"domain:ENUMFLAGS32:socket_family", 1, "1(AF_LOCAL|AF_UNIX)"},
    {"request:ENUMFLAGS16:ptrace_request", 0, "1(PTRACE_TRACEME)"},
    {"how:ENUMFLAGS8:shutdown_how", 9, "255"},
    {"op:ENUMFLAGS8:io_uring_op", IORING_OP_NOP, "0(IORING_OP_NOP)"},
    {"op:ENUMFLAGS8:io_uring_op", IORING_OP_OPENAT, "18(IORING_OP_OPENAT)"},
    {"op:ENUMFLAGS8:io_uring_op", IORING_OP_UNLINKAT, "36(IORING_OP_UNLINKAT)"},
    {"op:ENUMFLAGS8:io_uring_op", IORING_OP_URING_CMD, "46(IORING_OP_URING_CMD)"},
    {"op:ENUMFLAGS8:io_uring_op", 64, "64(IORING_OP_URING_CMD128)"},
    {"op:ENUMFLAGS8:io_uring_op", 200, "200"},
    {"mode:MODE:chmod_mode", 04755, "04755(S_IXOTH|S_IROTH|S_IXGRP|S_IRGRP|S_IXUSR|S_IWUSR|S_IRUSR|S_ISUID)"},
    {"mode:MODE:mknod_mode", 0600, "0100600(S_IWUSR|S_IRUSR|S_IFREG)"},
    {"nstype:FLAGS32:clone_flags", 0x20000, "32(CLONE_NEWNS)"},
    {"flags:INT32.x:fd_flags", 0x80800, "1040"},
};

TEST_CASE("integers") {
  for (const IntegerText& row : kIntegers) {
    CAPTURE(std::string(row.param));
    CAPTURE(row.value);
    CHECK(render(row.param, FakeValues().set(0, row.value)) == row.expected);
  }
}

TEST_CASE("portable numbers are taken as they are") {
  CHECK(render("flags:FLAGS32:open_flags", FakeValues(false).set(0, 4097)) == "4097(O_RDONLY|O_CLOEXEC)");
  CHECK(render("request:ENUMFLAGS16:ptrace_request", FakeValues(false).set(0, 11)) == "11(PTRACE_ATTACH)");
}

TEST_CASE("texts") {
  using std::string_literals::operator""s;
  const struct {
    const char* param;
    std::string value;
    const char* expected;
  } rows[] = {
      {"s:CHARBUF", "curl", "curl"},
      {"s:CHARBUF", "", ""},
      {"s:CHARBUF", "a\0b"s, "a"},
      {"args:BYTEBUF", "-c\0echo x\0"s, "-c.echo x."},
      {"data:BYTEBUF", "\x01\x7f\xff~ \n"s, "...~ ."},
      {"data:BYTEBUF", "", "NULL"},
      {"path:FSPATH", "/etc/passwd", "/etc/passwd"},
      {"path:FSPATH", "x/y", "x/y(/cwd/x/y)"},
      {"path:FSPATH", "", ""},
      {"path:FSPATH", "<NA>", "<NA>"},
      {"list:CHARBUFARRAY", "a\0b\0"s, "a.b"},
      {"list:CHARBUFARRAY", "", "NULL"},
      {"pairs:CHARBUF_PAIR_ARRAY", "a\0b\0c\0d\0"s, "a:b,c:d"},
      {"fds:FDLIST", "\x02\0\x03\0\0\0\0\0\0\0\x10\0\x07\0\0\0\0\0\0\0\x04\0"s, "3:f20 7:?4"},
      {"fds:FDLIST", "\0\0"s, ""},
      {"fds:FDLIST", "", "NULL"},
      {"addr:SOCKADDR", "\x02\x7f\0\0\x01\x90\x1f"s, "127.0.0.1:8080"},
      {"addr:SOCKADDR", "\x01/run/x\0"s, "/run/x"},
      {"addr:SOCKADDR", "\x10"s, "family 16"},
      {"addr:SOCKADDR", "\x02\x7f\0"s, "INVALID IPv4"},
      {"addr:SOCKADDR", "", "<NA>"},
      {"tuple:SOCKTUPLE", "\x02\x7f\0\0\x01\x01\0\x0a\0\0\x02\x50\0"s, "127.0.0.1:1->10.0.0.2:80"},
      {"tuple:SOCKTUPLE", "\x01\0\0\0\0\0\0\0\0\x3c\0\0\0\0\0\0\0/run/x\0"s, "0->3c /run/x"},
      {"tuple:SOCKTUPLE", "\x11"s, "family 17"},
      {"tuple:SOCKTUPLE", "\x0a\x01"s, "INVALID IPv6"},
      {"tuple:SOCKTUPLE", "\x01\x01"s, "INVALID PATH"},
      {"tuple:SOCKTUPLE", "", "NULL"},
      {"val:DYN", "\x02\x01\0\0\0"s, "1"},
      {"val:DYN", "\x01\x91\xff\xff\xff\xff\xff\xff\xff"s, "-111(ECONNREFUSED)"},
      {"val:DYN", "\x04\0\xca\x9a\x3b\0\0\0\0"s, "1000000000(1s)"},
      {"val:DYN", "\0ab\x01"s, "ab."},
      {"val:DYN", "\x03\x05\0\0\0\0\0\0\0"s, "5"},
      {"val:DYN", "", "NULL"},
  };
  for (const auto& row : rows) {
    CAPTURE(std::string(row.param));
    CAPTURE(row.expected);
    CHECK(render(row.param, FakeValues().set(0, row.value)) == row.expected);
  }
}

TEST_CASE("IPv6 tuples, and those that carry IPv4") {
  SocketTuple tuple;
  tuple.family = kFamilyInet6;
  tuple.source.address = {0x20, 0x01, 0x0d, 0xb8};
  tuple.source.address[15] = 3;
  tuple.source.port = 1234;
  tuple.destination.address[15] = 1;
  tuple.destination.port = 80;
  std::string packed;
  append_socket_tuple(packed, tuple);
  CHECK(render("tuple:SOCKTUPLE", FakeValues().set(0, packed)) == "2001:db8::3:1234->::1:80");
  for (Endpoint* end : {&tuple.source, &tuple.destination}) {
    end->address = {};
    end->address[10] = end->address[11] = 0xff;
    end->address[12] = 10;
  }
  packed.clear();
  append_socket_tuple(packed, tuple);
  CHECK(render("tuple:SOCKTUPLE", FakeValues().set(0, packed)) == "10.0.0.0:1234->10.0.0.0:80");
}

TEST_CASE("dynamic values mean something else in each call") {
  using std::string_literals::operator""s;
  CHECK(render("arg2:DYN", FakeValues().set(0, "\x01user\0"s), "keyctl") == "user");
  CHECK(render("arg2:DYN", FakeValues().set(0, "\0\x07\0\0\0\0\0\0\0"s), "keyctl") == "7");
  CHECK(render("addr:DYN.x", FakeValues().set(0, "\0\xff\0\0\0\0\0\0\0"s), "ptrace") == "FF");
  CHECK(render("data:DYN.x", FakeValues().set(0, "\x01\x09"s), "ptrace") == "9(SIGKILL)");
}

TEST_CASE("missing values") {
  const struct {
    const char* param;
    const char* expected;
  } rows[] = {{"x:UINT32", "<NA>"},       {"x:CHARBUF", "<NA>"},   {"x:FSPATH", "<NA>"},
              {"x:FD", "<NA>"},           {"x:SOCKADDR", "<NA>"},  {"x:FLAGS32", "<NA>"},
              {"x:BYTEBUF", "NULL"},      {"x:SOCKTUPLE", "NULL"}, {"x:FDLIST", "NULL"},
              {"x:CHARBUFARRAY", "NULL"}, {"x:DYN", "NULL"}};
  for (const auto& row : rows) {
    CAPTURE(std::string(row.param));
    CHECK(render(row.param, FakeValues()) == row.expected);
  }
}

TEST_CASE("a path is relative to the descriptor before it") {
  const std::string params = "dirfd:FD name:FSRELPATH";
  CHECK(render(params, FakeValues().set(0, 5).set(1, "x")) == "x(/dir5/x)");
  CHECK(render(params, FakeValues().set(0, -100).set(1, "x")) == "x(/cwd/x)");
  CHECK(render(params, FakeValues().set(1, "x")) == "x(/cwd/x)");
  CHECK(render(params, FakeValues().set(0, 5).set(1, "/x")) == "/x");
  CHECK(render("name:FSRELPATH", FakeValues().set(0, "x")) == "x(/cwd/x)");
}

std::string args_of(std::string_view kind_name, const FakeValues& values, const ParamNames& names) {
  const Catalogue& catalogue = Catalogue::builtin();
  std::string out;
  append_args(out, catalogue.kind(catalogue.find(kind_name)), values, names);
  return out;
}

TEST_CASE("evt.args") {
  FakeValues opened;
  opened.set(0, 3).set(1, -100).set(2, "/etc/passwd").set(3, 0x80000).set(4, 0).set(5, 0xca02).set(6, 7);
  CHECK(args_of("openat", opened, FakeNames()) ==
        "fd=3(<f>/etc/passwd) dirfd=-100(AT_FDCWD) name=/etc/passwd flags=4097(O_RDONLY|O_CLOEXEC) mode=0 "
        "dev=CA02 ino=7");
  CHECK(args_of("openat", opened, ParamNames()).starts_with("fd=3 dirfd=-100(AT_FDCWD) "));
  // Our own parameters are not shown, but the state of the file shows in the flags.
  const Catalogue& catalogue = Catalogue::builtin();
  const EventKind& openat = catalogue.kind(catalogue.find("openat"));
  opened.set(static_cast<size_t>(openat.param_index("file_state")), 1);
  CHECK(args_of("openat", opened, FakeNames()).find("flags=20481(O_RDONLY|O_CLOEXEC|O_F_CREATED)") !=
        std::string::npos);
  CHECK(args_of("close", FakeValues().set(0, -9).set(1, 77), FakeNames()) == "res=-9(EBADF) fd=77");
  CHECK(args_of("recvfrom", FakeValues().set(0, -11), FakeNames()) ==
        "res=-11(EAGAIN) data=NULL tuple=NULL fd=<NA> size=<NA>");
  CHECK(args_of("getpeername", FakeValues().set(0, 0), FakeNames()) == "");
  CHECK(args_of("pivot_root", FakeValues().set(0, 137).set(1, 155), FakeNames()) == "");
}

TEST_CASE("numbers that other parameters complete") {
  const Catalogue& catalogue = Catalogue::builtin();
  const EventKind& option = catalogue.kind(catalogue.find("getsockopt"));
  const auto name = static_cast<size_t>(option.param_index("optname"));
  const auto level = static_cast<size_t>(option.param_index("level"));
  CHECK(portable_value(option, name, FakeValues().set(level, 1).set(name, 57)) == 53);
  CHECK(portable_value(option, name, FakeValues().set(level, 6).set(name, 57)) == 0);
  const EventKind& clone = catalogue.kind(catalogue.find("clone"));
  const auto flags = static_cast<size_t>(clone.param_index("flags"));
  const auto in_pidns = static_cast<size_t>(clone.param_index("child_in_pidns"));
  CHECK(portable_value(clone, flags, FakeValues().set(flags, 0x100)) == 0x8000);
  CHECK(portable_value(clone, flags, FakeValues().set(flags, 0x100).set(in_pidns, 1)) == 0x20008000);
  CHECK(portable_value(clone, flags, FakeValues(false).set(flags, 0x100).set(in_pidns, 1)) == 0x100);
}

TEST_CASE("names of errors and signals") {
  CHECK(errno_name(2) == "ENOENT");
  CHECK(errno_name(0) == "");
  CHECK(errno_name(-2) == "");
  CHECK(errno_named("EACCES") == 13);
  CHECK(errno_named("ENOTHING") == 0);
  CHECK(signal_name(9) == "SIGKILL");
  CHECK(signal_name(0) == "");
  CHECK(signal_name(200) == "");
}

}  // namespace
}  // namespace sysreel
