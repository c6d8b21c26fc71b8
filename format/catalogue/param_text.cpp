// Renders stored parameters as the reference engine does, down to its habits: decimal numbers are signed at
// their type's width, hexadecimal ones are upper-case, octal ones begin with 0, buffers that are empty are
// NULL.
#include "format/catalogue/param_text.h"

#include <cassert>
#include <cinttypes>
#include <cstdio>
#include <ctime>

#include "base/byte_reader.h"
#include "format/catalogue/errno_name.h"
#include "format/catalogue/flags.h"
#include "format/catalogue/packed_address.h"

namespace sysreel {

bool ParamNames::descriptor(std::string& /*out*/, int64_t /*fd*/) const {
  return false;
}
char ParamNames::descriptor_letter(int64_t /*fd*/) const {
  return '?';
}
bool ParamNames::command(std::string& /*out*/, int64_t /*tid*/) const {
  return false;
}
bool ParamNames::user(std::string& /*out*/, uint32_t /*uid*/) const {
  return false;
}
bool ParamNames::group(std::string& /*out*/, uint32_t /*gid*/) const {
  return false;
}
bool ParamNames::absolute_path(std::string& /*out*/, int64_t /*dirfd*/, std::string_view /*path*/) const {
  return false;
}

namespace {

constexpr std::string_view kMissingText = "<NA>";
constexpr std::string_view kNullText = "NULL";
constexpr uint32_t kNoId = 0xffffffff;

// One parameter on its way into text.
struct Rendering {
  const EventKind& kind;
  size_t index;
  const ParamValues& values;
  const ParamNames& names;
  ParamText& text;

