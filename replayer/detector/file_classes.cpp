#include "replayer/detector/file_classes.h"

#include <algorithm>

#include "rules/field.h"

namespace sysreel {
namespace {

// fd.* that read nothing but type, layers and names of a descriptor that is no socket.
constexpr std::string_view kDetermined[] = {
    "fd.type",
    "fd.typechar",
    "fd.name",
    "fd.nameraw",
    "fd.directory",
    "fd.filename",
    "fd.l4proto",
    "fd.is_upper_layer",
    "fd.is_lower_layer",
    "fd.cip",
    "fd.sip",
    "fd.lip",
    "fd.rip",
    "fd.ip",
    "fd.cport",
    "fd.sport",
    "fd.lport",
    "fd.rport",
    "fd.port",
    "fd.net",
    "fd.cnet",
    "fd.snet",
    "fd.lnet",
    "fd.rnet",
    "fd.cproto",
    "fd.sproto",
    "fd.lproto",
    "fd.rproto",
    "fd.proto",
    "fd.sockfamily",
    "fd.is_server",
    "fd.connected",
};

// Of both names. Mostly the name ends with the one that was passed, whose length then says the rest.
TextClasses::Fingerprint key_of(const Descriptor& descriptor) {
  const std::string& name = descriptor.name;
  const std::string& passed = descriptor.raw_name;
  return name.ends_with(passed) ? TextClasses::of(name, name.size() - passed.size())
                                : TextClasses::of(name, passed);
}

}  // namespace

bool FileClasses::applies(const rules::Program& program, std::span<const rules::FieldUseId> uses) {
  return std::all_of(uses.begin(), uses.end(), [&](rules::FieldUseId use) {
    const std::string_view name = rules::field(program.fields[use].field).name;
    return !name.starts_with("fd.") ||
           std::find(std::begin(kDetermined), std::end(kDetermined), name) != std::end(kDetermined);
  });
}

bool FileClasses::follows_from_name(std::string_view field) {
  return field == "fd.name" || field == "fd.nameraw" || field == "fd.directory" || field == "fd.filename";
}

bool FileClasses::is_plain(const Descriptor& descriptor) {
  switch (descriptor.type) {
    case FdType::kFile:
    case FdType::kDirectory:
    case FdType::kPipe:
    case FdType::kEvent:
    case FdType::kTimer:
    case FdType::kSignal:
    case FdType::kInotify:
    case FdType::kEpoll:
    case FdType::kMemfd:
      return descriptor.l4proto == L4Proto::kUnknown && descriptor.role == SocketRole::kNone &&
             descriptor.connection == ConnectionState::kNone;
    default:
      return false;
  }
}

uint32_t FileClasses::find(const Descriptor& descriptor) {
  const size_t table = static_cast<size_t>(descriptor.type) * 4 + (descriptor.upper_layer ? 2 : 0) +
                       (descriptor.lower_layer ? 1 : 0);
  last_ = &tables_[table];
  key_ = key_of(descriptor);
  return last_->classes.find(key_);
}

void FileClasses::add(uint32_t descriptor_class) {
  last_->classes.add(key_, descriptor_class);
  last_->example = descriptor_class;
}

uint32_t FileClasses::find_alike(uint32_t names) const {
  return names < last_->by_names.size() ? last_->by_names[names] : kUnknown;
}

void FileClasses::add_alike(uint32_t names, uint32_t descriptor_class) {
  if (names >= last_->by_names.size()) last_->by_names.resize(names + size_t{1}, kUnknown);
  last_->by_names[names] = descriptor_class;
}

size_t FileClasses::bytes() const {
  size_t sum = 0;
  for (const Table& table : tables_) sum += table.classes.bytes();
  return sum;
}

void FileClasses::clear() {
  for (Table& table : tables_) {
    table.classes.clear();
    table.by_names.clear();
    table.example = kUnknown;
  }
}

}  // namespace sysreel
