// fd.*: the descriptor of the event: number, type, names, file. What belongs to sockets is in
// socket_fields.cpp.
#include <algorithm>

#include "replayer/fields/container_of.h"
#include "replayer/fields/fd_name.h"
#include "replayer/state/path.h"

namespace sysreel {
namespace {

using rules::Value;
using Getter = Value (*)(const FieldContext& context, const Descriptor& descriptor);

template <Getter getter>
Value own(const FieldContext& context, const BoundField&) {
  const Descriptor* descriptor = descriptor_of(context);
  return descriptor == nullptr ? Value{} : getter(context, *descriptor);
}

Value number(const FieldContext& context, const BoundField&) {
  return concerns_descriptor(context) ? Value::of_int(context.step->fd) : Value{};
}
uint64_t number_key(const FieldContext& context, const BoundField&) {
  return concerns_descriptor(context) ? static_cast<uint64_t>(context.step->fd) : kNoKey;
}

Value name(const FieldContext& context, const BoundField&) {
  if (!concerns_descriptor(context)) return {};
  if (context.step->descriptor != nullptr) return Value::of_text(context.step->descriptor->name);
  std::string& text = context.arena->text();
  return name_from_event(context, false, text) ? Value::of_text(text) : Value{};
}

Value raw_name(const FieldContext& context, const BoundField&) {
  if (!concerns_descriptor(context)) return {};
  const Descriptor* const descriptor = context.step->descriptor;
  if (descriptor != nullptr && !has_repeated_slashes(descriptor->raw_name))
    return Value::of_text(descriptor->raw_name);
  std::string& text = context.arena->text();
  if (descriptor != nullptr) {
    text = descriptor->raw_name;
  } else if (!name_from_event(context, true, text)) {
    return {};
  }
  drop_repeated_slashes(text);
  return Value::of_text(text);
}

Value type(const FieldContext&, const Descriptor& descriptor) {
  return Value::of_text(name_of(descriptor.type));
}

// Of an event without a descriptor, the kind says what would have been made.
std::string_view letter_of_kind(std::string_view kind) {
  struct Row {
    std::string_view kind;
    std::string_view letter;
  };
  static constexpr Row kRows[] = {
      {"openat", "f"},         {"openat2", "f"},      {"creat", "f"},         {"socket", "4"},
      {"accept", "4"},         {"accept4", "4"},      {"pipe", "p"},          {"pipe2", "p"},
      {"eventfd", "e"},        {"eventfd2", "e"},     {"signalfd", "s"},      {"signalfd4", "s"},
      {"timerfd_create", "t"}, {"inotify_init", "i"}, {"inotify_init1", "i"},
  };
  for (const Row& row : kRows) {
    if (row.kind == kind) return row.letter;
  }
  return "o";
}

Value type_letter(const FieldContext& context, const BoundField&) {
  if (!concerns_descriptor(context)) return {};
  if (context.step->descriptor == nullptr) return Value::of_text(letter_of_kind(context.step->kind->name));
  std::string& text = context.arena->text();
  text = letter_of(context.step->descriptor->type);
  return Value::of_text(text);
}

Value directory(const FieldContext& context, const BoundField&) {
  if (!concerns_descriptor(context)) return {};
  const Descriptor* descriptor = context.step->descriptor;
  if (descriptor != nullptr) {
    if (descriptor->type == FdType::kDirectory) return Value::of_text(descriptor->name);
    return descriptor->is_file() ? Value::of_text(directory_of(descriptor->name)) : Value{};
  }
  std::string& text = context.arena->text();
  return name_from_event(context, false, text) ? Value::of_text(directory_of(text)) : Value{};
}

Value file_name(const FieldContext&, const Descriptor& descriptor) {
  return descriptor.is_file() ? Value::of_text(file_name_of(descriptor.name)) : Value{};
}

Value with_container(const FieldContext& context, const Value& value) {
  if (value.missing()) return {};
  std::string& text = context.arena->text();
  text = short_container_id(*context.thread());
  text += ':';
  text += value.text;
  return Value::of_text(text);
}
Value container_name(const FieldContext& context, const BoundField& field) {
  return with_container(context, name(context, field));
}
Value container_directory(const FieldContext& context, const BoundField& field) {
  return with_container(context, directory(context, field));
}

Value unique_id(const FieldContext& context, const BoundField&) {
  if (!concerns_descriptor(context)) return {};
  std::string& text = context.arena->text();
  text = std::to_string(context.thread()->tid) + std::to_string(context.step->fd);
  return Value::of_text(text);
}

Value name_changed(const FieldContext& context, const Descriptor&) {
  return Value::of_bool(context.step->name_changed);
}

// Devices are in the kernel's user-space packing: minor's low byte, major, minor's high part.
Value device(const FieldContext&, const Descriptor& descriptor) {
  return Value::of_int(descriptor.device).in_base(16);
}
Value device_major(const FieldContext&, const Descriptor& descriptor) {
  return Value::of_int(descriptor.device >> 8 & 0xfff);
}
Value device_minor(const FieldContext&, const Descriptor& descriptor) {
  return Value::of_int((descriptor.device & 0xff) | (descriptor.device >> 12 & 0xfff00));
}
Value inode(const FieldContext&, const Descriptor& descriptor) {
  return Value::of_int(static_cast<int64_t>(descriptor.inode));
}
template <bool DescriptorFacts::*flag>
Value flag_of(const FieldContext&, const Descriptor& descriptor) {
  return Value::of_bool(descriptor.*flag);
}

// Without an argument the distinct types of all descriptors of the process, with one that descriptor's.
Value types(const FieldContext& context, const BoundField& field) {
  if (!concerns_descriptor(context)) return {};
  const Thread& thread = *context.thread();
  std::vector<Value>& values = context.arena->list();
  if (field.has_index()) {
    const Descriptor* descriptor = thread.descriptor(field.index());
    if (descriptor == nullptr) return {};
    values.push_back(Value::of_text(name_of(descriptor->type)));
    return Value::of_list(values);
  }
  const auto add = [&](int64_t, const Descriptor& descriptor) {
    const std::string_view type = name_of(descriptor.type);  // one name for servers and connections
    const bool seen =
        std::any_of(values.begin(), values.end(), [&](const Value& value) { return value.text == type; });
    if (!seen) values.push_back(Value::of_text(type));
  };
  if (thread.descriptors) thread.descriptors->for_each(add);
  return values.empty() ? Value{} : Value::of_list(values);
}

constexpr ExtractorRow kRows[] = {
    {"fd.num", Scope::kEvent, number, nullptr, number_key},
    {"fd.type", Scope::kDescriptor, own<type>},
    {"fd.typechar", Scope::kDescriptor, type_letter},
    {"fd.name", Scope::kDescriptor, name},
    {"fd.nameraw", Scope::kDescriptor, raw_name},
    {"fd.directory", Scope::kDescriptor, directory},
    {"fd.filename", Scope::kDescriptor, own<file_name>},
    {"fd.uid", Scope::kEvent, unique_id},
    {"fd.containername", Scope::kEvent, container_name},
    {"fd.containerdirectory", Scope::kEvent, container_directory},
    {"fd.name_changed", Scope::kEvent, own<name_changed>},
    {"fd.dev", Scope::kDescriptor, own<device>},
    {"fd.dev.major", Scope::kDescriptor, own<device_major>},
    {"fd.dev.minor", Scope::kDescriptor, own<device_minor>},
    {"fd.ino", Scope::kDescriptor, own<inode>},
    {"fd.types", Scope::kEvent, types},
    {"fd.is_upper_layer", Scope::kDescriptor, own<flag_of<&Descriptor::upper_layer>>},
    {"fd.is_lower_layer", Scope::kDescriptor, own<flag_of<&Descriptor::lower_layer>>},
};

}  // namespace

std::span<const ExtractorRow> fd_extractors() {
  return kRows;
}

}  // namespace sysreel