  const Param& param() const { return kind.params[index]; }
};

// Types whose missing and empty values are "NULL".
bool is_buffer(ParamType type) {
  switch (type) {
    case ParamType::kByteBuf:
    case ParamType::kSockTuple:
    case ParamType::kFdList:
    case ParamType::kCharBufArray:
    case ParamType::kCharBufPairArray:
    case ParamType::kDyn:
      return true;
    default:
      return false;
  }
}

int64_t cut_to(int64_t value, int width, bool keep_sign) {
  switch (width) {
    case 1:
      return keep_sign ? static_cast<int64_t>(static_cast<int8_t>(value)) : static_cast<uint8_t>(value);
    case 2:
      return keep_sign ? static_cast<int64_t>(static_cast<int16_t>(value)) : static_cast<uint16_t>(value);
    case 4:
      return keep_sign ? static_cast<int64_t>(static_cast<int32_t>(value)) : static_cast<uint32_t>(value);
    default:
      return value;
  }
}

void append_number(std::string& out, NumberFormat format, int width, int64_t value) {
  char digits[32];
  if (format == NumberFormat::kDecimal)
    std::snprintf(digits, sizeof(digits), "%" PRId64, cut_to(value, width, true));
  else
    std::snprintf(digits, sizeof(digits), format == NumberFormat::kHex ? "%" PRIX64 : "%#" PRIo64,
                  static_cast<uint64_t>(cut_to(value, width, false)));
  out += digits;
}

void append_bytes_as_dots(std::string& out, std::string_view bytes) {
  for (const char byte : bytes) out += byte >= ' ' && byte <= '~' ? byte : '.';
}

std::string_view until_nul(std::string_view text) {
  return text.substr(0, text.find('\0'));
}

void render_errno(ParamText& text, int64_t value) {
  text.raw += std::to_string(value);
  if (value < 0) text.resolved += errno_name(-value);
}

void render_signal(ParamText& text, int64_t value) {
  text.raw += std::to_string(value & 0xff);
  text.resolved += signal_name(static_cast<uint32_t>(value & 0xff));
}

void render_duration(ParamText& text, uint64_t nanoseconds) {
  if (nanoseconds == ~uint64_t{0}) {
    text.raw += "none";
    return;
  }
  char seconds[32];
  std::snprintf(seconds, sizeof(seconds), "%gs", static_cast<double>(nanoseconds) / 1e9);
  text.raw += std::to_string(nanoseconds);
  text.resolved += seconds;
}

// UTC: the zone of the machine that replays must not show.
void render_time(ParamText& text, uint64_t nanoseconds) {
  constexpr uint64_t kSecond = 1000000000;
  const auto seconds = static_cast<time_t>(nanoseconds / kSecond);
  tm parts{};
  char date[32];
  gmtime_r(&seconds, &parts);
  const size_t length = std::strftime(date, sizeof(date), "%Y-%m-%d %H:%M:%S", &parts);
  char fraction[16];
  std::snprintf(fraction, sizeof(fraction), ".%09" PRIu64, nanoseconds % kSecond);
  text.raw.append(date, length) += fraction;
}

void render_fd(const Rendering& r, int64_t fd) {
  r.text.raw += std::to_string(fd);
  if (fd >= 0)
    r.names.descriptor(r.text.resolved, fd);
  else if (fd == kAtCwd)
    r.text.resolved += "AT_FDCWD";
  else
    r.text.resolved += errno_name(-fd);
}

void render_id(const Rendering& r, bool is_user) {
  const auto id = static_cast<uint32_t>(r.values.integer(r.index));
  if (id == kNoId) {
    r.text.raw += "-1";
    r.text.resolved += "<NONE>";
    return;
  }
  r.text.raw += std::to_string(static_cast<int32_t>(id));
  std::string& out = r.text.resolved;
  if (!(is_user ? r.names.user(out, id) : r.names.group(out, id))) out += kMissingText;
}

void render_flags(const Rendering& r, bool is_enum) {
  const int64_t value = portable_value(r.kind, r.index, r.values);
  const auto number = static_cast<uint32_t>(cut_to(value, width_of(r.param().type), false));
  r.text.raw += std::to_string(number);
  append_flag_names(r.text.resolved, r.param().domain, number, is_enum);
}

void render_mode(const Rendering& r) {
  const auto mode = static_cast<uint32_t>(portable_value(r.kind, r.index, r.values));
  append_number(r.text.raw, r.param().format, width_of(ParamType::kMode), mode);
  append_mode_names(r.text.resolved, r.param().domain, mode);
}

void render_signal_set(ParamText& text, uint32_t set) {
  for (uint32_t bit = 0; bit < 32; ++bit) {
    const std::string_view name = (set >> bit & 1U) != 0 ? signal_name(bit + 1) : std::string_view{};
    if (name.empty()) continue;
    if (!text.raw.empty()) text.raw += ' ';
    text.raw += name;
  }
}

void render_path(const Rendering& r) {
  const std::string_view path = path_of(r.values, r.index);
  r.text.raw += path;
  if (is_completed(path))
    r.names.absolute_path(r.text.resolved, path_directory(r.kind, r.index, r.values), path);
}

void append_endpoint(std::string& out, const Endpoint& endpoint, bool v6) {
  out += v6 ? text_of_ipv6(endpoint) : text_of_ipv4(endpoint);
  out += ':';
  out += std::to_string(endpoint.port);
}

void append_invalid(std::string& out, std::string_view packed, std::string_view what) {
  const auto family = static_cast<uint8_t>(packed.front());
  out += "INVALID ";
  out += family == kFamilyUnix    ? "PATH"
         : family == kFamilyInet  ? "IPv4"
         : family == kFamilyInet6 ? "IPv6"
                                  : what;
}

void render_address(std::string& out, std::string_view packed) {
  const auto address = decode_socket_address(packed);
  if (!address) return append_invalid(out, packed, "SOCKADDR");
  switch (address->family) {
    case kFamilyUnix:
      out += address->path;
      break;
    case kFamilyInet:
    case kFamilyInet6:
      append_endpoint(out, address->endpoint, address->family == kFamilyInet6);
      break;
    default:
      out += "family " + std::to_string(address->family);
  }
}

void render_tuple(std::string& out, std::string_view packed) {
  const auto tuple = decode_socket_tuple(packed);
  if (!tuple) return append_invalid(out, packed, "SOCKTUPLE");
  if (tuple->family == kFamilyUnix) {
    char ids[64];
    std::snprintf(ids, sizeof(ids), "%" PRIx64 "->%" PRIx64 " ", tuple->first_id, tuple->second_id);
    out += ids;
    out += tuple->path;
    return;
  }
  if (tuple->family != kFamilyInet && tuple->family != kFamilyInet6) {
    out += "family " + std::to_string(tuple->family);
    return;
  }
  bool v6 = tuple->family == kFamilyInet6;
  Endpoint source = tuple->source;
  Endpoint destination = tuple->destination;
  if (v6 && is_mapped_ipv4(source) && is_mapped_ipv4(destination)) {
    v6 = false;
    source = unmapped(source);
    destination = unmapped(destination);
  }
  append_endpoint(out, source, v6);
  out += "->";
  append_endpoint(out, destination, v6);
}

void render_descriptor_list(const Rendering& r) {
  std::string& out = r.text.raw;
  DescriptorListReader reader(r.values.text(r.index));
  for (auto entry = reader.next(); entry; entry = reader.next()) {
    if (!out.empty()) out += ' ';
    out += std::to_string(static_cast<uint64_t>(entry->fd)) + ':';
    out += r.names.descriptor_letter(entry->fd);
    const uint16_t events = r.values.kernel_numbers() ? portable_poll_events(entry->events) : entry->events;
    char hex[16];
    std::snprintf(hex, sizeof(hex), "%x", static_cast<unsigned>(events));
    out += hex;
  }
}

// The index of a dynamic value means something else in each call (packed_address.h).
void render_dynamic(const Rendering& r) {
  ByteReader reader(r.values.text(r.index));
  const uint8_t form = reader.u8();
  const std::string_view payload = reader.text(reader.remaining());
  ByteReader value(payload);
  const NumberFormat format = r.param().format;
  std::string& out = r.text.raw;
  const bool keys = r.kind.name == "keyctl";
  const bool trace = r.kind.name == "ptrace";
  if (keys && form == 1)
    out += until_nul(payload);
  else if (trace && form == 1)
    render_signal(r.text, value.u8());
  else if ((keys || trace) ? form == 0 : form == 3)
    append_number(out, format, 8, static_cast<int64_t>(value.u64()));
  else if (form == 1)
    render_errno(r.text, static_cast<int64_t>(value.u64()));
  else if (form == 2)
    append_number(out, format, 4, value.u32());
  else if (form == 4)
    render_duration(r.text, value.u64());
  else
    append_bytes_as_dots(out, payload);
}

// Strings that end in NULs, `between` every two; of pairs `inside` between key and value.
void append_strings(std::string& out, std::string_view strings, char between, char inside) {
  for (size_t count = 0; !strings.empty(); ++count) {
    const std::string_view item = until_nul(strings);
    strings.remove_prefix(std::min(item.size() + 1, strings.size()));
    if (count != 0) out += count % 2 == 1 ? inside : between;
    out += item;
  }
}

void render_text(const Rendering& r) {
  const std::string_view stored = r.values.text(r.index);
  std::string& out = r.text.raw;
  switch (r.param().type) {
    case ParamType::kByteBuf:
      return append_bytes_as_dots(out, stored);
    case ParamType::kCharBufArray:
      return append_strings(out, stored, '.', '.');
    case ParamType::kCharBufPairArray:
      return append_strings(out, stored, ',', ':');
    case ParamType::kFsPath:
    case ParamType::kFsRelPath:
      return render_path(r);
    case ParamType::kSockAddr:
      return render_address(out, stored);
    case ParamType::kSockTuple:
      return render_tuple(out, stored);
    case ParamType::kFdList:
      return render_descriptor_list(r);
    case ParamType::kDyn:
      return render_dynamic(r);
    default:
      out += until_nul(stored);
  }
}

void render_integer(const Rendering& r) {
  const int64_t value = r.values.integer(r.index);
  const ParamType type = r.param().type;
  ParamText& text = r.text;
  switch (type) {
    case ParamType::kErrno:
      return render_errno(text, value);
    case ParamType::kFd:
      return render_fd(r, value);
    case ParamType::kPid:
      text.raw += std::to_string(value);
      r.names.command(text.resolved, value);
      return;
    case ParamType::kUid:
    case ParamType::kGid:
      return render_id(r, type == ParamType::kUid);
    case ParamType::kSigType:
      return render_signal(text, value);
    case ParamType::kSigSet:
      return render_signal_set(text, static_cast<uint32_t>(value));
    case ParamType::kSyscallId:
      text.raw += std::to_string(value);
      // Falco's number of a call that it does not know.
      text.resolved += value == 0 && !r.values.kernel_numbers() ? "unknown" : r.kind.type_name();
      return;
    case ParamType::kFlags8:
    case ParamType::kFlags16:
    case ParamType::kFlags32:
      return render_flags(r, false);
    case ParamType::kEnumFlags8:
    case ParamType::kEnumFlags16:
    case ParamType::kEnumFlags32:
      return render_flags(r, true);
    case ParamType::kMode:
      return render_mode(r);
    case ParamType::kRelTime:
      return render_duration(text, static_cast<uint64_t>(value));
    case ParamType::kAbsTime:
      return render_time(text, static_cast<uint64_t>(value));
    case ParamType::kBool:
      text.raw += value != 0 ? "true" : "false";
      return;
    default:
      append_number(text.raw, r.param().format, width_of(type), portable_value(r.kind, r.index, r.values));
  }
}

}  // namespace

std::string_view path_of(const ParamValues& values, size_t param) {
  return until_nul(values.text(param));
}

bool is_completed(std::string_view path) {
  return !path.empty() && path.front() != '/' && path != kMissingText;
}

int64_t path_directory(const EventKind& kind, size_t param, const ParamValues& values) {
  if (kind.params[param].type != ParamType::kFsRelPath || param == 0) return kAtCwd;
  const size_t before = param - 1;
  if (kind.params[before].type != ParamType::kFd || !values.has(before)) return kAtCwd;
  return values.integer(before);
}

int64_t portable_value(const EventKind& kind, size_t param, const ParamValues& values) {
  const int64_t value = values.integer(param);
  const FlagDomain domain = kind.params[param].domain;
  if (domain == FlagDomain::kNone || !values.kernel_numbers()) return value;
  const auto value_of = [&](std::string_view name, uint32_t fallback) {
    const int index = kind.param_index(name);
    if (index < 0 || !values.has(static_cast<size_t>(index))) return fallback;
    return static_cast<uint32_t>(values.integer(static_cast<size_t>(index)));
  };
  const uint32_t level = domain == FlagDomain::kSockoptOption ? value_of("level", kLevelSocket) : 0;
  uint32_t portable = to_portable(domain, values.arch(), static_cast<uint32_t>(value), level);
  if (domain == FlagDomain::kOpenFlags)
    portable |= portable_file_state(static_cast<uint8_t>(value_of("file_state", 0)));
  if (domain == FlagDomain::kCloneFlags && value_of("child_in_pidns", 0) != 0)
    portable |= kPortableChildInPidns;
  return portable;
}

void render_param(const EventKind& kind, size_t param, const ParamValues& values, const ParamNames& names,
                  ParamText& text) {
  assert(param < kind.params.size());
  text.raw.clear();
  text.resolved.clear();
  const ParamType type = kind.params[param].type;
  const bool is_text = storage_of(type) == Storage::kText;
  // An address without even a family is as good as none.
  const bool needs_bytes = is_buffer(type) || type == ParamType::kSockAddr;
  if (!values.has(param) || (needs_bytes && values.text(param).empty())) {
    text.raw += is_buffer(type) ? kNullText : kMissingText;
    return;
  }
  const Rendering rendering{kind, param, values, names, text};
  if (is_text)
    render_text(rendering);
  else
    render_integer(rendering);
}

void append_args(std::string& out, const EventKind& kind, const ParamValues& values,
                 const ParamNames& names) {
  if (kind.has(kGeneric)) return;
  ParamText text;
  bool first = true;
  for (size_t i = 0; i < kind.falco_params(); ++i) {
    if (!values.carried(i)) continue;
    if (!first) out += ' ';
    first = false;
    render_param(kind, i, values, names, text);
    out += kind.params[i].name;
    out += '=';
    out += text.raw;
    if (!text.resolved.empty()) out.append("(").append(text.resolved) += ')';
  }
}

bool shows_names(ParamType type) {
  switch (type) {
    case ParamType::kFlags8:
    case ParamType::kFlags16:
    case ParamType::kFlags32:
    case ParamType::kEnumFlags8:
    case ParamType::kEnumFlags16:
    case ParamType::kEnumFlags32:
      return true;
    default:
      return false;
  }
}

}  // namespace sysreel
