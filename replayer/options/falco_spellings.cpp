#include "replayer/options/falco_spellings.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace sysreel {
namespace {

constexpr std::string_view kCapture = "engine.replay.capture_file=";

// What a command line in Falco's spelling asks for.
struct Asked {
  std::vector<std::string> validate;  // -V
  std::vector<std::string> rules;     // -r
  std::vector<std::string> captures;  // -e, -o engine.replay.capture_file
  std::optional<std::string> list;    // --list, its source
  bool list_rules = false;            // -L
  bool describe_rule = false;         // -l
  bool list_events = false;
  bool configured = false;  // -c, or an -o of Falco's configuration
};

// The value of `flag` at `at`: behind an =, joined to a short flag, or the next argument.
std::optional<std::string> value_of(std::span<char* const> arguments, size_t& at, std::string_view shorter,
                                    std::string_view longer) {
  const std::string_view argument = arguments[at];
  const auto next = [&] { return at + 1 < arguments.size() ? std::string(arguments[++at]) : std::string(); };
  if (argument == shorter || argument == longer) return next();
  if (!longer.empty() && argument.starts_with(longer) && argument.substr(longer.size()).starts_with('='))
    return std::string(argument.substr(longer.size() + 1));
  if (argument.starts_with(shorter) && !argument.starts_with("--"))
    return std::string(argument.substr(shorter.size()));
  return std::nullopt;
}

Asked read(std::span<char* const> arguments) {
  Asked asked;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--list" || argument.starts_with("--list=")) {
      asked.list = argument.size() > 7 ? std::string(argument.substr(7)) : std::string();
    } else if (argument == "-L") {
      asked.list_rules = true;
    } else if (argument == "--list-events") {
      asked.list_events = true;
    } else if (auto file = value_of(arguments, i, "-V", "--validate")) {
      asked.validate.push_back(*file);
    } else if (auto rules = value_of(arguments, i, "-r", "--rules")) {
      asked.rules.push_back(*rules);
    } else if (auto capture = value_of(arguments, i, "-e", "")) {
      asked.captures.push_back(*capture);
    } else if (value_of(arguments, i, "-l", "")) {
      asked.describe_rule = true;
    } else if (value_of(arguments, i, "-c", "")) {
      asked.configured = true;
    } else if (auto option = value_of(arguments, i, "-o", "--option")) {
      if (auto named = capture_of(*option)) asked.captures.push_back(*named);
      asked.configured = asked.configured || is_falco_configuration(*option);
    }
  }
  return asked;
}

// As a shell takes it.
std::string quoted(const std::string& text) {
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("._-/=:,+%@*").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (plain) return text;
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string with(std::string command, const std::vector<std::string>& words, std::string_view flag,
                 std::string_view otherwise) {
  for (const std::string& word : words)
    command += (flag.empty() ? " " : " " + std::string(flag) + " ") + quoted(word);
  if (words.empty()) command += otherwise;
  return command;
}

}  // namespace

bool is_falco_configuration(std::string_view output) {
  return output.substr(0, output.find('=')).find('.') != std::string_view::npos;
}

std::optional<std::string> capture_of(std::string_view output) {
  if (!output.starts_with(kCapture)) return std::nullopt;
  return std::string(output.substr(kCapture.size()));
}

bool is_other_command(std::span<char* const> arguments) {
  const Asked asked = read(arguments);
  return !asked.validate.empty() || asked.list_rules || asked.describe_rule || asked.list ||
         asked.list_events;
}

std::optional<std::string> command_instead(std::span<char* const> arguments) {
  const Asked asked = read(arguments);
  if (!asked.validate.empty()) return with("sysreel rules check", asked.validate, "", "");
  if (asked.list_rules) return with("sysreel rules list", asked.rules, "", " RULES…");
  if (asked.describe_rule) return with("sysreel rules describe", asked.rules, "", " RULES…");
  if (asked.list)
    return "sysreel rules fields" + (asked.list->empty() ? "" : " --source " + quoted(*asked.list));
  if (asked.list_events) return "sysreel rules events";
  if (asked.captures.empty() && asked.rules.empty() && !asked.configured) return std::nullopt;
  return with(with("sysreel replay", asked.captures, "", " CAPTURE…"), asked.rules, "-r", "");
}

}  // namespace sysreel
