// The field table: every field of the language with its type, argument rules and documentation. Data only;
// how a field is read from an event belongs to the replayer.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sysreel::rules {

enum class FieldType : uint8_t {
  kString,
  kBool,
  kInt16,
  kInt32,
  kInt64,
  kUint16,
  kUint32,
  kUint64,
  kDouble,
  kPort,
  kIpAddress,
  kIpNet,
  kAbsTime,
  kRelTime,
  kBuffer,
  kDynamic,
};

enum class ArgumentRule : uint8_t { kNone, kOptional, kRequired };

// How several values of one field count in a comparison.
enum class Multiplicity : uint8_t {
  kSingle,
  kList,       // fd.types, ka.* lists: only exists/in/intersects; `in` means subset
  kAncestors,  // proc.aname without index: true when any ancestor satisfies the operator
  kEndpoints,  // fd.ip, fd.port, fd.net: `=` when either matches, `!=` when both differ
};

enum FieldFlag : uint32_t {
  kFilterOnly = 1U << 0,
  kPrintOnly = 1U << 1,
  kNoRightHand = 1U << 2,
  kNoTransformer = 1U << 3,
  kTableOnly = 1U << 4,  // not shown by `rules fields`
  kDeprecated = 1U << 5,
  kSuggestedOutput = 1U << 6,
  kOurs = 1U << 7,           // an extension; --falco-compatible does not know it
  kIndexArgument = 1U << 8,  // [0]
  kKeyArgument = 1U << 9,    // [text] or .text
  kPathArgument =
      1U << 10,  // the argument may contain dots and slashes up to the closing bracket or a delimiter
};

using FieldId = uint16_t;  // index into the table

struct Field {
  FieldId id = 0;
  std::string_view name;   // "proc.aname"
  std::string_view klass;  // "process"
  FieldType type = FieldType::kString;
  ArgumentRule argument = ArgumentRule::kNone;
  Multiplicity multiplicity = Multiplicity::kSingle;
  uint32_t flags = 0;        // FieldFlag
  std::string_view sources;  // event sources that know it, blank-separated; empty: all
  std::string_view doc;

  bool has(FieldFlag flag) const { return (flags & flag) != 0; }
};

std::span<const Field> all_fields();
const Field& field(FieldId id);
std::optional<FieldId> field_named(std::string_view name);

}  // namespace sysreel::rules
