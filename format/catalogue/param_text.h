// Stored parameters as the text that Falco shows: evt.arg.NAME, evt.args.
//
// A value has up to two texts: `raw`, and `resolved`, which says what it stands for (3 and <f>/etc/passwd,
// 4097 and O_RDONLY|O_CLOEXEC). evt.args shows raw(resolved), evt.arg.NAME the resolved text if there is one.
// A missing value shows as "<NA>", of some types as "NULL". Nothing is escaped: bytes of a capture come out
// as they are, but for byte buffers, whose unprintable bytes become dots.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "format/catalogue/event_kind.h"

namespace sysreel {

// The stored values of one event.
class ParamValues {
 public:
  virtual bool has(size_t param) const = 0;
  virtual int64_t integer(size_t param) const = 0;
  virtual std::string_view text(size_t param) const = 0;
  virtual bool kernel_numbers() const = 0;  // NumberSpace::kKernel (format/event_block.h)
  virtual Arch arch() const = 0;
  // The event has the parameter, with or without a value: imported events may be shorter than their kind.
  virtual bool carried(size_t /*param*/) const { return true; }

 protected:
  ~ParamValues() = default;
};

// Does a value of the type show as the names of its flags or of its one value?
bool shows_names(ParamType type);

// What only state knows, at the moment of the event. This class knows nothing; the replayer's answers. Each
// appends to `out` and says true, or leaves it alone and says false.
class ParamNames {
 public:
  virtual ~ParamNames() = default;
  virtual bool descriptor(std::string& out, int64_t fd) const;  // "<4t>1.2.3.4:1->5.6.7.8:2"
  virtual char descriptor_letter(int64_t fd) const;             // '?' if unknown
  virtual bool command(std::string& out, int64_t tid) const;
  virtual bool user(std::string& out, uint32_t uid) const;
  virtual bool group(std::string& out, uint32_t gid) const;
  // A relative path made absolute, seen from directory descriptor `dirfd` (kAtCwd: the working directory).
  virtual bool absolute_path(std::string& out, int64_t dirfd, std::string_view path) const;
};

inline constexpr int64_t kAtCwd = -100;

struct ParamText {
  std::string raw;
  std::string resolved;  // often empty
};

// A path parameter's text, to its first NUL; whether it goes on from a directory; and from the directory of
// which descriptor: of FSRELPATH the parameter before it.
std::string_view path_of(const ParamValues& values, size_t param);
bool is_completed(std::string_view path);
int64_t path_directory(const EventKind& kind, size_t param, const ParamValues& values);

// The integer in Falco's number space: evt.rawarg.NAME. Flags of opens include what the open found
// (O_F_CREATED, layers), those of forks whether the child is in a pid namespace.
int64_t portable_value(const EventKind& kind, size_t param, const ParamValues& values);

// `text` is overwritten; its memory is reused.
void render_param(const EventKind& kind, size_t param, const ParamValues& values, const ParamNames& names,
                  ParamText& text);

// evt.args: "name=raw(resolved)" of Falco's parameters, joined by blanks; nothing for generic kinds.
void append_args(std::string& out, const EventKind& kind, const ParamValues& values, const ParamNames& names);

}  // namespace sysreel
