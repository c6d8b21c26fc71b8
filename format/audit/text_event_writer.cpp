#include "format/audit/text_event_writer.h"

namespace sysreel {
namespace {

constexpr size_t kText = 0;  // the first parameter of both kinds

}  // namespace

TextEventWriter::TextEventWriter(BlockBuilder& builder, std::string_view kind)
    : builder_(builder), kind_(Catalogue::builtin().find(kind)) {
  time_ = static_cast<size_t>(Catalogue::builtin().kind(kind_).param_index("event_time"));
}

void TextEventWriter::append(std::string_view text, uint64_t order_time, std::optional<uint64_t> own) {
  builder_.begin(kind_, {}, order_time, 0);
  builder_.unique_text(kText, text);
  if (own) builder_.integer(time_, static_cast<int64_t>(*own));
  builder_.end();
}

}  // namespace sysreel
