// A condition as the last words of a command line, so that a short one needs no quotes.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace sysreel {

struct FilterWords {
  std::vector<std::string> words;
  std::string joined() const {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
  }
};

inline void add_filter_option(CLI::App& command, FilterWords& filter) {
  command
      .add_option("filter", filter.words,
                  "Only events that satisfy this condition (fields: `sysreel rules fields`)")
      ->expected(-1);
}

}  // namespace sysreel
