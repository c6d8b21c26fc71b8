#include "recorder/journal.h"

#include <string>

#include "base/json_writer.h"

namespace sysreel {

void Journal::line(std::string_view severity, std::string_view text) {
  if (format_ == LogFormat::kJson) {
    std::string object;
    JsonWriter json(object);
    json.begin_object();
    json.field("severity", severity);
    json.field("message", text);
    json.end_object();
    out_ << object << '\n';
  } else {
    out_ << "sysreel-record: " << text << '\n';
  }
  out_.flush();
}

void Journal::warning(std::string_view text) {
  if (level_ != Level::kQuiet) line("warning", text);
}

void Journal::summary(std::string_view text) {
  if (level_ != Level::kQuiet) line("info", text);
}

void Journal::detail(std::string_view text) {
  if (level_ == Level::kVerbose) line("debug", text);
}

}  // namespace sysreel
