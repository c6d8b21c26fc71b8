// Journal: what the recorder says while it works, as text or as JSON lines. Where that goes is main.cpp's
// choice.
#pragma once

#include <ostream>
#include <string_view>

namespace sysreel {

enum class LogFormat : uint8_t { kText, kJson };

class Journal {
 public:
  enum class Level : uint8_t { kQuiet, kNormal, kVerbose };

  Journal(std::ostream& out, Level level, LogFormat format) : out_(out), level_(level), format_(format) {}

  void error(std::string_view text) { line("error", text); }
  void warning(std::string_view text);
  void summary(std::string_view text);  // the line at the end, the lines of --stats
  void detail(std::string_view text);   // with -v

 private:
  void line(std::string_view severity, std::string_view text);

  std::ostream& out_;
  Level level_;
  LogFormat format_;
};

}  // namespace sysreel
