// How a field's value is read from an event: one function per field, with what its value depends on.
//
// The rows are in one file per class of fields (process_fields.cpp …); extractor_table.cpp joins them and
// matches them to the rules' field table by name.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "replayer/fields/value_arena.h"
#include "replayer/state/state.h"
#include "rules/program.h"
#include "rules/value.h"

namespace sysreel {

// What must be unchanged for a value to be the same as before. The detector remembers answers by it.
enum class Scope : uint8_t {
  kKind,        // the event's kind alone
  kThread,      // the thread as ThreadTable::touch() knows it: its own state and its ancestors
  kDescriptor,  // the event's descriptor; without one the event
  kArgument,    // one text parameter of the event, where that is text as it stands
  kEvent,       // anything else
};

// What all events of a capture share.
struct CaptureFacts {
  std::string host;
  uint64_t first_wall_time = 0;     // of the first event
  uint64_t previous_wall_time = 0;  // of the event before the current one, 0: none
};

// The JSON of the current event, parsed when a field first asks for it.
class EventJson;
// The records of the current event, taken apart likewise.
class EventAudit;

struct FieldContext {
  const Step* step = nullptr;
  const State* state = nullptr;
  const CaptureFacts* facts = nullptr;
  ValueArena* arena = nullptr;
  EventJson* json = nullptr;
  EventAudit* audit = nullptr;
  bool falco_compatible = false;  // where Falco is known to be wrong, as it is

  const Thread* thread() const { return step->thread; }
};

struct BoundField;
using Extract = rules::Value (*)(const FieldContext& context, const BoundField& field);
inline constexpr uint64_t kNoKey = uint64_t{1} << 63;
// A number from which the value follows, where that is had with less work.
using ExtractKey = uint64_t (*)(const Thread& thread);
// kNoKey: the value is to be read.
using ExtractEventKey = uint64_t (*)(const FieldContext& context, const BoundField& field);

struct ExtractorRow {
  std::string_view name;
  Scope scope;
  Extract extract;
  ExtractKey key = nullptr;             // of scope kThread
  ExtractEventKey event_key = nullptr;  // of scope kEvent
  // Of scope kThread: reads the processes above the thread's and nothing else, so that all children of one
  // have the same value; with index 0 the thread's own.
  bool of_ancestors = false;
  bool key_is_value = false;  // an unsigned number
  // Of scope kThread: says something of the thread's container, or that it is the host, and nothing else.
  bool of_container = false;
};

// One FieldUse of a program, ready to be read.
struct BoundField {
  const rules::FieldUse* use = nullptr;
  Extract extract = nullptr;  // null: nothing in this build can know the value, so it is missing
  ExtractKey key_of = nullptr;
  ExtractEventKey event_key = nullptr;
  bool of_ancestors = false;
  bool key_is_value = false;
  bool of_container = false;
  Scope scope = Scope::kEvent;
  bool of_kubernetes = false;     // ka.*
  std::vector<std::string> path;  // of JSON: the tokens of the pointer that the field or its argument names
  std::vector<int16_t> places;    // evt.arg.NAME, evt.is_open_*: the parameter by KindId, -1 none; else empty

  bool has_index() const { return use->has_index; }
  uint32_t index() const { return use->index; }
  std::string_view key() const { return use->key; }
};

BoundField bind_field(const rules::FieldUse& use, const Catalogue& catalogue);
const ExtractorRow* extractor_of(std::string_view field_name);

std::span<const ExtractorRow> event_extractors();
std::span<const ExtractorRow> argument_extractors();
std::span<const ExtractorRow> process_extractors();
std::span<const ExtractorRow> thread_extractors();
std::span<const ExtractorRow> user_extractors();
std::span<const ExtractorRow> fd_extractors();
std::span<const ExtractorRow> socket_extractors();
std::span<const ExtractorRow> fs_path_extractors();
std::span<const ExtractorRow> poll_extractors();
std::span<const ExtractorRow> container_extractors();
std::span<const ExtractorRow> json_extractors();
std::span<const ExtractorRow> kubernetes_extractors();
std::span<const ExtractorRow> kubernetes_pod_extractors();
std::span<const ExtractorRow> audit_extractors();

// The JSON pointer that a field stands for, where that is all that it does; empty: it is another field.
std::string_view kubernetes_pointer(std::string_view field_name);

}  // namespace sysreel
