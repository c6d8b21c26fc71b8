// fdlist.*: the descriptors that poll and ppoll were given, one column each, joined by commas. Descriptors of
// which the column has nothing to say are left out, but for their numbers and names; a column without any is
// missing.
#include <cstdint>

#include "format/catalogue/packed_address.h"
#include "replayer/fields/extractor.h"
#include "replayer/state/socket_address.h"

namespace sysreel {
namespace {

using rules::Value;

enum class Poll : uint8_t { kNumber, kName, kClientIp, kServerIp, kClientPort, kServerPort };

bool append_end(std::string& out, Poll column, const Descriptor& socket) {
  const bool of_client = column == Poll::kClientIp || column == Poll::kClientPort;
  if (of_client ? !socket.is_ip() : !socket.is_ip() && !socket.is_server()) return false;
  const Endpoint& end = of_client ? socket.source : socket.destination;
  if (column == Poll::kClientIp || column == Poll::kServerIp) {
    append_address(out, end, socket.is_v6());
  } else {
    out += std::to_string(end.port);
  }
  return true;
}

bool append_column(std::string& out, Poll column, int64_t fd, const Descriptor* descriptor) {
  switch (column) {
    case Poll::kNumber:
      out += std::to_string(fd);
      return true;
    case Poll::kName:
      out += descriptor == nullptr || descriptor->name.empty() ? "<NA>" : descriptor->name;
      return true;
    default:
      return descriptor != nullptr && append_end(out, column, *descriptor);
  }
}

template <Poll column>
Value polled(const FieldContext& context, const BoundField&) {
  const Step& step = *context.step;
  if (step.kind->name != "poll" && step.kind->name != "ppoll") return {};
  const int param = step.kind->param_index("fds");
  if (param < 0 || context.thread() == nullptr) return {};
  DescriptorListReader reader(step.event.text(static_cast<size_t>(param)));
  std::string& text = context.arena->text();
  for (auto entry = reader.next(); entry; entry = reader.next()) {
    const size_t before = text.size();
    if (before != 0) text += ',';
    if (!append_column(text, column, entry->fd, context.thread()->descriptor(entry->fd))) text.resize(before);
  }
  return text.empty() ? Value{} : Value::of_text(text);
}

constexpr ExtractorRow kRows[] = {
    {"fdlist.nums", Scope::kEvent, polled<Poll::kNumber>},
    {"fdlist.names", Scope::kEvent, polled<Poll::kName>},
    {"fdlist.cips", Scope::kEvent, polled<Poll::kClientIp>},
    {"fdlist.sips", Scope::kEvent, polled<Poll::kServerIp>},
    {"fdlist.cports", Scope::kEvent, polled<Poll::kClientPort>},
    {"fdlist.sports", Scope::kEvent, polled<Poll::kServerPort>},
};

}  // namespace

std::span<const ExtractorRow> poll_extractors() {
  return kRows;
}

}  // namespace sysreel
